import {
  arrivalOf,
  budgetOf,
  GIFT_KEYS,
  LATER,
  placeOfAnswer,
  QUESTION_KEYS,
  understandWords,
} from "../../../../core/gift"
import type { GiftAnswers, GiftKey, GiftWords, QuestionKey } from "../../../../core/gift"

/** What a giver sent: a value, own words, or null for a question that they skip. */
export type SentAnswers = Readonly<Partial<Record<QuestionKey, string | null>>> & {
  /** Anything else in their own words. */
  readonly words?: string | undefined
}

/** Answers as they were understood. */
export interface ReadAnswers {
  readonly answers: GiftAnswers
  /** Words that products are looked through for. */
  readonly rest: readonly string[]
  /** Questions whose answer names nothing that is known: their words are looked for in products. */
  readonly unknown: readonly QuestionKey[]
}

/**
 * What a giver's answers mean in the shop's words. An answer to a question stands above what the sentence says.
 *
 * @param now milliseconds since 1970-01-01 UTC, from which days are counted
 */
export function readAnswers(words: GiftWords, sent: SentAnswers, now: number): ReadAnswers {
  const arrival = arrivalOf(sent.words ?? "", now)
  const understood = understandWords(words, arrival?.rest ?? sent.words ?? "")
  const places = new Map<GiftKey, number>(understood.places)
  const unknown: QuestionKey[] = []
  const rest = [...understood.rest]
  for (const key of GIFT_KEYS) {
    const answer = sent[key]
    if (answer === undefined) continue
    places.delete(key)
    if (answer === null) continue
    const place = placeOfAnswer(words, key, answer)
    if (place !== undefined) places.set(key, place)
    else {
      unknown.push(key)
      rest.push(...understandWords(words, answer).rest)
    }
  }
  const spoken = typeof sent.budget === "string" ? budgetOf(sent.budget) : null
  if (typeof sent.budget === "string" && spoken === null) unknown.push("budget")
  const budget = sent.budget === undefined ? understood.budget : spoken
  const withinDays = sent.arrives_by === undefined ? (arrival?.days ?? null) : daysOf(sent.arrives_by, now)
  if (sent.arrives_by && sent.arrives_by !== LATER && withinDays === null) unknown.push("arrives_by")
  const isAsked = (key: QuestionKey): boolean => sent[key] !== undefined
  return { answers: { places, budget, withinDays, skipped: new Set(QUESTION_KEYS.filter(isAsked)) }, rest, unknown }
}

/** A day as an answer: a date, words that name one, or "3 days"; null where there is time, or nothing was understood. */
const daysOf = (answer: string | null, now: number): number | null =>
  answer === null || answer === LATER
    ? null
    : ((arrivalOf(answer, now) ?? arrivalOf(`in ${answer}`, now))?.days ?? null)
