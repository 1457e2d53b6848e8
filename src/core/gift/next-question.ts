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

/** A question, and what its answer is expected to tell. */
export interface GiftQuestion {
  readonly key: QuestionKey
  readonly options: readonly QuestionOption[]
  /** Bits by which the uncertainty about what will be liked is expected to fall. */
  readonly information: number
}

/** Questions that a giver is asked at most, those that they skipped among them. */
export const MAX_QUESTIONS = 5
/** Options of a question at most. */
const MAX_OPTIONS = 12
/** Bits below which a question is not worth a giver's time. */
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
}

/**
 * The question whose answer is expected to tell most of what will be liked: H(liked) − Σ P(answer) H(liked | answer),
 * times the chance that a giver knows the answer. Null after five, and where none is worth asking. The probabilities are
 * taken as they are: weighed by their worth, as lists are, a question whose answer few products name seems to tell
 * nothing, and a shop without tags asks for the budget alone.
 *
 * Takes O(products × values); products are those for sale that are not excluded.
 */
export function nextQuestion({ choices, answers, vocabulary, asked }: QuestionInput): GiftQuestion | null {
  if (asked.size >= MAX_QUESTIONS || choices.length < 2) return null
  const chances = likedChances(choices, answers)
  const suits = suitingAnswers(choices, answers)
  let best: GiftQuestion | null = null
  for (const key of ASKED) {
    if (asked.has(key)) continue
    const weighings = weighingsOf(key, { choices, chances, vocabulary })
    const question = askAbout(key, { choices, chances, suits, weighings })
    if (question && (best === null || question.information > best.information)) best = question
  }
  return best
}

interface Asking {
  readonly choices: readonly GiftChoice[]
  readonly chances: Float64Array
  readonly suits: Uint8Array
  readonly weighings: readonly Weighing[]
}

function askAbout(key: QuestionKey, { choices, chances, suits, weighings }: Asking): GiftQuestion | null {
  const weighed = weighings
    .map((weighing) => ({ weighing, ...weighOption(weighing, { choices, chances, suits }) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, MAX_OPTIONS)
  if (weighed.length < 2) return null
  const total = weighed.reduce((sum, { share }) => sum + share, 0)
  const expected = weighed.reduce((sum, { share, entropy }) => sum + (share / total) * entropy, 0)
  const information = KNOWN[key] * (entropyOf(chances) - expected)
  if (information < LEAST_INFORMATION) return null
  const shown = KEEPS_ORDER.has(key)
    ? weighings.flatMap((one) => weighed.filter(({ weighing }) => weighing === one))
    : weighed
  const options = shown.map(({ weighing: { value, budget }, count }) => ({ value, count, ...(budget && { budget }) }))
  return { key, options, information }
}

/** Ages, prices and days are read from low to high; everything else with the likeliest first. */
const KEEPS_ORDER: ReadonlySet<QuestionKey> = new Set(["age_band", "budget", "arrives_by"])

/** Share of givers that choose an option, products that suit it, and the uncertainty that is left, in bits. */
function weighOption(
  { weigh, chosenBy }: Weighing,
  { choices, chances, suits }: Omit<Asking, "weighings">,
): { share: number; count: number; entropy: number } {
  let [share, sum, spread, count] = [0, 0, 0, 0]
  for (const [at, choice] of choices.entries()) {
    const fit = weigh(choice)
    if (suits[at] === 1 && fit >= SUITS) count += 1
    const weight = chances[at] * fit
    share += chosenBy ? chances[at] * chosenBy(choice) : weight
    if (weight <= 0) continue
    sum += weight
    spread += weight * log2(weight)
  }
  return { share, count, entropy: sum === 0 ? 0 : log2(sum) - spread / sum }
}

function entropyOf(chances: Float64Array): number {
  return chances.reduce((bits, chance) => (chance > 0 ? bits - chance * log2(chance) : bits), 0)
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
    // Who would pay 50 takes what costs 30, too; who wants to spend more than 50 has said so.
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
