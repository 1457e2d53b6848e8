/**
 * Behavior in columns, oldest row first: what training, evaluation and imports
 * hand around. Rows are stable in time order; where the source had no times,
 * row order is time order and `hasTime` is false.
 */
export interface InteractionLog {
  /** Number of rows; every column has this length. */
  readonly length: number
  /** Dictionary of shoppers: `user[row]` points into it. */
  readonly userIds: readonly string[]
  /** Dictionary of products: `item[row]` points into it. */
  readonly itemIds: readonly string[]
  /** Dictionary of sessions or orders: `session[row]` points into it. */
  readonly sessionIds: readonly string[]
  /** Index into `userIds`; -1 is an anonymous session. */
  readonly user: Int32Array
  /** Index into `itemIds`. */
  readonly item: Int32Array
  /** Index into `sessionIds`; -1 is unknown. */
  readonly session: Int32Array
  /** Index into `BEHAVIOR_TYPES`. */
  readonly behavior: Uint8Array
  /** Milliseconds since 1970-01-01 UTC; the row number where `hasTime` is false. */
  readonly time: Float64Array
  /** Units bought, 1 where unknown. */
  readonly quantity: Float32Array
  /** Unit price, NaN where unknown. */
  readonly price: Float32Array
  /**
   * Who may speak once: rows of one day that came from one place, where identities cost nothing, share a number; -1 is
   * unknown.
   */
  readonly voice: Int32Array
  /** Whether `time` holds real instants. */
  readonly hasTime: boolean
  /** Where rows came from; absent where it was one sales channel, or is not known. */
  readonly channels?: LogChannels | undefined
}

/** Sales channels that behavior came from. */
export interface LogChannels {
  /** Dictionary of sales channels, two at least: `of[row]` points into it. */
  readonly ids: readonly string[]
  /** Index into `ids`; -1 is unknown. */
  readonly of: Int32Array
}

/** What is known of one product, apart from behavior. */
export interface CatalogItem {
  readonly id: string
  readonly title: string
  readonly category: string | null
  /** Unit price in the shop's main currency, null where unknown. */
  readonly price: number | null
  /** Free tags; `key:value` where the source has attributes. */
  readonly tags: readonly string[]
  /** Milliseconds since 1970-01-01 UTC when it was first for sale, null where unknown. */
  readonly createdAt: number | null
  /** Numbers from outside that the ranker learns to weigh, 0 or more, 0 where unknown; the same ones for all products. */
  readonly signals?: readonly number[]
  /** What the product is like, as a point in a space from outside; of one length for all products. */
  readonly vector?: ArrayLike<number>
}

/** What is known of one shopper, apart from behavior. Each field may be missing. */
export interface ShopperSegment {
  /** Years, or the middle of a band. */
  readonly age: number | null
  readonly gender: string | null
  /** Country name or code, as the shop writes it. */
  readonly country: string | null
}

/** What became of a product in a list, the weakest first: each says all that the ones before it say. */
export const OUTCOMES = ["passed_over", "clicked", "carted", "bought"] as const

/** One of {@link OUTCOMES}. */
export type Outcome = (typeof OUTCOMES)[number]

/** One product of a list as it was shown. */
export interface ShownProduct {
  readonly itemId: string
  /** From 0. */
  readonly place: number
  /** Whether it was in sight, long enough to be read. */
  readonly seen: boolean
  readonly outcome: Outcome
  /** Probability with which it was chosen for its place: above 0 and at most 1. */
  readonly chance: number
}

/** Lists of which it is learned what was chosen and passed over: a shopper's own, and those that start from products. */
export const SHOWN_LISTS = ["for_you", "cart", "bought_together", "similar"] as const

/** One of {@link SHOWN_LISTS}. */
export type ShownListKind = (typeof SHOWN_LISTS)[number]

/** One list as it was shown to one shopper. */
export interface ShownList {
  readonly kind: ShownListKind
  /** Products that it started from, on the page or in the cart; empty for `for_you`. */
  readonly anchors: readonly string[]
  /** Id of a shopper as the log has it, empty where nobody is known. */
  readonly shopperId: string
  /** Where it stood, empty where the storefront named no place. */
  readonly placement: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  readonly products: readonly ShownProduct[]
}

/** What givers say of a gift that lists are ranked by: whom it is for, what for, and how old they are. */
export const GIFT_CONTEXT_KEYS = ["recipient", "occasion", "age_band"] as const

/** One of {@link GIFT_CONTEXT_KEYS}. */
export type GiftContextKey = (typeof GIFT_CONTEXT_KEYS)[number]

/** A giver's words in plain spelling; what nobody gave is not there. */
export type GiftContext = Readonly<Partial<Record<GiftContextKey, string>>>

/** A line of an order that was marked as a gift. Whose order it was is no matter: a gift is not to the giver's taste. */
export interface GiftLine {
  /** Lines of one order have the same. */
  readonly orderId: string
  readonly itemId: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  /** Since when nothing of it is kept; null while something is. */
  readonly returnedAt: number | null
  readonly giftContext: GiftContext
}

/** All that training may see. Maps are keyed by the ids of the log's dictionaries. */
export interface Dataset {
  readonly log: InteractionLog
  readonly items: ReadonlyMap<string, CatalogItem>
  readonly segments: ReadonlyMap<string, ShopperSegment>
  /** Lists that were shown, in any order. @defaultValue none */
  readonly shown?: readonly ShownList[]
  /** Lines of gift orders, in any order. @defaultValue none */
  readonly gifts?: readonly GiftLine[]
}
