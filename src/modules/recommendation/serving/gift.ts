import type { GiftContext, GiftContextKey } from "../../../core/contract"
import type { RecommendationSettings } from "../options"
import type { CatalogEntry } from "./catalog/catalog"

/** For whom the gift is, and what it may cost; empty where nothing is given. */
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

type Budget = Pick<GiftRequest, "budgetMin" | "budgetMax">

export const hasBudget = ({ budgetMin, budgetMax }: Budget): boolean => budgetMin !== null || budgetMax !== null

export const isWithinBudget = (amount: number, { budgetMin, budgetMax }: Budget): boolean =>
  amount >= (budgetMin ?? 0) && amount <= (budgetMax ?? Infinity)

/** Field under which a merchant may say what a recipient likes: `interest:garden`. */
export const INTEREST = "interest"

type GiftFields = RecommendationSettings["gift"]

/** What is believed of products that say nothing themselves. */
export interface GiftBeliefs {
  /** Whether a product suits an answer likelier than not; null where the answer names nothing known. */
  suits(key: GiftContextKey, answer: string): ((entry: CatalogEntry) => boolean) | null
}

/** A word of the request, as the shopper wrote it. */
export interface GiftWord {
  /** Code of the reason it gives. */
  readonly code: string
  readonly value: string
}

/** A word with the name under which products answer to it. */
interface Wanted extends GiftWord {
  readonly field: string
  readonly plain: string
  readonly isBelieved: ((entry: CatalogEntry) => boolean) | null
}

/** What a product that says nothing counts where it is believed to suit: the merchant's own word stands first. */
const BELIEVED = 0.5

/** A value of a gift's field, however it is written: `Grand Mother` and `grand_mother` are `grand-mother`. */
export const plainValue = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-")

/** What a giver says of whom it is for, as gift orders are learned from. */
export const giftContextOf = ({ recipient, occasion, ageBand }: GiftRequest): GiftContext => ({
  ...(recipient && { recipient: plainValue(recipient) }),
  ...(occasion && { occasion: plainValue(occasion) }),
  ...(ageBand && { age_band: plainValue(ageBand) }),
})

/**
 * How well products answer a gift request. A product speaks through tags
 * (`recipient:mother`), its type, or metadata; more than one value is a list or
 * separated by commas.
 */
export class GiftMatcher {
  private readonly wanted: readonly Wanted[]

  /** @param beliefs what is believed of products that say nothing; without it silence is silence */
  constructor(request: GiftRequest, fields: GiftFields, beliefs: GiftBeliefs | null = null) {
    const wanted: [GiftContextKey, string | null][] = [
      ["recipient", request.recipient],
      ["occasion", request.occasion],
      ["age_band", request.ageBand],
    ]
    this.wanted = wanted.flatMap(([key, value]) => {
      if (!value) return []
      const word = { code: `gift_${key}`, field: fields[key], value, plain: plainValue(value) }
      return [{ ...word, isBelieved: beliefs?.suits(key, value) ?? null }]
    })
  }

  /** Words of the request; 0 when it names none. */
  get asked(): number {
    return this.wanted.length
  }

  /**
   * How many words of the request the product says yes to, or -1 when it says no to
   * one: a gift for grandfather is none for a baby, whatever else fits. A product
   * that says nothing of a word says neither yes nor no; where it is believed to suit, that is half a yes.
   */
  score(entry: CatalogEntry): number {
    let yes = 0
    for (const word of this.wanted) {
      const answer = answerOf(entry, word)
      if (answer === "no") return -1
      if (answer === "yes") yes += 1
      else if (answer === null && word.isBelieved?.(entry)) yes += BELIEVED
    }
    return yes
  }

  /** The words that the product says yes to, or is believed to suit. */
  yes(entry: CatalogEntry): GiftWord[] {
    return this.wanted.filter((word) => (answerOf(entry, word) ?? (word.isBelieved?.(entry) ? "yes" : null)) === "yes")
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
  const value = Object.hasOwn(entry.gift, field) ? entry.gift[field] : undefined
  const listed: readonly unknown[] = Array.isArray(value) ? value : typeof value === "string" ? value.split(",") : []
  for (const value of listed) if (typeof value === "string" && value.trim() !== "") values.add(plainValue(value))
  return values
}
