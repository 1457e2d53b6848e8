import type { GiftVocabulary } from "./facets"
import { OCCASIONS } from "./lexicon-occasions"
import { AGE_BANDS, RECIPIENTS } from "./lexicon-people"
import { INTERESTS } from "./lexicon-interests"
import type { LexiconEntry } from "./lexicon-types"
import { termOf } from "./terms"

/** All that is known of gifts before a shop teaches anything, in English and German. */
export const LEXICON: readonly LexiconEntry[] = [...RECIPIENTS, ...AGE_BANDS, ...OCCASIONS, ...INTERESTS]

/** Log odds that a word adds: one that names the value, one that often goes with it, one that seldom does. */
const NAMES = 3.2
const HINTS = 1.1
const AGAINST = -2.2

/** Shortest part of a joined word that is looked up, in letters: `Babydecke` is a thing for a baby. */
const SHORTEST_PART = 4
/** Endings that a German word takes and English does not. */
const ENDINGS: ReadonlySet<string> = new Set(["n", "en", "e", "er", "es", "em"])

/** What one term says of one value, in log odds. */
interface TermWeight {
  readonly place: number
  readonly weight: number
}

const listOf = (words: string | undefined): string[] => (words ?? "").split(" ").filter((word) => word !== "")

/** The lexicon, as far as it speaks of a vocabulary's values. */
export class Lexicon {
  readonly #weights = new Map<string, TermWeight[]>()
  readonly #names = new Map<string, number[]>()

  constructor(vocabulary: GiftVocabulary) {
    for (const entry of LEXICON) {
      const place = vocabulary.placeOf(entry.key, entry.value)
      if (place === undefined) continue
      const seen = new Set<string>()
      const add = (words: string | undefined, weight: number, isName = false): void => {
        for (const term of listOf(words).map(termOf)) {
          // A word that names a value may stand among its hints too: the first list counts.
          if (seen.has(term)) continue
          seen.add(term)
          append(this.#weights, term, { place, weight })
          if (isName) append(this.#names, term, place)
        }
      }
      add(entry.names, NAMES, true)
      add(entry.signs, NAMES)
      add(entry.hints, HINTS)
      add(entry.against, AGAINST)
    }
  }

  /**
   * The lexicon's own term for one of a text: itself, the word without its ending, or a part of it, one that names a
   * value before one that hints; null where it knows none.
   */
  find(term: string): string | null {
    if (this.#weights.has(term)) return term
    if (term.includes("_")) return null
    let hint: string | null = null
    for (let at = term.length - 1; at >= SHORTEST_PART; at--) {
      const [head, tail] = [term.slice(0, at), term.slice(at)]
      const isWord = tail.length >= SHORTEST_PART
      const parts = [...(isWord || ENDINGS.has(tail) ? [head] : []), ...(isWord ? [tail] : [])]
      const naming = parts.find((part) => this.#names.has(part))
      if (naming !== undefined) return naming
      hint ??= parts.find((part) => this.#weights.has(part)) ?? null
    }
    return hint
  }

  /** All terms that it knows. */
  terms(): IterableIterator<string> {
    return this.#weights.keys()
  }

  /** What a term of the lexicon says. */
  weightsOf(term: string): readonly TermWeight[] {
    return this.#weights.get(term) ?? []
  }

  /** Places of the values that a term names. */
  namedBy(term: string): readonly number[] {
    return this.#names.get(term) ?? []
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
