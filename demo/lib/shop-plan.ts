import type { SimulatedOrder } from "../simulation/orders"
import type { ListOptions, SimulatedLists } from "../simulation/lists"
import type { SimulatedWish } from "../simulation/wishes"

/** What a shop of the demo is made of, before it is in Medusa. */
export interface ShopPlan {
  readonly name: string
  readonly regions: readonly PlannedRegion[]
  readonly categories: readonly PlannedCategory[]
  readonly products: readonly PlannedProduct[]
  readonly customers: readonly PlannedCustomer[]
  /** Folder that the history is imported from. */
  readonly dataFolder: string
  /** Baskets that become orders of Medusa's own; oldest first. */
  readonly orders: readonly SimulatedOrder[]
  /** Items of customers' wishlists; oldest first. */
  readonly wishes: readonly SimulatedWish[]
  /** External ids of what is sold out in the end, after all orders. */
  readonly soldOut: readonly string[]
  /** How many are left in the end of products of which few are, by external id. */
  readonly fewLeft: Readonly<Record<string, number>>
  /** The lists that its shoppers saw; null where nobody knows. */
  readonly simulateLists: ((options: Pick<ListOptions, "isControl">) => SimulatedLists) | null
  /** When the history ends, milliseconds since 1970-01-01 UTC. */
  readonly endsAt: number
}

export interface PlannedRegion {
  readonly name: string
  /** ISO 4217, lower case; one region per currency. */
  readonly currencyCode: string
  /** ISO 3166-1 alpha-2, lower case. */
  readonly countries: readonly string[]
  /** Price of paid shipping in the region's currency. */
  readonly shippingPrice: number
}

export interface PlannedCategory {
  readonly name: string
  /** Of its own: names may differ in capitals alone. */
  readonly handle: string
}

export interface PlannedProduct {
  /** The item's id in the data folder. */
  readonly externalId: string
  readonly handle: string
  readonly title: string
  readonly description: string
  readonly category: string | null
  readonly tags: readonly string[]
  /** By currency code; empty where the source knows no price. */
  readonly prices: Readonly<Record<string, number>>
  /** Units in stock, null where stock is not kept. */
  readonly stock: number | null
  readonly motif: string
  /** What the product says in metadata; null where nothing. */
  readonly metadata: Readonly<Record<string, string | boolean>> | null
  /** When it came into the shop, milliseconds since 1970-01-01 UTC; null where nobody knows. */
  readonly createdAt: number | null
}

export interface PlannedCustomer {
  /** The shopper's id in the data folder, null for one without a history. */
  readonly externalId: string | null
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  /** What a segment is read from: age, gender, country; also where this customer comes from. */
  readonly metadata: Readonly<Record<string, string | number | boolean>>
  /** Words about them where a visitor of the demo may sign in as them, null for all others. */
  readonly about: { readonly words: string; readonly order: number } | null
}
