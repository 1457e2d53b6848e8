import type { RecommendedProduct } from "../../../src/types/store-http"
import { priceOf } from "../view/product"

/** A product as analytics name it. */
export interface ListEventItem {
  readonly id: string
  readonly name: string | undefined
  /** From 0; undefined where the list is not one of this page's. */
  readonly index: number | undefined
  readonly price: number | undefined
  readonly currency: string | undefined
}

/** A product of a list as analytics name it. */
export function itemOfProduct(product: RecommendedProduct, index: number): ListEventItem {
  const price = priceOf(product)
  return { id: product.id, name: product.title, index, price: price?.amount, currency: price?.currency.toUpperCase() }
}

/** Pages and sets that are remembered: more than a shopper has open. */
const LISTS_AT_MOST = 20

const lists = new Map<string, ReadonlyMap<string, ListEventItem>>()

/** Keeps what analytics ask of a page in the shopper's order, or of a set: neither is one of the client's lists. */
export function keepPage(listId: string, items: readonly ListEventItem[]): void {
  lists.delete(listId)
  lists.set(listId, new Map(items.map((item) => [item.id, item])))
  for (const id of lists.keys()) if (lists.size > LISTS_AT_MOST) lists.delete(id)
}

export const itemOfPage = (listId = "", id: string): ListEventItem | undefined => lists.get(listId)?.get(id)
