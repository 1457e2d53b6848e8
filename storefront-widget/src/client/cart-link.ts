import { attempt } from "./browser"
import type { KeyValueStorage, MedusaSdk } from "./types"
import type { Visitor } from "./visitor"

/** Field of a cart's metadata that says whose visit it is; Medusa copies it to the order. */
export const CART_VISITOR_FIELD = "recommendation_visitor_id"
/** Which cart bears which visitor, so that not every page writes it again. */
const KEY = "svm.cart"

export interface CartLinkOptions {
  readonly sdk: MedusaSdk
  readonly storage: KeyValueStorage | undefined
  readonly visitor: Visitor
}

/** Writes a visitor on a cart; an empty text takes the field away. */
export const writeCartVisitor = (sdk: MedusaSdk, cartId: string, visitorId: string): Promise<unknown> =>
  sdk.client.fetch(`/store/carts/${encodeURIComponent(cartId)}`, {
    ...{ method: "POST", keepalive: true },
    body: { metadata: { [CART_VISITOR_FIELD]: visitorId } },
  })

/**
 * Keeps the visitor on the cart of the page: writes it once for a cart and a
 * visitor, and takes it away from a cart of which it has written when consent is
 * refused. A failure is made up for by the next call.
 */
export function createCartLink({ sdk, storage, visitor }: CartLinkOptions): (cartId: string) => Promise<void> {
  let link = attempt(() => storage?.getItem(KEY)) ?? ""
  return async (cartId) => {
    const { consent, id = "" } = visitor
    const before = link
    if (consent === false ? !link.startsWith(cartId + " ") : !id || link === `${cartId} ${id}`) return
    link = id && `${cartId} ${id}`
    try {
      await writeCartVisitor(sdk, cartId, id)
    } catch {
      link = before
    }
    // Only what the shop has answered outlives the page: one that goes away in between writes it again.
    attempt(() => (link ? storage?.setItem(KEY, link) : storage?.removeItem(KEY)))
  }
}
