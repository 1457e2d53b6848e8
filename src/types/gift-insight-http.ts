import type { GiftQuestionKey } from "./gift-http"

/** Who asked, how often, and how often it ended in a purchase. */
export interface GiftChannel {
  /** Searches with the gift assistant, lists that agents asked for, and all shoppers who came. */
  channel: "finder" | "agents" | "shop"
  asked: number
  /** Of these, those with a purchase that is credited to one of their lists; of the shop, shoppers who bought. */
  bought: number
  revenue: { amount: number; currency_code: string }[]
}

/** What the gift assistant was asked, and where it has no answer. */
export interface GiftInsightResponse {
  from: string
  to: string
  window_days: number
  /** Searches by the number of questions that were answered or skipped in them. */
  steps: { answers: number; searches: number; opened: number; bought: number }[]
  /** What became of each question, the most asked first. */
  questions: {
    key: GiftQuestionKey
    text: string
    asked: number
    answered: number
    /** Answered in words that name nothing known. */
    own_words: number
    skipped: number
    /** Taken back: the search went on from an earlier question. */
    changed: number
    /** The search ended here; of these, those in which a product was opened. */
    left: number
    opened: number
  }[]
  /** Wishes that no product suited, with the answers that were let go; the most asked for first, at most 50. */
  wishes: {
    answers: { key: GiftQuestionKey; text: string }[]
    given_up: GiftQuestionKey[]
    searches: number
  }[]
  products: {
    /** Published products that lists may show. */
    offered: number
    shown: number
    /** Those that no list of the assistant's showed: how many there are, and the 50 that suit the fewest answers. */
    unreached: number
    examples: { product_id: string; title: string; suits: number }[]
  }
  channels: GiftChannel[]
}

/** What is believed of a product as a gift, and how sure it is. */
export interface ProductGiftResponse {
  product_id: string
  questions: {
    key: Exclude<GiftQuestionKey, "style" | "budget" | "arrives_by">
    text: string
    /** Field of the product's metadata where the shop's own word stands; it is believed before anything else. */
    field: string
    /** Values that this field says. */
    stated: string[]
    /** Values that tags or the type say: they are changed there. */
    tagged: string[]
    /** All values, the likeliest first. */
    values: {
      value: string
      text: string
      /** 0 to 1. */
      probability: number
      source: "merchant" | "learnt" | "lexicon" | "base"
      /** Words of the product that speak for it. */
      because: string[]
    }[]
  }[]
}
