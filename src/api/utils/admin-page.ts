import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { RecommendationModuleService } from "../../modules/recommendation"
import { buildPage } from "./build-question"
import type { Page } from "./build-question"

/** For whom an admin looks, and where; nothing means the store's defaults. */
export interface AdminPageInput {
  readonly customerId: string | null
  readonly region_id?: string | undefined
  readonly currency_code?: string | undefined
  readonly sales_channel_id?: string | undefined
  readonly visitor_id?: string | undefined
  readonly cart_id?: string | undefined
  /** Language of the reasons. */
  readonly locale?: string | undefined
}

const stores = z.array(z.object({ default_sales_channel_id: z.string().nullish() }))
const channels = z.array(z.object({ id: z.string() }))

/** The page as a shopper would see it: in the channel named, else the store's default one, else in all of them. */
export async function adminPage(
  container: MedusaContainer,
  service: RecommendationModuleService,
  { sales_channel_id: channelId, ...input }: AdminPageInput,
): Promise<Page> {
  const salesChannelIds = channelId ? [channelId] : await defaultChannels(container)
  return buildPage(service, { ...input, salesChannelIds })
}

async function defaultChannels(container: MedusaContainer): Promise<string[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const [{ data: found }, { data: all }] = await Promise.all([
    query.graph({ entity: "store", fields: ["default_sales_channel_id"] }),
    query.graph({ entity: "sales_channel", fields: ["id"] }),
  ])
  const ids = channels.parse(all).map(({ id }) => id)
  const preferred = stores.parse(found)[0]?.default_sales_channel_id
  return preferred && ids.includes(preferred) ? [preferred] : ids
}
