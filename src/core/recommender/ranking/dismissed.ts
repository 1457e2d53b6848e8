import type { ProfileEvent } from "../../contract"

/** Behavior by which a shopper takes a product up again that they turned down before. */
const TAKES_UP_AGAIN: ReadonlySet<ProfileEvent["type"]> = new Set(["purchase", "add_to_cart", "add_to_wishlist"])

/**
 * Products that the shopper is not interested in: dismissed, and not bought, put into the cart or onto the wishlist
 * since. Looking at one again changes nothing: links and searches bring shoppers back to what they turned down.
 *
 * @param events of one shopper, oldest first
 */
export function dismissedProducts(events: readonly ProfileEvent[]): Set<string> {
  const dismissed = new Set<string>()
  for (const { type, productId } of events) {
    if (type === "dismiss") dismissed.add(productId)
    else if (TAKES_UP_AGAIN.has(type)) dismissed.delete(productId)
  }
  return dismissed
}
