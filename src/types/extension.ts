import type { BehaviorType, Rung, Strategy } from "../core/contract"

/** What is asked of an extension: one list, with all that is known of who asks. */
export interface ExtensionQuestion {
  readonly strategy: Strategy
  /** Places of the list. */
  readonly limit: number
  readonly locale: string
  readonly placement: string | null
  /** Null for a guest; for an experiment's control group too, unless the list is of their own past. */
  readonly customer_id: string | null
  readonly visitor_id: string | null
  /** The product on the page. */
  readonly product_id: string | null
  readonly cart_product_ids: readonly string[]
  readonly category_id: string | null
  readonly region_id: string | null
  /** Lower case. */
  readonly currency_code: string
  readonly sales_channel_ids: readonly string[]
  /** What the shopper did, oldest first; empty for whoever did not agree to be known. */
  readonly behavior: readonly {
    readonly product_id: string
    readonly type: BehaviorType
    readonly at: Date
    readonly quantity: number
    /** Unit price paid or shown; null where unknown. */
    readonly price: number | null
  }[]
}

/** A product that may stand in the list. */
export interface ExtensionProduct {
  readonly id: string
  readonly title: string | null
  readonly type: string | null
  readonly tags: readonly string[]
  readonly category_ids: readonly string[]
  /** Lowest list price in the shop's own currency; null where it has none. */
  readonly price: number | null
  /** 0 to 1: where it stands among what this list shows. */
  readonly confidence: number
  readonly rung: Rung
  /** Generator, rule or extension that proposed it. */
  readonly source: string
}

/** A product that an extension proposes. */
export interface ExtensionCandidate {
  readonly product_id: string
  /**
   * 1 for the first place, 0.5 for the middle of the list, 0 for behind it. Absent: where the model puts it, and behind
   * the list where the model does not know it.
   */
  readonly score?: number
  /** Code of the reason that is shown with it, with words from {@link RecommendationExtension.reason} or the shop's texts. */
  readonly reason?: string
}

/** A reason as it is about to be shown. */
export interface ExtensionReason {
  readonly code: string
  readonly text: string
  /** The product that is recommended. */
  readonly product_id: string
  /** The product that the reason speaks of. */
  readonly related_product_id: string | null
  readonly locale: string
}

/** A product as a training reads it. */
export interface ExtensionCatalogProduct {
  readonly id: string
  readonly title: string
  readonly category_id: string | null
  /** Lowest list price in the shop's own currency; null where it has none. */
  readonly price: number | null
  /** Its tags, and its type as `type:…`. */
  readonly tags: readonly string[]
}

type MaybePromise<T> = T | Promise<T>

/**
 * Code of the shop that joins in making lists. What fails or takes longer than `extend.timeout_ms` is left out of that
 * list, and says so in the log and in health; a list never fails with it.
 */
export interface RecommendationExtension {
  /** In the log, in health and as the `source` of what it proposes. */
  readonly name: string
  /** The lists it joins in; all of them if absent. */
  readonly strategies?: readonly Strategy[]
  /** Products to consider; those that may not be shown to this shopper are left out afterwards. */
  candidates?(question: ExtensionQuestion): MaybePromise<readonly ExtensionCandidate[]>
  /** Ids of those that may be shown; a rule's pin does not overrule it. */
  filter?(question: ExtensionQuestion, products: readonly ExtensionProduct[]): MaybePromise<Iterable<string>>
  /** Ids in the order wanted; those left out follow as they stood. Variety and rules come after it. */
  rerank?(question: ExtensionQuestion, products: readonly ExtensionProduct[]): MaybePromise<readonly string[]>
  /**
   * A number for each product, 0 or more, absent for 0, that the model learns to weigh. A training asks for it once, a
   * thousand products at a time, and takes it for all moments of the past; lists are made with these same numbers until the
   * next training. So it must describe the product alone: what is made of sales or views knows at past moments what came
   * later. Three extensions may have one.
   */
  signal?(products: readonly ExtensionCatalogProduct[]): MaybePromise<Iterable<readonly [id: string, value: number]>>
  /**
   * What each product is like, as a point: the model learns what it means that a product's is near those of the shopper's
   * past, or of the products that a list starts from. Asked as {@link signal} is; all are of one length, 4,096 at most. One
   * extension may have it.
   */
  vectors?(
    products: readonly ExtensionCatalogProduct[],
  ): MaybePromise<Iterable<readonly [id: string, vector: readonly number[]]>>
  /** Other words for a reason; null keeps those that stand. */
  reason?(reason: ExtensionReason): string | null
  /** Moves when the same question may get another answer; else kept answers end after `cache.ttl_seconds`. */
  revision?(): string
}
