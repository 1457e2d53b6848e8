import type { GiftKey } from "./facets"

/** What a giver may be asked: what a gift is for, what it may cost, and when it must be there. */
export type QuestionKey = GiftKey | "budget" | "arrives_by"

/**
 * In the order in which they are let go where nothing fits all: how it looks first, for whom it is late, and the day last,
 * for a present that comes after the feast is none.
 */
export const QUESTION_KEYS = [
  "style",
  "interest",
  "occasion",
  "age_band",
  "budget",
  "recipient",
  "arrives_by",
] as const satisfies QuestionKey[]

/** What a gift may cost, in the currency of the prices; null is no bound. */
export interface GiftBudget {
  readonly min: number | null
  readonly max: number | null
}

/** What a giver has answered so far. */
export interface GiftAnswers {
  /** Place in the vocabulary of each answer. */
  readonly places: ReadonlyMap<GiftKey, number>
  readonly budget: GiftBudget | null
  /** Days from today in which it must be there; null where there is time. */
  readonly withinDays: number | null
  /** Asked, and not answered: never asked again. */
  readonly skipped: ReadonlySet<QuestionKey>
}

/** A product that may be given. */
export interface GiftChoice {
  readonly id: string
  /** Chance of being liked before anything is known of the recipient, up to a factor; above 0. */
  readonly prior: number
  /** Probability of each value of the vocabulary, by place. */
  readonly fits: Float32Array
  /** Prices at which it is sold, in the currency of the budget; none is a product without a price. */
  readonly prices: readonly number[]
  /** Days at most until it is there, where the shop says so of anything that it sends; null where it says nothing. */
  readonly days: number | null
}

/** Probability from which on a product counts as suiting a value. */
export const SUITS = 0.25

/** What is left of a product's chance when its price is past the budget: little, for a giver may stretch it. */
const TOO_DEAR = 0.01

/** Whether one of a product's prices lies within a budget. */
export function isWithin(prices: readonly number[], { min, max }: GiftBudget): boolean {
  return prices.some((price) => price >= (min ?? 0) && price <= (max ?? Infinity))
}

/** Whether a product is known to be there in time. */
export const isThereIn = ({ days }: Pick<GiftChoice, "days">, within: number): boolean =>
  days !== null && days <= within

/** Probability that a product answers one question, 0 to 1. */
export function fitOf(choice: GiftChoice, key: QuestionKey, answers: GiftAnswers): number {
  if (key === "budget") {
    const { budget } = answers
    return budget === null || isWithin(choice.prices, budget) ? 1 : TOO_DEAR
  }
  if (key === "arrives_by") {
    const { withinDays } = answers
    return withinDays === null || isThereIn(choice, withinDays) ? 1 : 0
  }
  const place = answers.places.get(key)
  return place === undefined ? 1 : choice.fits[place]
}

/** Questions that have an answer. */
export function answeredKeys(answers: GiftAnswers): QuestionKey[] {
  return QUESTION_KEYS.filter((key) => {
    if (key === "budget") return answers.budget !== null
    return key === "arrives_by" ? answers.withinDays !== null : answers.places.has(key)
  })
}

/** The answers without some of them. */
export function withoutKeys(answers: GiftAnswers, dropped: ReadonlySet<QuestionKey>): GiftAnswers {
  return {
    places: new Map([...answers.places].filter(([key]) => !dropped.has(key))),
    budget: dropped.has("budget") ? null : answers.budget,
    withinDays: dropped.has("arrives_by") ? null : answers.withinDays,
    skipped: answers.skipped,
  }
}

/** Chance that each product is liked, given the answers; they sum to 1, or are all 0 where there are no products. */
export function likedChances(choices: readonly GiftChoice[], answers: GiftAnswers): Float64Array {
  const keys = answeredKeys(answers)
  const chances = Float64Array.from(choices, (choice) =>
    keys.reduce((chance, key) => chance * fitOf(choice, key, answers), choice.prior),
  )
  const sum = chances.reduce((total, chance) => total + chance, 0)
  return sum === 0 ? chances : chances.map((chance) => chance / sum)
}
