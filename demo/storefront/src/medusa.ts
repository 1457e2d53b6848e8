import Medusa, { FetchError } from "@medusajs/js-sdk"
import type { HttpTypes } from "@medusajs/types"
import type { BundleContext, ChosenItem } from "../../../storefront-widget/src/page"
import { shop } from "./config"

export const sdk = new Medusa({ baseUrl: shop.backendUrl, publishableKey: shop.publishableKey, auth: { type: "jwt" } })

/** What to say of what failed. A request without an answer is a TypeError, in words of each browser's own. */
export function messageOf(error: unknown): string {
  const isSilent = error instanceof TypeError || (error instanceof FetchError && (error.status ?? 500) >= 500)
  if (isSilent) return "The shop does not answer. Try again in a moment."
  return error instanceof Error ? error.message : "Something went wrong. Try again."
}

export type Cart = HttpTypes.StoreCart
export type Product = HttpTypes.StoreProduct
export type Order = HttpTypes.StoreOrder
export type Customer = HttpTypes.StoreCustomer

const PRODUCT_FIELDS =
  "id,title,handle,description,thumbnail,*variants.calculated_price,+variants.inventory_quantity,*categories,*tags"
export const CART_FIELDS = "*items,+items.thumbnail,+items.product_handle,+items.metadata,*region"

export async function listProducts(query: { category_id?: string; q?: string; regionId: string }): Promise<Product[]> {
  const { regionId, ...rest } = query
  const { products } = await sdk.store.product.list({ ...rest, region_id: regionId, fields: PRODUCT_FIELDS, limit: 48 })
  return products
}

interface Hits {
  readonly results: readonly {
    readonly hits: readonly { readonly id: string }[]
    readonly provider_metadata?: { readonly recommended?: { readonly recommendation_id: string } }
  }[]
}

export interface FoundProducts {
  readonly products: readonly Product[]
  /** Of the order they stand in; undefined where the shop gave none. */
  readonly recommendationId: string | undefined
}

/**
 * What Medusa's Search module finds for some words, in this shopper's order; null where the shop has no such module, or its
 * index is not made yet.
 */
export async function searchProducts(
  words: string,
  { regionId, visitorId }: { regionId: string; visitorId: string | undefined },
): Promise<FoundProducts | null> {
  const query = { order: "recommended", region_id: regionId, ...(visitorId && { visitor_id: visitorId }) }
  const body = { entity: "product", filters: { q: words }, pagination: { take: 48 } }
  try {
    const { results } = await sdk.client.fetch<Hits>("/store/search", { method: "POST", query, body })
    const ids = results.flatMap(({ hits }) => hits.map(({ id }) => id))
    const products = new Map((await findProducts(ids, regionId)).map((product) => [product.id, product]))
    return {
      products: ids.flatMap((id) => products.get(id) ?? []),
      recommendationId: results[0]?.provider_metadata?.recommended?.recommendation_id,
    }
  } catch (error) {
    if (error instanceof FetchError && NO_SEARCH.has(error.status ?? 0)) return null
    throw error
  }
}

/** Medusa before 2.21.1 has no such route; one without an index refuses it by name. */
const NO_SEARCH: ReadonlySet<number> = new Set([400, 404])

export async function findProduct(handle: string, regionId: string): Promise<Product | null> {
  const { products } = await sdk.store.product.list({ handle, region_id: regionId, fields: PRODUCT_FIELDS, limit: 1 })
  return products[0] ?? null
}

/** Those of the ids that are for sale. */
export async function findProducts(ids: readonly string[], regionId: string): Promise<Product[]> {
  if (ids.length === 0) return []
  const query = { id: [...ids], region_id: regionId, fields: PRODUCT_FIELDS, limit: ids.length }
  return (await sdk.store.product.list(query)).products
}

/** Products of a set, all of them or none; the lines say which list they came from, and whose visit it was. */
export async function addSet(cartId: string, items: readonly ChosenItem[], { metadata }: BundleContext): Promise<void> {
  const { recommendation_id, visitor_id } = metadata
  const body = { cart_id: cartId, items, recommendation_id, visitor_id }
  await sdk.client.fetch("/store/recommendations/bundle", { method: "POST", body })
}

const ORDER_FIELDS = "id,display_id,created_at,currency_code,total,*items"

export async function listOrders(): Promise<Order[]> {
  return (await sdk.store.order.list({ fields: ORDER_FIELDS, order: "-created_at", limit: 3 })).orders
}

/** Null where there is no such order. */
export async function findOrder(id: string): Promise<Order | null> {
  try {
    return (await sdk.store.order.retrieve(id, { fields: ORDER_FIELDS })).order
  } catch (error) {
    if (error instanceof FetchError && error.status === 404) return null
    throw error
  }
}

export interface Buyer {
  readonly email: string
  readonly name: string
  readonly countryCode: string
  /** Bought for somebody else: the shop does not take it for the buyer's own taste. */
  readonly isGift: boolean
}

/** From cart to order, with the free shipping option and the payment provider that asks for nothing. */
export async function placeOrder(cart: Cart, { email, name, countryCode, isGift }: Buyer): Promise<string> {
  const [first_name, ...rest] = name.trim().split(" ")
  const last_name = rest.join(" ") || "Shopper"
  const address = {
    first_name,
    last_name,
    address_1: "1 Main Street",
    city: "Anywhere",
    postal_code: "10115",
    country_code: countryCode,
  }
  await sdk.store.cart.update(cart.id, {
    email,
    shipping_address: address,
    billing_address: address,
    ...(isGift && { metadata: { is_gift: true } }),
  })
  const { shipping_options } = await sdk.store.fulfillment.listCartOptions({ cart_id: cart.id })
  const cheapest = [...shipping_options].sort((a, b) => a.amount - b.amount)[0]
  if (!cheapest) throw new Error("There is no shipping to this country.")
  const { cart: shipped } = await sdk.store.cart.addShippingMethod(cart.id, { option_id: cheapest.id })
  await sdk.store.payment.initiatePaymentSession(shipped, { provider_id: "pp_system_default" })
  const done = await sdk.store.cart.complete(cart.id)
  if (done.type !== "order") throw new Error(done.error.message)
  return done.order.id
}
