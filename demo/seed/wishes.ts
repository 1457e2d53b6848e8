import type { MedusaContainer } from "@medusajs/framework/types"
import captureWishlistItem from "../../src/subscribers/wishlist-behavior"
import { report } from "../lib/progress"
import type { ShopPlan } from "../lib/shop-plan"
import type WishlistModuleService from "../wishlist/service"
import type { HistoryOwners } from "./history"
import { variantIds } from "./orders"

/** Name under which Medusa knows the module, and begins the names of its events with. */
const MODULE = "wishlist"
const CREATED = "wishlist.wishlist-item.created"

/**
 * The history's latest wishes as items of a wishlist plugin: made by its own service, and handed to the plugin's
 * subscriber with their event, as the bus of a running shop would. What an interrupted start has made stays.
 */
export async function seedWishes(container: MedusaContainer, plan: ShopPlan, owners: HistoryOwners): Promise<void> {
  if (plan.wishes.length === 0) return
  const service = container.resolve<WishlistModuleService>(MODULE)
  const variants = await variantIds(container, owners)
  const lists = new Map(
    (await service.listWishlists({}, { take: 10_000 })).map(({ id, customer_id }) => [customer_id, id]),
  )
  const known = await service.listWishlistItems({}, { take: 10_000, relations: ["wishlist"] })
  const made = new Set(known.map(({ product_id: productId, wishlist }) => `${wishlist.id} ${productId}`))
  for (const { userId, itemId, time } of plan.wishes) {
    const [customerId, productId] = [owners.customerIds.get(userId), owners.productIds.get(itemId)]
    const variantId = variants.get(itemId)
    if (customerId === undefined || productId === undefined || variantId === undefined) continue
    const listId = lists.get(customerId) ?? (await newList(service, customerId, owners))
    lists.set(customerId, listId)
    if (made.has(`${listId} ${productId}`)) continue
    const item = await service.createWishlistItems({
      ...{ product_variant_id: variantId, product_id: productId, wishlist_id: listId, created_at: new Date(time) },
    })
    const event = { name: CREATED, data: { id: item.id }, metadata: {} }
    await captureWishlistItem({ event, container, pluginOptions: {} })
  }
  report(`Wishlists: ${plan.wishes.length} items of ${lists.size} customers`)
}

async function newList(
  service: WishlistModuleService,
  customerId: string,
  { salesChannelId }: HistoryOwners,
): Promise<string> {
  const list = { name: "Wishes (simulated)", customer_id: customerId, sales_channel_id: salesChannelId }
  return (await service.createWishlists(list)).id
}
