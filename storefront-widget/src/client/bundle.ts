import type { StoreBundle, StoreBundleQuery, StoreBundleResponse } from "../../../src/types/page-http"
import { request } from "./ask"
import type { RecommendationsClient } from "./client"
import { itemOfProduct, keepPage } from "./page-lists"

export type { StoreBundle } from "../../../src/types/page-http"

/** What a set is asked for; who asks, the client adds. */
export type BundleQuery = Omit<StoreBundleQuery, "visitor_id">

/** What is to be put into the cart. */
export interface ChosenItem {
  readonly variant_id: string
  readonly quantity?: number
}

/** A set that is bought as one; null where there is none, and where the shop does not answer. */
export async function getBundle(client: RecommendationsClient, query: BundleQuery): Promise<StoreBundle | null> {
  const { visitor_id, credentials } = client.connection.identity()
  try {
    const answer = await request("/bundle", { query: { ...query, visitor_id }, ...credentials }, client.connection)
    const { bundle } = answer as StoreBundleResponse
    if (bundle)
      keepPage(
        bundle.recommendation_id,
        bundle.products.map(({ product }, index) => itemOfProduct(product, index)),
      )
    return bundle
  } catch {
    return null
  }
}

/**
 * Puts products of a set into a cart, all of them or none.
 *
 * @throws Error where one of them is gone, or the shop does not answer: then none is in the cart
 */
export async function addBundle(
  client: RecommendationsClient,
  cartId: string,
  { items, recommendationId }: { readonly items: readonly ChosenItem[]; readonly recommendationId?: string },
): Promise<void> {
  const { credentials } = client.connection.identity()
  const { visitor_id, recommendation_id } = client.lineItemMetadata(recommendationId)
  const body = { cart_id: cartId, items, recommendation_id, visitor_id }
  await request("/bundle", { method: "POST", body, ...credentials }, client.connection)
  client.changed()
}
