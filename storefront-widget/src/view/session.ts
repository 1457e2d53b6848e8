import { uuid } from "../client/browser"
import type { RecommendationsClient } from "../client/client"
import type { LineItemMetadata } from "../client/client-types"
import type { RecommendationItem, RecommendationsAnswer } from "../client/types"
import type { RecommendationsQuery, StoreBehaviorType } from "../client/types"
import type { Labels } from "./labels"
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

/** What became of a press, for the button and for screen readers. */
export interface Outcome {
  readonly word: "added" | "failed" | "wished" | "dismiss"
  readonly product: RecommendationItem["product"]
}

/** One list on one page, without its framework: what was seen and used. */
export interface ListSession {
  props: SessionProps
  readonly row: Row
  /** Products that were put into the cart, on the wishlist and out of sight from this list. */
  readonly added: Set<string>
  wished: Set<string>
  readonly dismissed: Set<string>
  /** Of the latest press. */
  outcome?: Outcome | undefined
  readonly onOpen: (item: RecommendationItem) => void
  readonly onAdd: (item: RecommendationItem) => void
  readonly onWish: (item: RecommendationItem) => void
  readonly onDismiss: (item: RecommendationItem) => void
}

/** What drawing a list needs of its session; of a list that is on its way there is none but the question. */
export interface ViewSession extends Partial<Omit<ListSession, "props">> {
  readonly props: Pick<SessionProps, "query">
}

export function createSession(client: RecommendationsClient, props: SessionProps, update: () => void): ListSession {
  const seen = new Set<string>()
  const track = (type: StoreBehaviorType, { product }: RecommendationItem, id?: string) => {
    const { answer, query } = session.props
    const { placement = query.strategy } = query
    const recommendation_id = answer?.recommendation_id || undefined
    client.track({ type, product_id: product.id, placement, recommendation_id }, id)
  }
  const act: Act = async (type, item, products, word, work) => {
    const { product } = item
    const eventId = uuid()
    const metadata = client.lineItemMetadata(session.props.answer?.recommendation_id, eventId)
    const show = (isMarked: boolean, outcome?: Outcome["word"] | false) => {
      products[isMarked ? "add" : "delete"](product.id)
      session.outcome = outcome ? { word: outcome, product } : undefined
      update()
    }
    const isMarked = !products.has(product.id)
    show(isMarked)
    try {
      await work({ metadata })
      track(type, item, eventId)
      show(isMarked, isMarked && word)
    } catch {
      // The shop refused (sold out meanwhile): the button says so, and can be tried again.
      show(!isMarked, "failed")
    }
  }
  const session: ListSession = {
    props,
    added: new Set(),
    wished: new Set(),
    dismissed: new Set(),
    row: createRow(update, (element) => {
      const id = element.getAttribute("data-product")
      const item = session.props.answer?.recommendations.find(({ product }) => product.id === id)
      if (!item || seen.has(item.product.id)) return
      seen.add(item.product.id)
      track("impression", item)
    }),
    onOpen: (item) => track("click", item),
    onAdd: (item) => {
      const { added: products, props } = session
      const work = (context: ItemContext) => {
        if (!props.onAddToCart) throw new Error("cart")
        return props.onAddToCart(item, context)
      }
      if (!products.has(item.product.id)) void act("add_to_cart", item, products, "added", work)
    },
    onWish: (item) => {
      const { wished: products, props } = session
      const wished = !products.has(item.product.id)
      const work = (context: ItemContext) => props.onWishlist?.(item, wished, context)
      void act(wished ? "add_to_wishlist" : "remove_from_wishlist", item, products, "wished", work)
    },
    onDismiss: (item) => void act("dismiss", item, session.dismissed, "dismiss", () => null),
  }
  return session
}

/** A press that marks a product, or takes its mark away. */
type Act = (
  type: StoreBehaviorType,
  item: RecommendationItem,
  products: Set<string>,
  /** Label of the announcement; a mark that is taken away has none, for the button's own state says it. */
  word: Outcome["word"] & keyof Labels,
  work: (context: ItemContext) => unknown,
) => Promise<void>
