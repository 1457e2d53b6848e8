import { z } from "@medusajs/framework/zod"
import { AdminPreview } from "../../../preview/validators"

const { region_id, currency_code, sales_channel_id, placement, locale } = AdminPreview.shape

/** Query of `GET /admin/recommendations/products/:id/bundle`: where the page is; nothing means the store's defaults. */
export const AdminBundlePreview = z.strictObject({ region_id, currency_code, sales_channel_id, placement, locale })
