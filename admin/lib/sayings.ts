import type { RetrainTrigger, Saying, SayingCode } from "../../src/types/http"
import { featureWords } from "../screens/versions/feature-words"
import { en } from "../texts/en"
import { fieldBound, fieldLabel } from "./field-words"
import type { Format } from "./format"
import type { Text } from "./text"

interface Tongue {
  readonly t: Text
  readonly format: Format
}

/** Codes of a kind that have words; what the server of a newer release sends may have none. */
function isKeyOf<Texts extends object>(texts: Texts, key: unknown): key is keyof Texts & string {
  return typeof key === "string" && Object.hasOwn(texts, key)
}

const SCORES = new Set(["score", "popularity", "serving", "item_knn", "lead"])
/** Numbers that name a version: no grouping of thousands. */
const NAMES = new Set(["number", "promoted", "newest"])
const WHOLE_SECONDS_MS = 1_000

function numberWords(name: string, value: number, format: Format): string {
  if (name === "chance") return format.chance(value)
  if (name === "share" || name.endsWith("_share")) return format.percent(value)
  if (name === "wait_ms") return format.duration(Math.ceil(value / WHOLE_SECONDS_MS) * WHOLE_SECONDS_MS)
  if (name.endsWith("_ms")) return format.duration(value)
  if (SCORES.has(name)) return format.score(value)
  if (NAMES.has(name)) return String(value)
  return format.number(value, name === "psi" ? 2 : 0)
}

function valueWords(name: string, value: string | number, { t, format }: Tongue): string {
  if (typeof value === "number") return numberWords(name, value, format)
  if (name === "phase" && isKeyOf(en.phase, value)) return t(`phase.${value}`)
  if (name === "what" && isKeyOf(NEEDS, value)) return t(`readiness.${value}`)
  if (name === "feature") return featureWords(value, t)
  if (name === "field") return fieldLabel(value, t)
  return name === "at" ? format.dateTime(value) : value
}

const NEEDS = { purchases: true, shoppers: true, products: true, baskets: true } as const

/** Sentences that have words, also those that differ by number. */
function hasWords(code: SayingCode): code is Exclude<SayingCode, "asked_for"> {
  return isKeyOf(en.said, code) || isKeyOf(en.said, `${code}_other`)
}

function sentence({ code, values }: Saying, tongue: Tongue): string | null {
  if (code === "asked_for") {
    const trigger = values.trigger
    return isKeyOf(en.retrain_trigger, trigger) ? tongue.t(`retrain_trigger.${trigger satisfies RetrainTrigger}`) : null
  }
  if (!hasWords(code)) return null
  const words = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name === "bound" ? fieldBound(String(values.field), Number(value), tongue) : valueWords(name, value, tongue),
    ]),
  )
  const { count } = values
  const text = tongue.t(`said.${code}`, {
    ...words,
    // The number itself decides between singular and plural, its words stand in the text.
    ...(typeof count === "number" ? { count, amount: words.count ?? "" } : {}),
  })
  // German abbreviates minutes to "Min.": at the end of a sentence its stop is one too many.
  return text.endsWith("..") ? text.slice(0, -1) : text
}

/**
 * Says in the admin's language what the server said in parts; its own English
 * where there are no parts or no words for them.
 */
export function sayingWords(said: readonly Saying[], english: string | null, tongue: Tongue): string {
  const sentences = said.map((one) => sentence(one, tongue))
  const complete = sentences.filter((words) => words !== null)
  return complete.length === 0 || complete.length < sentences.length ? (english ?? "") : complete.join(" ")
}
