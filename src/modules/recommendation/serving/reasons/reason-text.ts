import { LRUCache } from "lru-cache"
import { plainValue } from "../gift"
import { de } from "./de"
import { en } from "./en"
import { es } from "./es"
import { fr } from "./fr"
import { it } from "./it"
import { nl } from "./nl"
import { pl } from "./pl"
import { pt } from "./pt"

type Words = Readonly<Record<string, string>>

/** English first: it is the usual one, and whose words stand where a language has none. */
const OURS: ReadonlyMap<string, Words> = new Map(Object.entries({ en, de, fr, es, it, nl, pl, pt }))
const spoken = new Map(OURS)

/** Languages in which reasons are worded, the default first. */
export function reasonLanguages(): string[] {
  return [...spoken.keys()]
}

/** The language in which a reason is worded for a locale: English where that of the locale is not spoken. */
export function spokenLanguage(locale: string): string {
  const [language = ""] = locale.toLowerCase().split(/[-_]/)
  return spoken.has(language) ? language : "en"
}

/** The shop's own words over ours, by language; what a language has no words for is English. */
export function speakReasons(texts: Readonly<Record<string, Words>>): void {
  spoken.clear()
  for (const [language, words] of OURS) spoken.set(language, words)
  for (const [language, words] of Object.entries(texts))
    spoken.set(language, { ...en, ...spoken.get(language), ...words })
}

/** Words of whole language tags, `de-at`, which come before those of the language. */
const translated = new LRUCache<string, Words>({ max: 100 })

/** The shop's translations of a language tag, in place of those that it had. */
export function speakTranslated(locale: string, words: Words): void {
  translated.set(locale.toLowerCase(), words)
}

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
  ["similar_to", "content"],
])

/** A band of ages as shops write it: `3-6`. */
const YEARS = /^(\d{1,3})-(\d{1,3})$/

/**
 * A reason in the shopper's language: `de-AT` takes German, what is not spoken
 * takes English, and a code without words says no more than is true.
 */
export function reasonText(code: string, locale: string, gaps: ReasonGaps = {}): string {
  const tag = locale.toLowerCase()
  const words = { ...(spoken.get(spokenLanguage(locale)) ?? en), ...translated.get(tag) }
  const { product } = gaps
  const [text, value] = wording(words, product ? code : (WITHOUT_PRODUCT.get(code) ?? code), gaps.value ?? null)
  // In one go and by a function: a title may hold `{value}` or `$&`, and is text all the same.
  return text.replace(/\{(product|value)\}/g, (_, gap) => (gap === "product" ? product : value) ?? "")
}

/** The words of a code and what stands in their gap: a value that has words of its own takes these. */
function wording(words: Words, code: string, value: string | null): [text: string, value: string | null] {
  const of = (name: string): string | undefined => (Object.hasOwn(words, name) ? words[name] : undefined)
  const text = of(code) ?? of("other") ?? ""
  if (value === null) return [text, null]
  const plain = plainValue(value)
  const own = of(`${code}:${plain}`)
  if (own !== undefined) return [own, null]
  const [, from, to] = YEARS.exec(plain) ?? []
  return from && to
    ? [of("gift_years") ?? text, `${from}${of("gift_until") ?? "-"}${to}`]
    : [text, value.replaceAll("-", " ")]
}
