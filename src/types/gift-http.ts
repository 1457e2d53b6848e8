import type { Recommendation, RecommendedProduct } from "./store-http"

/** What a giver may be asked. */
export type GiftQuestionKey = "recipient" | "age_band" | "occasion" | "interest" | "style" | "budget" | "arrives_by"

/**
 * A giver's answers: an option's value, own words, or null for a question that they skip. `arrives_by` is a date such as
 * `2026-12-24`, `later`, or words ("Friday", "bis 24.12.").
 */
export type StoreGiftAnswers = { [key in GiftQuestionKey]?: string | null } & {
  /** Anything in their own words: "for my granny's garden, up to 30". */
  words?: string
}

export interface StoreGiftRequest {
  /** All answers so far; empty to begin with. */
  answers?: StoreGiftAnswers
  /** 1 to 24, 10 without it. */
  limit?: number
  region_id?: string
  currency_code?: string
  visitor_id?: string
  /** What lies in it is not proposed. */
  cart_id?: string
  country_code?: string
  province?: string
  locale?: string
  fields?: string
  placement?: string
  /** Products that were seen and not wanted; at most 100. */
  exclude?: string[]
  /** `recommendation_id` of the first answer: by it the dashboard knows where givers leave. */
  search_id?: string
}

export interface StoreGiftQuestion {
  key: GiftQuestionKey
  text: string
  /** `count` is the number of products that suit it and all answers before. */
  options: { value: string; text: string; count: number }[]
}

export type StoreGiftProduct<P = RecommendedProduct> = Recommendation<P> & {
  /** People who have bought it as a gift; absent for fewer than five. */
  gift_buyers?: number
  /** Day by which it can be there, ordered now, such as `2026-12-24`, where the shop's shipping options say so. */
  arrives_by?: string
  /** Whether the shop wraps it; absent where the shop wraps nothing. */
  gift_wrap?: boolean
  /** The above in the shopper's language, to be shown beside the product; empty where there is nothing to say. */
  notes: string[]
}

/** The gift wrap that the shop sells. */
export interface StoreGiftWrap {
  product_id: string
  /** To be put into the cart. */
  variant_id: string
  title: string
  amount: number | null
  currency_code: string
}

/** Where the shop reads a giver's message. */
export interface StoreGiftMessage {
  /** Key in the line item's metadata. */
  field: string
  /** Key in the same metadata that marks the line as a gift: true. */
  gift_field: string
}

export interface StoreGiftResponse<P = RecommendedProduct> {
  /** The most informative question; null when all that is left is shown, or after five. */
  question: StoreGiftQuestion | null
  products: StoreGiftProduct<P>[]
  /** Products that suit all answers that were kept. */
  left: number
  /** Questions whose answers no product suited together with the others. */
  given_up: GiftQuestionKey[]
  /** Answers as they were understood, but for the budget; a day as `2026-12-24`. */
  understood: { key: Exclude<GiftQuestionKey, "budget">; value: string; text: string }[]
  /** Questions whose answers name nothing known: their words were looked for in products. */
  unknown: GiftQuestionKey[]
  /** The wrap that the shop sells here and now; null where it sells none. */
  wrap: StoreGiftWrap | null
  /** Null where the shop takes no messages. */
  message: StoreGiftMessage | null
  recommendation_id: string
}
