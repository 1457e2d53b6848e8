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
}

/** What is known of one shopper, apart from behavior. Each field may be missing. */
export interface ShopperSegment {
  /** Years, or the middle of a band. */
  readonly age: number | null
  readonly gender: string | null
  /** Country name or code, as the shop writes it. */
  readonly country: string | null
}

/** All that training may see. Maps are keyed by the ids of the log's dictionaries. */
export interface Dataset {
  readonly log: InteractionLog
  readonly items: ReadonlyMap<string, CatalogItem>
  readonly segments: ReadonlyMap<string, ShopperSegment>
}
