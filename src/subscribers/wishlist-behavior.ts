import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { configManager } from "@medusajs/framework/config"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE, parseWishlistItem, readCaptureOptions } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

const payload = z.looseObject({ id: z.union([z.string(), z.array(z.string())]) })

// A subscriber names its events when the file is loaded, before any container is there: so from the configuration.
const names = readCaptureOptions(() => configManager.config)

/** What comes onto wishlists and goes again, of whatever plugin the options name. */
export default async function captureWishlistItem({ event, container }: SubscriberArgs): Promise<void> {
  const { id } = payload.parse(event.data)
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  for (const itemId of typeof id === "string" ? [id] : id) {
    if (names.deleted.includes(event.name)) await service.behavior.records.recordWishlistItemRemoved(itemId)
    else {
      const item = await findItem(container, event.name, itemId)
      if (item) await service.behavior.records.recordWishlistItem(item)
    }
  }
}

const rows = z.array(z.unknown())

/** The item with its list and whose it is: the customer's id stands on the list, or behind a link. */
async function findItem(container: MedusaContainer, eventName: string, id: string) {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const entity = (eventName.split(".").at(-2) ?? "wishlist-item").replaceAll("-", "_")
  for (const fields of [["*", "wishlist.*", "wishlist.customer.id"], ["*", "wishlist.*"], ["*"]]) {
    try {
      const { data } = await query.graph({ entity, fields, filters: { id } })
      const item = parseWishlistItem(rows.parse(data)[0])
      if (item) return item
    } catch {
      // That plugin has no such relation: asked for less, it answers.
    }
  }
  return null
}

export const config: SubscriberConfig = {
  event: [...names.created, ...names.deleted],
  context: { subscriberId: "recommendation-wishlist-behavior" },
}
