import { plainGiftValue } from "./facets"
import type { GiftKey, GiftVocabulary } from "./facets"
import type { GiftBudget } from "./giver"
import type { Lexicon } from "./lexicon"
import { termsOf } from "./terms"

/** What was understood of a giver's own words. */
export interface UnderstoodWords {
  /** At most one place a key: the first that is named. */
  readonly places: ReadonlyMap<GiftKey, number>
  readonly budget: GiftBudget | null
  /** Words that name nothing known: looked for in products' own words. */
  readonly rest: readonly string[]
}

/** The place of an answer to one question: a value as it is spelled, or words that name one; undefined where they name none. */
export function placeOfAnswer(
  { vocabulary, lexicon }: { readonly vocabulary: GiftVocabulary; readonly lexicon: Lexicon },
  key: GiftKey,
  answer: string,
): number | undefined {
  return (
    vocabulary.placeOf(key, plainGiftValue(answer)) ??
    understandWords({ vocabulary, lexicon }, answer).places.get(key) ??
    vocabulary.placesOf(key).find((place) => termsOf(answer).has(vocabulary.values[place].value.replaceAll("-", "_")))
  )
}

/** A sentence such as "something for my granny's garden, up to 30". */
export function understandWords(
  { vocabulary, lexicon }: { readonly vocabulary: GiftVocabulary; readonly lexicon: Lexicon },
  text: string,
): UnderstoodWords {
  const places = new Map<GiftKey, number>()
  const rest: string[] = []
  for (const term of termsOf(text)) {
    const known = lexicon.find(term)
    const named = known === null ? [] : lexicon.namedBy(known)
    for (const place of named) {
      const { key } = vocabulary.values[place]
      if (!places.has(key)) places.set(key, place)
    }
    if (named.length === 0 && !term.includes("_") && !/^[0-9]+$/.test(term)) rest.push(term)
  }
  return { places, budget: budgetOf(text), rest }
}

const UP_TO =
  /(?:^|[^\p{L}])(?:under|below|up to|at most|max|bis|unter|hochstens|maximal|less than)[^\p{L}\d]{0,3}(?<max>\d{1,7}(?:[.,]\d{1,2})?)/u
const FROM_ON =
  /(?:^|[^\p{L}])(?:over|above|from|at least|min|ab|uber|mindestens|more than)[^\p{L}\d]{0,3}(?<min>\d{1,7}(?:[.,]\d{1,2})?)/u
const BETWEEN = /(?<min>\d{1,7}(?:[.,]\d{1,2})?) ?(?:-|–|to|bis|und|and) ?(?<max>\d{1,7}(?:[.,]\d{1,2})?)/u
const BARE = /^\D{0,4}(?<max>\d{1,7}(?:[.,]\d{1,2})?)\D{0,8}$/u

const amountOf = (text: string | undefined): number | null =>
  text === undefined || text === "" ? null : Number(text.replace(",", "."))

/** A budget in words or bounds: `20-50`, `-20`, `50-`, "up to 30", "ab 20"; null where no amount is named. */
export function budgetOf(text: string): GiftBudget | null {
  const plain = text.slice(0, 200).normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")
  const open = /^(?<min>\d{0,7}(?:\.\d{1,2})?)-(?<max>\d{0,7}(?:\.\d{1,2})?)$/.exec(plain.trim())?.groups
  if (open && (open.min !== "" || open.max !== "")) return ordered(amountOf(open.min), amountOf(open.max))
  const between = BETWEEN.exec(plain)?.groups
  if (between) return ordered(amountOf(between.min), amountOf(between.max))
  const [upTo, from] = [UP_TO.exec(plain)?.groups, FROM_ON.exec(plain)?.groups]
  if (upTo || from) return ordered(amountOf(from?.min), amountOf(upTo?.max))
  const bare = BARE.exec(plain)?.groups
  return bare ? { min: null, max: amountOf(bare.max) } : null
}

const ordered = (min: number | null, max: number | null): GiftBudget =>
  min !== null && max !== null && min > max ? { min: max, max: min } : { min, max }
