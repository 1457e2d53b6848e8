import { listen, uuid } from "../client/browser"
import type { LineItemMetadata, RecommendationsClient } from "../client/client"
import type { RecommendationItem, RecommendationsAnswer } from "../client/types"
import type { RecommendationsQuery, StoreBehaviorType } from "../client/types"
import { createViewability } from "../client/viewability"
import type { Viewability } from "../client/viewability"

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

interface Act {
  readonly type: StoreBehaviorType
  readonly item: RecommendationItem
  /** Products that are marked while it holds. */
  readonly set: Set<string>
  readonly marked: boolean
  readonly work: (context: ItemContext) => unknown
}

/** One list on one page, without its framework: what was seen and used, where the focus is, how far it is scrolled. */
export class ListSession {
  props: SessionProps
  /** Products that were put into the cart and on the wishlist from this list. */
  readonly added = new Set<string>()
  readonly wished = new Set<string>()
  /** Whether there is more to see before and after. */
  ends = [false, false]
  readonly #client: RecommendationsClient
  readonly #update: () => void
  readonly #seen = new Set<string>()
  #root: Element | null = null
  #list: Element | null = null
  #viewability: Viewability | undefined
  #focused: { readonly element: HTMLElement; readonly index: number } | undefined
  #stops: (() => void)[] = []

  constructor(client: RecommendationsClient, props: SessionProps, update: () => void) {
    this.#client = client
    this.props = props
    this.#update = update
  }

  readonly onOpen = (item: RecommendationItem): void => {
    this.#track("click", item)
    // The page is about to change: a click must not wait for the next batch.
    void this.#client.queue.flush(true)
  }

  readonly onAdd = (item: RecommendationItem): void => {
    const { added, props } = this
    const work = (context: ItemContext) => props.onAddToCart?.(item, context)
    if (!added.has(item.product.id)) void this.#act({ type: "add_to_cart", item, set: added, marked: true, work })
  }

  readonly onWish = (item: RecommendationItem): void => {
    const { wished, props } = this
    const marked = !wished.has(item.product.id)
    const work = (context: ItemContext) => props.onWishlist?.(item, marked, context)
    void this.#act({ type: marked ? "add_to_wishlist" : "remove_from_wishlist", item, set: wished, marked, work })
  }

  readonly onStep = (direction: 1 | -1): void => {
    const list = this.#list
    if (!list) return
    // In right-to-left pages the scroll position counts down from zero.
    const sign = getComputedStyle(list).direction === "rtl" ? -1 : 1
    list.scrollBy({ left: direction * sign * list.clientWidth * 0.9 })
  }

  readonly onScroll = (): void => {
    const list = this.#list
    if (!list) return
    const at = Math.abs(list.scrollLeft)
    const ends = [at > 8, at < list.scrollWidth - list.clientWidth - 8]
    if (String(ends) === String(this.ends)) return
    this.ends = ends
    this.#update()
  }

  /** After each rendering: `root` holds the list, null when there is nothing to show. */
  rendered(root: Element | null): void {
    if (root !== this.#root) this.#attach(root)
    if (this.props.answer) {
      for (const item of this.#items) this.#viewability?.watch(item)
      this.#restoreFocus()
    }
    this.onScroll()
  }

  stop(): void {
    this.#attach(null)
  }

  get #items(): Element[] {
    return Array.from(this.#list?.children ?? [])
  }

  #attach(root: Element | null): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
    this.#root = root
    this.#list = root?.querySelector(".svmr-list") ?? null
    // Tests of a shop may run in a page without layout.
    if (!root || typeof IntersectionObserver !== "function") return
    const viewability = createViewability((item) => this.#impression(item))
    this.#viewability = viewability
    this.#stops = [
      viewability.stop,
      listen(window, "resize", this.onScroll),
      listen(root, "focusin", ({ target }) => this.#remember(target as HTMLElement)),
      // A blur because the element was moved or taken away is no wish to leave the list.
      listen(root, "focusout", () => {
        queueMicrotask(() => {
          const element = this.#focused?.element
          if (element?.isConnected && !element.matches(":focus")) this.#focused = undefined
        })
      }),
    ]
  }

  #remember(element: HTMLElement): void {
    this.#focused = { element, index: this.#items.findIndex((item) => item.contains(element)) }
  }

  /** A moved element gets its focus back; when it has left the list, what is in its place: never the top of the page. */
  #restoreFocus(): void {
    const { element, index = -1 } = this.#focused ?? {}
    if (!element || element.matches(":focus")) return
    const items = this.#items
    const inPlace = items[Math.min(index, items.length - 1)]?.querySelector<HTMLElement>("a,button")
    const next = element.isConnected ? element : inPlace
    next?.focus({ preventScroll: true })
  }

  #impression(element: Element): void {
    const id = element.getAttribute("data-product") ?? ""
    const item = this.props.answer?.recommendations.find(({ product }) => product.id === id)
    if (!item || this.#seen.has(id)) return
    this.#seen.add(id)
    this.#track("impression", item)
  }

  async #act({ type, item, set, marked, work }: Act): Promise<void> {
    const { id } = item.product
    const eventId = uuid()
    const metadata = this.#client.lineItemMetadata(this.props.answer?.recommendation_id, eventId)
    const mark = (present: boolean) => {
      if (present) set.add(id)
      else set.delete(id)
      this.#update()
    }
    mark(marked)
    try {
      await work({ metadata })
      this.#track(type, item, eventId)
    } catch {
      // The shop refused (sold out meanwhile): the button is as before, and can be tried again.
      mark(!marked)
    }
  }

  #track(type: StoreBehaviorType, { product }: RecommendationItem, id?: string): void {
    const { answer, query } = this.props
    const { placement = query.strategy ?? "for_you" } = query
    this.#client.track(
      { type, product_id: product.id, placement, recommendation_id: answer?.recommendation_id || undefined },
      id,
    )
  }
}
