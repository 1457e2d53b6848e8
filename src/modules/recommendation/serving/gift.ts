import type { RecommendationSettings } from "../options"
import type { CatalogEntry } from "./catalog/catalog"

/** For whom the gift is, and what it may cost; empty where nothing is said. */
export interface GiftRequest {
  readonly recipient: string | null
  readonly occasion: string | null
  readonly ageBand: string | null
  /** In the currency of the request. */
  readonly budgetMin: number | null
  readonly budgetMax: number | null
}

export const NO_GIFT_REQUEST: GiftRequest = {
  recipient: null,
  occasion: null,
  ageBand: null,
  budgetMin: null,
  budgetMax: null,
}

/** Field under which a merchant may say what a recipient likes: `interest:garden`. */
export const INTEREST = "interest"

type GiftFields = RecommendationSettings["gift"]

/** A wish's word, as the shopper wrote it. */
export interface GiftWord {
  /** Code of the reason it gives. */
  readonly code: string
  readonly value: string
}

/** A word with the name under which products answer to it. */
interface Wanted extends GiftWord {
  readonly field: string
  readonly plain: string
}

/** A value of a gift's field, however it is written: `Grand Mother` and `grand_mother` are `grand-mother`. */
export const plainValue = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-")

/**
 * How well products answer a gift wish. A product speaks through tags
 * (`recipient:mother`), its type, or metadata; more than one value is a list or
 * parted by commas.
 */
export class GiftMatcher {
  private readonly wanted: readonly Wanted[]

  constructor(wish: GiftRequest, fields: GiftFields) {
    const wanted: [string, string, string | null][] = [
      ["gift_recipient", fields.recipient, wish.recipient],
      ["gift_occasion", fields.occasion, wish.occasion],
      ["gift_age_band", fields.age_band, wish.ageBand],
    ]
    this.wanted = wanted.flatMap(([code, field, value]) =>
      value ? [{ code, field, value, plain: plainValue(value) }] : [],
    )
  }

  /** Words of the wish; 0 when it names none. */
  get asked(): number {
    return this.wanted.length
  }

  /**
   * How many words of the wish the product says yes to, or -1 when it says no to
   * one: a gift for grandfather is none for a baby, whatever else fits. A product
   * that says nothing of a word says neither yes nor no.
   */
  score(entry: CatalogEntry): number {
    let yes = 0
    for (const word of this.wanted) {
      const answer = answerOf(entry, word)
      if (answer === "no") return -1
      if (answer === "yes") yes += 1
    }
    return yes
  }

  /** The words that the product says yes to. */
  yes(entry: CatalogEntry): GiftWord[] {
    return this.wanted.filter((word) => answerOf(entry, word) === "yes")
  }
}

function answerOf(entry: CatalogEntry, { field, plain: value }: Wanted): "yes" | "no" | null {
  const spoken = spokenValues(entry, field)
  if (spoken.size === 0) return null
  return spoken.has(value) || spoken.has("anyone") || spoken.has("any") ? "yes" : "no"
}

/** What a product says of a field of gifts, in plain spelling. */
export function spokenValues(entry: CatalogEntry, field: string): Set<string> {
  const values = new Set<string>()
  const prefix = `${field}:`
  for (const tag of entry.tags) if (tag.startsWith(prefix)) values.add(plainValue(tag.slice(prefix.length)))
  const type = entry.type
  if (type?.startsWith(prefix)) values.add(plainValue(type.slice(prefix.length)))
  const told = Object.hasOwn(entry.gift, field) ? entry.gift[field] : undefined
  const listed: readonly unknown[] = Array.isArray(told) ? told : typeof told === "string" ? told.split(",") : []
  for (const value of listed) if (typeof value === "string" && value.trim() !== "") values.add(plainValue(value))
  return values
}
