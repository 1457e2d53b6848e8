import type { CatalogView } from "./catalog/catalog"
import type { Live } from "./live/live-model"

/** A product's neighbor, as `query.graph` hands it out. */
export interface SimilarProduct {
  readonly id: string
  readonly product_id: string
  readonly similar_product_id: string
  /** 1 is the most similar. */
  readonly rank: number
}

/** Neighbors of one product. */
const AT_MOST = 8
/** Products whose neighbors one query gives. */
const MAX_ANCHORS = 100

/**
 * What is like each product, for nobody in particular. Only published products that lists may show unasked; whether one is
 * for sale in a channel, region or at this moment is for whoever asks to look at.
 */
export function similarProducts(
  productIds: readonly string[],
  { live, catalog }: { readonly live: Live; readonly catalog: CatalogView },
): SimilarProduct[] {
  const now = Date.now()
  return productIds.slice(0, MAX_ANCHORS).flatMap((productId) =>
    live.recommender
      .rank(
        { events: [], segment: null },
        {
          ...{ strategy: "similar", now, limit: AT_MOST, anchors: [productId] },
          eligible: (id) => id !== productId && (catalog.get(id)?.isRecommended ?? false),
        },
      )
      .map(({ productId: similar }, at) => ({
        id: `${productId} ${similar}`,
        product_id: productId,
        similar_product_id: similar,
        rank: at + 1,
      })),
  )
}
