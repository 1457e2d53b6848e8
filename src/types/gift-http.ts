import type { Recommendation, RecommendedProduct } from "./store-http"

/** What a giver may be asked. */
export type GiftQuestionKey = "recipient" | "age_band" | "occasion" | "interest" | "style" | "budget"

/** A giver's answers: an option's value, own words, or null for a question that they skip. */
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
  /** People who have bought it as a gift; not told of fewer than five. */
  gift_buyers?: number
}

export interface StoreGiftResponse<P = RecommendedProduct> {
  /** The question whose answer tells most; null when all that is left is shown, or after five. */
  question: StoreGiftQuestion | null
  products: StoreGiftProduct<P>[]
  /** Products that suit all answers that were kept. */
  left: number
  /** Questions whose answers no product suited together with the others. */
  given_up: GiftQuestionKey[]
  /** Answers as they were understood, but for the budget. */
  understood: { key: Exclude<GiftQuestionKey, "budget">; value: string; text: string }[]
  /** Questions whose answers name nothing known: their words were looked for in products. */
  unknown: GiftQuestionKey[]
  recommendation_id: string
}
