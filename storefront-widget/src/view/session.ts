import { uuid } from "../client/browser"
import type { LineItemMetadata, RecommendationsClient } from "../client/client"
import type { RecommendationItem, RecommendationsAnswer } from "../client/types"
import type { RecommendationsQuery, StoreBehaviorType } from "../client/types"
import { createRow } from "./row"
import type { Row } from "./row"

/** What a shop's own handler needs to put the product into its cart. */
export interface ItemContext {
  /** For the line item's `metadata`: the results of recommendations are counted by it. */
  metadata: LineItemMetadata
}

/** What a page does with a product; a broken promise takes the act back. */
export interface ItemHandlers {
  onAddToCart?: ((item: RecommendationItem, context: ItemContext) => unknown) | undefined
  onWishlist?: ((item: RecommendationItem, wished: boolean, context: ItemContext) => unknown) | undefined
}

export interface SessionProps extends ItemHandlers {
  query: RecommendationsQuery
  answer: RecommendationsAnswer | null
}

/** One list on one page, without its framework: what was seen and used. */
export interface ListSession {
  props: SessionProps
  readonly row: Row
  /** Products that were put into the cart and on the wishlist from this list. */
  readonly added: Set<string>
  readonly wished: Set<string>
  readonly onOpen: (item: RecommendationItem) => void
  readonly onAdd: (item: RecommendationItem) => void
  readonly onWish: (item: RecommendationItem) => void
}

export function createSession(client: RecommendationsClient, props: SessionProps, update: () => void): ListSession {
  const seen = new Set<string>()
  const track = (type: StoreBehaviorType, { product }: RecommendationItem, id?: string) => {
    const { answer, query } = session.props
    const { placement = query.strategy } = query
    const recommendation_id = answer?.recommendation_id || undefined
    client.track({ type, product_id: product.id, placement, recommendation_id }, id)
  }
  const act = async (type: StoreBehaviorType, item: RecommendationItem, mark: Mark, work: Work) => {
    const eventId = uuid()
    const metadata = client.lineItemMetadata(session.props.answer?.recommendation_id, eventId)
    const show = (marked: boolean) => {
      mark.products[marked ? "add" : "delete"](item.product.id)
      update()
    }
    show(mark.marked)
    try {
      await work({ metadata })
      track(type, item, eventId)
    } catch {
      // The shop refused (sold out meanwhile): the button is as before, and can be tried again.
      show(!mark.marked)
    }
  }
  const session: ListSession = {
    ...{ props, added: new Set<string>(), wished: new Set<string>() },
    row: createRow(update, (element) => {
      const id = element.getAttribute("data-product")
      const item = session.props.answer?.recommendations.find(({ product }) => product.id === id)
      if (!item || seen.has(item.product.id)) return
      seen.add(item.product.id)
      track("impression", item)
    }),
    onOpen: (item) => {
      track("click", item)
      // The page is about to change: a click must not wait for the next batch.
      void client.queue.flush(true)
    },
    onAdd: (item) => {
      const { added: products, props } = session
      if (products.has(item.product.id)) return
      void act("add_to_cart", item, { products, marked: true }, (context) => props.onAddToCart?.(item, context))
    },
    onWish: (item) => {
      const { wished: products, props } = session
      const marked = !products.has(item.product.id)
      const type = marked ? "add_to_wishlist" : "remove_from_wishlist"
      void act(type, item, { products, marked }, (context) => props.onWishlist?.(item, marked, context))
    },
  }
  return session
}

/** Products that are marked while an act holds. */
interface Mark {
  readonly products: Set<string>
  readonly marked: boolean
}

type Work = (context: ItemContext) => unknown
