import { de } from "./de"
import { en } from "./en"

const LOCALES: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  ["en", en],
  ["de", de],
])

/** Languages in which reasons are told, the usual one first. */
export const REASON_LANGUAGES: readonly string[] = [...LOCALES.keys()]

/** What fills the gaps of a reason's text. */
export interface ReasonGaps {
  /** Title of the product that the reason speaks of. */
  readonly product?: string | null
  readonly value?: string | null
}

/** Codes whose text speaks of another product; without its title they say something more general. */
const WITHOUT_PRODUCT: ReadonlyMap<string, string> = new Map([
  ["bought_with", "similar_shoppers"],
  ["goes_with", "content"],
  ["because_bought", "content"],
  ["because_viewed", "content"],
  ["because_carted", "content"],
  ["because_wished", "content"],
  ["similar_to", "content"],
])

/**
 * A reason in the shopper's language: `de-AT` takes German, what is not spoken
 * takes English, and a code without words says no more than is true.
 */
export function reasonText(code: string, locale: string, gaps: ReasonGaps = {}): string {
  const words = LOCALES.get(locale.toLowerCase().split(/[-_]/)[0] ?? "en") ?? en
  const speakable = gaps.product ? code : (WITHOUT_PRODUCT.get(code) ?? code)
  const text = Object.hasOwn(words, speakable) ? words[speakable] : words.other
  // In one go and by a function: a title may hold `{value}` or `$&`, and is text all the same.
  return (text ?? "").replace(/\{(product|value)\}/g, (_, gap) => (gap === "product" ? gaps.product : gaps.value) ?? "")
}
