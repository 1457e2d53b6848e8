import type { Strategy } from "../../../core/contract"
import type { Market, TaxAddress } from "./catalog/markets"
import type { GiftRequest } from "./gift"

/** Who asks; both null is a stranger. */
export interface ShopperKey {
  readonly customerId: string | null
  readonly visitorId: string | null
}

/** One question for a list, with all that the answer depends on. */
export interface Question {
  readonly strategy: Strategy
  readonly limit: number
  readonly shopper: ShopperKey
  readonly market: Market
  /** Where the goods go; null where prices are given without tax. */
  readonly taxAddress: TaxAddress | null
  readonly salesChannelIds: readonly string[]
  /** Product on the page. */
  readonly productId: string | null
  /** `alternatives`: how far a price may lie from that of the product on the page, as a share of it. */
  readonly priceBand?: number
  /** What lies in the cart: never shown, and the context of `cart`. */
  readonly cartProductIds: readonly string[]
  /** A category; what lies below it counts too. */
  readonly categoryId: string | null
  /** `popular` among shoppers of the same age, gender and country, where these are known. */
  readonly bySegment: boolean
  readonly gift: GiftRequest
  readonly minConfidence: number
  /** Whether products for which the strategy's claim does not hold fill up a short list. */
  readonly fillsUp: boolean
  readonly placement: string | null
  readonly locale: string
  /** As in `/store/products`; null is Medusa's default set. */
  readonly fields: string | null
  /** Shown elsewhere on the page. */
  readonly exclude: ReadonlySet<string>
}

/** The sales channel that a list is shown in; null where a key opens several, for which of them it is nobody says. */
export function channelOf({ salesChannelIds }: Pick<Question, "salesChannelIds">): string | null {
  return salesChannelIds.length === 1 ? salesChannelIds[0] : null
}

/** Name of a shopper in caches and experiments; null for a stranger. */
export function shopperName({ customerId, visitorId }: ShopperKey): string | null {
  return customerId ?? visitorId
}

/** Names under which what is kept of a shopper is found again. */
export function shopperTags({ customerId, visitorId }: ShopperKey): string[] {
  return [customerId, visitorId].filter((id): id is string => id !== null)
}
