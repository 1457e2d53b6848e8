import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { ProductPanel } from "../../../admin/panels/product-panel"

export const config = defineWidgetConfig({ zone: "product.details.side.after", id: "svm-recommendations:product" })

export default ProductPanel
