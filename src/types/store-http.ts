import type { BehaviorType } from "../core/contract/behavior"
import type { Rung, Strategy } from "../core/contract/recommender"

/* ---------------------------------------------------------------- store */

export interface RecommendationReason {
  code: string
  /** In the shop's words ("Because you bought Fern Mug"). */
  text: string
  product_id?: string
}

/** Medusa's store product, with `calculated_price` on its variants. */
export interface RecommendedProduct {
  id: string
  title: string
  handle: string | null
  thumbnail: string | null
  [field: string]: unknown
}

export interface Recommendation<P = RecommendedProduct> {
  product: P
  rank: number
  score: number
  /**
   * Where the product stands among what this list shows, 0 to 1: 0.8 is above eight in ten of what the list showed on
   * its hold-out. The same in every list; what `min_confidence` compares with and the widget calls its match.
   */
  confidence: number
  /** Calibrated probability, 0 to 1, that the shopper chooses it: small wherever there is much to choose from. */
  chance: number
  reasons: RecommendationReason[]
  /** Generator or rule that brought it in. */
  source: string
}

export interface StoreRecommendationsResponse<P = RecommendedProduct> {
  recommendations: Recommendation<P>[]
  recommendation_id: string
  strategy: Strategy
  rung: Rung
  is_new_user: boolean
  customer_id: string | null
  model_version: number | null
  /** Rungs that filled up after filters, in order; empty when none was needed. */
  filled_from: Rung[]
  /** Parts of a gift's question that were let go, for nothing fitted all of it; not there where the list holds to it whole. */
  relaxed?: ("occasion" | "age_band" | "budget" | "recipient")[]
  generated_at: string
}

export interface GiftQuery {
  recipient?: string
  occasion?: string
  age_band?: string
  /** Highest price in the currency of the request. */
  budget_max?: number
  budget_min?: number
}

export interface StoreRecommendationsQuery extends GiftQuery {
  strategy?: Strategy
  limit?: number
  region_id?: string
  currency_code?: string
  product_id?: string
  cart_id?: string
  /** Where the goods go, for prices with tax, as in `/store/products`; a cart's shipping address comes before it. */
  country_code?: string
  province?: string
  category_id?: string
  /** `alternatives`: how far a price may lie from that of `product_id`, as a share of it. 0.3 without it. */
  price_band?: number
  visitor_id?: string
  placement?: string
  /** 0 to 1: products whose `confidence` is below it are left out. 0.3 leaves the upper seven in ten of a usual list. */
  min_confidence?: number
  /**
   * Whether others fill up a list that claims something of its products. Without it
   * `on_sale`, `recently_viewed` and `buy_again` are not filled up; all other
   * strategies always are. What filled up stands behind, and `filled_from` names it.
   */
  fill?: boolean
  /** `popular` among shoppers of the same age, gender and country, where these are known. */
  by_segment?: boolean
  /**
   * Placement of the set, of `GET /store/recommendations/bundle` for the same product or cart, that stands on the same
   * page: what the set shows is left out of the list. One panel that says so leaves it out of all panels.
   */
  beside_set?: string
  locale?: string
  fields?: string
}

export interface StorePanelsRequest {
  region_id?: string
  currency_code?: string
  visitor_id?: string
  cart_id?: string
  country_code?: string
  province?: string
  product_id?: string
  fields?: string
  locale?: string
  /** At most 10; no product stands in two of them. */
  panels: (Pick<
    StoreRecommendationsQuery,
    | "strategy"
    | "limit"
    | "product_id"
    | "category_id"
    | "price_band"
    | "placement"
    | "min_confidence"
    | "fill"
    | "by_segment"
    | "beside_set"
  > &
    GiftQuery & { id: string })[]
}

export interface StorePanelsResponse<P = RecommendedProduct> {
  panels: ({ id: string } & StoreRecommendationsResponse<P>)[]
}

export interface StoreRankRequest {
  /** At most 1,000, each once, in the order in which the shop would show them; or `cards`, of which ids alone are read. */
  ids?: string[]
  cards?: { id: string; [field: string]: unknown }[]
  visitor_id?: string
  region_id?: string
  currency_code?: string
  locale?: string
  placement?: string
  /** 0 is the given order, 1 the shopper's own; else what the settings say for the placement. */
  blend?: number
  /** Places that get reasons, from the first on. 48 without it; each costs as much as a hundred scores. */
  reasons?: number
}

export interface RankedId {
  id: string
  rank: number
  /** Of the shopper's own order, whatever the given one and rules made of it; 0 of a product that the shop does not know. */
  score: number
  confidence: number
  chance: number
  reasons: RecommendationReason[]
}

export interface StoreRankResponse {
  /** The same ids, none hidden and none added. */
  ranking: RankedId[]
  recommendation_id: string
  blend: number
  rung: Rung
  is_new_user: boolean
  customer_id: string | null
  model_version: number | null
  generated_at: string
}

export interface StorePredictRequest {
  product_id: string
  visitor_id?: string
  region_id?: string
  currency_code?: string
  locale?: string
}

export interface PredictResponse {
  /** Whether it is among the twenty that this shopper most likely wants. */
  preferred: boolean
  score: number
  /** Where it stands among what this shopper's list would show, 0 to 1. */
  confidence: number
  /** Calibrated probability that it is among what the shopper chooses next. */
  chance: number
  reasons: RecommendationReason[]
  model_version: number | null
}

/** What a storefront may report: purchases and returns come from orders alone. */
export type StoreBehaviorType = Exclude<BehaviorType, "purchase" | "return">

export interface StoreBehaviorEvent {
  /** UUID made by the client: sent twice, stored once. */
  id: string
  type: StoreBehaviorType
  product_id: string
  variant_id?: string
  /** ISO 8601. */
  occurred_at: string
  session_id?: string
  placement?: string
  recommendation_id?: string
  quantity?: number
}

export interface StoreBehaviorEventsRequest {
  /** UUID, first-party; absent without consent. */
  visitor_id?: string
  consent: boolean
  /** ISO 8601, by the clock of the sender: where it is wrong, the times of the events are corrected by as much. */
  sent_at?: string
  events: StoreBehaviorEvent[]
}

export interface RejectedEvent {
  index: number
  code: string
  message: string
}

export interface StoreBehaviorEventsResponse {
  accepted: number
  duplicate: number
  rejected: RejectedEvent[]
}

export interface StoreConsentRequest {
  /** False is an objection: nothing of the customer is used for their lists, or learnt from as theirs. */
  consent: boolean
}

export interface StoreConsentResponse {
  consent: boolean
}

export interface EraseMeResponse {
  object: "shopper"
  deleted: true
  /** Events that were deleted. */
  events: number
}
