import { budgetOf, GIFT_KEYS, placeOfAnswer, QUESTION_KEYS, understandWords } from "../../../../core/gift"
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

/** What a giver's answers mean in the shop's words. An answer to a question stands above what the sentence says. */
export function readAnswers(words: GiftWords, sent: SentAnswers): ReadAnswers {
  const told = understandWords(words, sent.words ?? "")
  const places = new Map<GiftKey, number>(told.places)
  const unknown: QuestionKey[] = []
  const rest = [...told.rest]
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
  const said = typeof sent.budget === "string" ? budgetOf(sent.budget) : null
  if (typeof sent.budget === "string" && said === null) unknown.push("budget")
  const budget = sent.budget === undefined ? told.budget : said
  const isAsked = (key: QuestionKey): boolean => sent[key] !== undefined
  return { answers: { places, budget, skipped: new Set(QUESTION_KEYS.filter(isAsked)) }, rest, unknown }
}
