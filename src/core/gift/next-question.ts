import { log2 } from "../numeric/portable-math"
import type { GiftKey, GiftVocabulary } from "./facets"
import { priceBands } from "./price-bands"
import { answeredKeys, isThereIn, isWithin, likedChances, SUITS } from "./giver"
import type { GiftAnswers, GiftBudget, GiftChoice, QuestionKey } from "./giver"

/** An answer that a giver may choose. */
export interface QuestionOption {
  /** The value's spelling; of a budget its bounds, such as `20-50`; of an arrival the days until then, or `later`. */
  readonly value: string
  /** Products that suit it and all that was answered before. */
  readonly count: number
  readonly budget?: GiftBudget
}

/** A question, and the expected gain of its answer. */
export interface GiftQuestion {
  readonly key: QuestionKey
  readonly options: readonly QuestionOption[]
  /** How many times likelier the answer is expected to make it that what will be liked stands on the list, in powers of two. */
  readonly information: number
}

/** Questions that a giver is asked at most, those that they skipped among them. */
export const MAX_QUESTIONS = 5
/** Options of a question at most. */
const MAX_OPTIONS = 12
/** Below this a question is not worth a giver's time: the list is expected to be better by a thirtieth. */
const LEAST_INFORMATION = 0.05
/** Chance that a giver can answer: they know for whom it is, and seldom a style. */
const KNOWN: Readonly<Record<QuestionKey, number>> = {
  recipient: 1,
  age_band: 0.95,
  occasion: 0.9,
  budget: 0.9,
  interest: 0.75,
  style: 0.3,
  arrives_by: 0.5,
}
const ASKED: readonly QuestionKey[] = ["recipient", "occasion", "age_band", "budget", "interest", "style", "arrives_by"]

/** How an option changes the chances. */
interface Weighing extends Omit<QuestionOption, "count"> {
  /** What is left of a product's chance. */
  readonly weigh: (choice: GiftChoice) => number
  /** Part of those who want the product that choose this option. @defaultValue as `weigh` */
  readonly chosenBy?: (choice: GiftChoice) => number
}

/** What a question is chosen from. */
export interface QuestionInput {
  readonly choices: readonly GiftChoice[]
  /** After what had to go has gone. */
  readonly answers: GiftAnswers
  readonly vocabulary: GiftVocabulary
  /** Questions answered or skipped, also those whose answer was let go. */
  readonly asked: ReadonlySet<QuestionKey>
  /** Products that the list shows. */
  readonly count: number
}

/**
 * The question whose answer is expected to bring most of what will be liked among the products that the list shows:
 * Σ P(answer) P(liked is among the likeliest | answer), where the giver knows the answer, and as before where not. What
 * a list shows is what counts: a question may say much of products that no list would show, and an answer of theirs
 * nothing of those that it does. Null after five, and where none is worth asking.
 *
 * Takes O(products × values); products are those for sale that are not excluded.
 */
export function nextQuestion({ choices, answers, vocabulary, asked, count }: QuestionInput): GiftQuestion | null {
  if (asked.size >= MAX_QUESTIONS || choices.length < 2) return null
  const chances = likedChances(choices, answers)
  const suits = suitingAnswers(choices, answers)
  let best: GiftQuestion | null = null
  for (const key of ASKED) {
    if (asked.has(key)) continue
    const weighings = weighingsOf(key, { choices, chances, vocabulary })
    const question = askAbout(key, { choices, chances, suits, weighings, count })
    if (question && (best === null || question.information > best.information)) best = question
  }
  return best
}

interface Asking {
  readonly choices: readonly GiftChoice[]
  readonly chances: Float64Array
  readonly suits: Uint8Array
  readonly weighings: readonly Weighing[]
  readonly count: number
}

function askAbout(key: QuestionKey, { weighings, ...asking }: Asking): GiftQuestion | null {
  const weighed = weighings
    .map((weighing) => ({ weighing, ...weighOption(weighing, asking) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, MAX_OPTIONS)
  if (weighed.length < 2) return null
  const total = weighed.reduce((sum, { share }) => sum + share, 0)
  const answered = weighed.reduce((sum, { share, shown }) => sum + (share / total) * shown, 0)
  const before = shownShare(asking.chances, asking.count)
  const information = log2((KNOWN[key] * answered + (1 - KNOWN[key]) * before) / before)
  // Where nothing is likely at all it is not a number.
  if (!(information >= LEAST_INFORMATION)) return null
  const shown = KEEPS_ORDER.has(key)
    ? weighings.flatMap((one) => weighed.filter(({ weighing }) => weighing === one))
    : weighed
  const options = shown.map(({ weighing: { value, budget }, count }) => ({ value, count, ...(budget && { budget }) }))
  return { key, options, information }
}

/** Ages, prices and days are read from low to high; everything else with the likeliest first. */
const KEEPS_ORDER: ReadonlySet<QuestionKey> = new Set(["age_band", "budget", "arrives_by"])

/** Share of givers that choose an option, products that suit it, and the share of what they will like that the list then shows. */
function weighOption(
  { weigh, chosenBy }: Weighing,
  { choices, chances, suits, count: length }: Omit<Asking, "weighings">,
): { share: number; count: number; shown: number } {
  const weights = new Float64Array(choices.length)
  let [share, count] = [0, 0]
  for (const [at, choice] of choices.entries()) {
    const fit = weigh(choice)
    if (suits[at] === 1 && fit >= SUITS) count += 1
    const weight = chances[at] * fit
    share += chosenBy ? chances[at] * chosenBy(choice) : weight
    weights[at] = weight
  }
  return { share, count, shown: shownShare(weights, length) }
}

/** Share of all chances that the largest are, so many as the list is long; 0 where all are 0. */
function shownShare(chances: Float64Array, length: number): number {
  const top = new Float64Array(length)
  let sum = 0
  for (const chance of chances) {
    sum += chance
    if (chance <= top[0]) continue
    // The smallest stands first; it makes room, and the larger ones move down to where the new one belongs.
    let at = 0
    for (; at + 1 < length && top[at + 1] < chance; at++) top[at] = top[at + 1]
    top[at] = chance
  }
  return sum === 0 ? 0 : top.reduce((shown, chance) => shown + chance, 0) / sum
}

/** Products that suit every answer. */
function suitingAnswers(choices: readonly GiftChoice[], answers: GiftAnswers): Uint8Array {
  const places = [...answers.places.values()]
  const { budget, withinDays } = answers
  return Uint8Array.from(choices, ({ fits, prices, days }) =>
    places.every((place) => fits[place] >= SUITS) &&
    (budget === null || isWithin(prices, budget)) &&
    (withinDays === null || isThereIn({ days }, withinDays))
      ? 1
      : 0,
  )
}

interface Weighed extends Pick<QuestionInput, "choices" | "vocabulary"> {
  readonly chances: Float64Array
}

function weighingsOf(key: QuestionKey, { choices, chances, vocabulary }: Weighed): Weighing[] {
  if (key === "budget") return priceWeighings(choices, chances)
  return key === "arrives_by" ? dayWeighings(choices) : valueWeighings(vocabulary, key)
}

function valueWeighings(vocabulary: GiftVocabulary, key: GiftKey): Weighing[] {
  return vocabulary
    .placesOf(key)
    .map((place) => ({ value: vocabulary.values[place].value, weigh: ({ fits }) => fits[place] }))
}

function priceWeighings(choices: readonly GiftChoice[], chances: Float64Array): Weighing[] {
  return priceBands(choices, chances).map((band) => {
    // Who would pay 50 takes what costs 30, too; who wants to spend more than 50 has answered so.
    const budget = band.max === null ? band : { min: null, max: band.max }
    return {
      value: `${budget.min ?? ""}-${budget.max ?? ""}`,
      budget,
      weigh: ({ prices }) => (isWithin(prices, budget) ? 1 : 0),
      chosenBy: ({ prices }) => (isWithin(prices, band) ? 1 : 0),
    }
  })
}

/** The answer of whoever has time. */
export const LATER = "later"
/** Days to choose from, beside the answer that there is time. */
const MAX_DAYS = 4

/** The days by which some products are there and others are not; a giver's feast does not go by what they give. */
function dayWeighings(choices: readonly GiftChoice[]): Weighing[] {
  const known = new Set(choices.flatMap(({ days }) => (days === null ? [] : [days])))
  const parting = [...known].sort((a, b) => a - b).filter((within) => choices.some((one) => !isThereIn(one, within)))
  const days = parting.slice(0, MAX_DAYS).map((within): Weighing => ({
    value: String(within),
    weigh: (choice) => (isThereIn(choice, within) ? 1 : 0),
    chosenBy: () => 1,
  }))
  return days.length === 0 ? [] : [...days, { value: LATER, weigh: () => 1 }]
}

/** Questions that need not be asked any more: answered, or skipped. */
export function askedKeys(answers: GiftAnswers): Set<QuestionKey> {
  return new Set([...answeredKeys(answers), ...answers.skipped])
}
