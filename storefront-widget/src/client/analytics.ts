import type { RecommendationsClient } from "./client"
import { itemOfPage, itemOfProduct } from "./page-lists"
import type { ListEventItem } from "./page-lists"
import type { TrackedBehavior } from "./types"

/** Something that a shopper did with a list, for others to count. */
export interface ListEvent {
  readonly type: "impression" | "click" | "add_to_cart"
  /** Of this answer of the shop. */
  readonly listId: string
  /** The placement, else the strategy. */
  readonly listName: string
  readonly item: ListEventItem
}

const COUNTED = ["impression", "click", "add_to_cart"] as const
const isCounted = (type: string): type is ListEvent["type"] => (COUNTED as readonly string[]).includes(type)

type Listener = (event: ListEvent) => unknown
const listeners = new WeakMap<RecommendationsClient, Set<Listener>>()

/** Passes on what is not tracked by itself, such as a set that is seen, or goes into the cart; nothing without consent. */
export function passOn(client: RecommendationsClient, event: Omit<ListEvent, "item"> & { readonly id: string }): void {
  const { type, listId, listName, id } = event
  if (!client.consent) return
  const item = itemOf(client, { product_id: id, recommendation_id: listId })
  for (const listener of listeners.get(client) ?? []) call(listener, { type, listId, listName, item })
}

function call(listener: Listener, event: ListEvent): void {
  try {
    listener(event)
  } catch {
    // Whoever counts must not break what is counted.
  }
}

/**
 * Reports to others what shoppers do with lists, pages in their order, and sets: nothing without consent.
 *
 * @returns what ends that
 */
export function onListEvent(client: RecommendationsClient, listener: Listener): () => void {
  const { track } = client
  const all = listeners.get(client) ?? new Set()
  listeners.set(client, all.add(listener))
  // In place of a listener within the client: who uses no analytics pays no byte for it.
  const tracked: RecommendationsClient["track"] = (behavior, id) => {
    const reported = track(behavior, id)
    const { type, recommendation_id: listId } = behavior
    if (reported && listId && isCounted(type)) {
      const listName = behavior.placement ?? "recommendations"
      call(listener, { type, listId, listName, item: itemOf(client, behavior) })
    }
    return reported
  }
  const own = Object.assign(client, { track: tracked })
  return () => {
    all.delete(listener)
    if (own.track === tracked) Object.assign(client, { track })
  }
}

function itemOf(
  { answers }: RecommendationsClient,
  { product_id: id, recommendation_id }: Pick<TrackedBehavior, "product_id" | "recommendation_id">,
): ListEventItem {
  const onPage = itemOfPage(recommendation_id, id)
  if (onPage) return onPage
  const list = [...answers.values()].find(({ answer }) => answer.recommendation_id === recommendation_id)?.answer
  const found = list?.recommendations.find(({ product }) => product.id === id)
  if (found) return itemOfProduct(found.product, found.rank - 1)
  return { id, name: undefined, index: undefined, price: undefined, currency: undefined }
}

/** Where Google Tag Manager reads; the window's `dataLayer` where nothing else is given. */
export type DataLayer = unknown[]

const GA4 = { impression: "view_item_list", click: "select_item", add_to_cart: "add_to_cart" } as const

/** GA4's `view_item_list`, `select_item` and `add_to_cart`, for {@link onListEvent}. */
export function toDataLayer(layer?: DataLayer): (event: ListEvent) => void {
  return ({ type, listId, listName, item }) => {
    const global = globalThis as { dataLayer?: DataLayer }
    const target = layer ?? (global.dataLayer ??= [])
    const { id, name, index, price, currency } = item
    const list = { item_list_id: listId, item_list_name: listName }
    const items = [{ item_id: id, item_name: name, index, price, quantity: 1, ...list }]
    const value = type === "add_to_cart" ? { currency, value: price } : {}
    // Google's own advice: what an event before has left behind must not mix with this one.
    target.push({ ecommerce: null }, { event: GA4[type], ecommerce: { ...list, ...value, items } })
  }
}

const SEGMENT = {
  impression: "Product List Viewed",
  click: "Product Clicked",
  add_to_cart: "Product Added",
} as const

/** Segment's events, for {@link onListEvent}: `onListEvent(client, toSegment(analytics))`. */
export function toSegment(analytics: {
  track: (name: string, properties: object) => unknown
}): (event: ListEvent) => void {
  return ({ type, listId, listName, item }) => {
    const { id, name, index, price, currency } = item
    const product = { product_id: id, name, position: index, price, currency }
    const list = { list_id: listId, category: listName }
    analytics.track(SEGMENT[type], type === "impression" ? { ...list, products: [product] } : { ...list, ...product })
  }
}
