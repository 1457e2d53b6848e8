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
  // Two words say more than each of them: a wedding anniversary is no wedding.
  const terms = [...termsOf(text)].sort((a, b) => Number(b.includes("_")) - Number(a.includes("_")))
  for (const term of terms) {
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

/** Words that stand before the most or the least that a gift may cost. */
const UP_TO: ReadonlySet<string> = new Set("under below max maximal bis unter hochstens".split(" "))
const FROM_ON: ReadonlySet<string> = new Set("over above from min ab uber mindestens".split(" "))
/** Pairs of which the second word stands before the amount. */
const UP_TO_PAIRS: ReadonlySet<string> = new Set(["up to", "at most", "less than"])
const FROM_ON_PAIRS: ReadonlySet<string> = new Set(["at least", "more than"])
/** Words between the two amounts of a range. */
const BETWEEN: ReadonlySet<string> = new Set(["to", "bis", "and", "und"])
/** Words of an answer that is an amount and nothing else: "40", "about 40 euros". */
const BARE_WORDS = 3

const BOUNDS = /^(\d{0,7})-(\d{0,7})$/
const AMOUNT = /^\d{1,7}(?:[.,]\d{1,2})?$/

/** A budget in words or bounds: `20-50`, `-20`, `50-`, "up to 30", "ab 20"; null where no amount is named. */
export function budgetOf(text: string): GiftBudget | null {
  const plain = text.slice(0, 300).normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").trim()
  const [, low, high] = BOUNDS.exec(plain) ?? []
  if (low || high) return ordered(low ? Number(low) : null, high ? Number(high) : null)
  const words = plain
    .split(/[^a-z0-9.,]/)
    .map(withoutStop)
    .filter((word) => word !== "")
  const amounts = words.map((word) => (AMOUNT.test(word) ? Number(word.replace(",", ".")) : null))
  let [min, max, bare]: (number | null)[] = [null, null, null]
  for (const [at, amount] of amounts.entries()) {
    if (amount === null) continue
    const [before, pair] = [words[at - 1] ?? "", words.slice(Math.max(0, at - 2), at).join(" ")]
    const first = amounts[at - 1] ?? (BETWEEN.has(before) ? amounts[at - 2] : null) ?? null
    if (first !== null) return ordered(first, amount)
    if (UP_TO.has(before) || UP_TO_PAIRS.has(pair)) max = amount
    else if (FROM_ON.has(before) || FROM_ON_PAIRS.has(pair)) min = amount
    else bare = amount
  }
  if (min !== null || max !== null) return ordered(min, max)
  return bare !== null && words.length <= BARE_WORDS ? { min: null, max: bare } : null
}

const withoutStop = (word: string): string => (/[.,]$/.test(word) ? word.slice(0, -1) : word)

const ordered = (min: number | null, max: number | null): GiftBudget =>
  min !== null && max !== null && min > max ? { min: max, max: min } : { min, max }
