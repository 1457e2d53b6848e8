import { GIFT_KEYS, LATER, QUESTION_KEYS } from "../../../../core/gift"
import type { GiftBudget, GiftVocabulary, QuestionKey } from "../../../../core/gift"
import type { ModuleContext } from "../../context"
import { placeholders, WriteBehind } from "../answers/write-behind"
import type { ReadAnswers, SentAnswers } from "./read-answers"

/** Answers as they are kept: a value of the shop's own words, a budget's bounds, days until it must be there, "" for words that name nothing known, null for skipped. */
export type KeptAnswers = Readonly<Partial<Record<QuestionKey, string | null>>>

/** One answer of the assistant: the answers it got, and what it asked next. Nothing in it says to whom. */
export interface GiftRound {
  /** The list's. */
  readonly id: string
  /** Id of the first list of the same search; null where the storefront does not say which. */
  readonly searchId: string | null
  readonly placement: string | null
  readonly asked: QuestionKey | null
  readonly answers: KeptAnswers
  readonly givenUp: readonly QuestionKey[]
  readonly left: number
}

interface Answered {
  readonly sent: SentAnswers
  readonly read: ReadAnswers
  readonly vocabulary: GiftVocabulary
  readonly currencyCode: string
}

/** A giver's answers without a word of their own, which could name somebody. */
export function keptAnswers({ sent, read, vocabulary, currencyCode }: Answered): KeptAnswers {
  const kept: Partial<Record<QuestionKey, string | null>> = {}
  for (const key of QUESTION_KEYS) if (sent[key] !== undefined) kept[key] = sent[key] === null ? null : ""
  for (const key of GIFT_KEYS) {
    const place = read.answers.places.get(key)
    if (place !== undefined) kept[key] = vocabulary.values[place].value
  }
  const { budget, withinDays } = read.answers
  if (sent.arrives_by === LATER) kept.arrives_by = LATER
  if (withinDays !== null) kept.arrives_by = String(withinDays)
  if (budget !== null) kept.budget = `${boundsOf(budget)} ${currencyCode.toLowerCase()}`
  return kept
}

const boundsOf = ({ min, max }: GiftBudget): string => `${roundedBound(min)}-${roundedBound(max)}`

/** Two digits: 37.43 would identify one giver, and says no more to a merchant than 37. */
const roundedBound = (bound: number | null): string => (bound === null ? "" : String(Number(bound.toPrecision(2))))

const COLUMNS = 8

/** Writes what givers were asked, behind the answers. */
export class GiftRoundLog extends WriteBehind<GiftRound> {
  constructor(context: ModuleContext) {
    super(context, {
      name: "gift questions",
      statement: (batch) => ({
        // Rounds of one search may be written together, and their times say what followed what.
        sql: `insert into recommendation_gift_round
                (id, search_id, placement, asked, answers, given_up, remaining, created_at)
              select id, search_id, placement, asked, answers::jsonb, given_up::text[], remaining::int,
                     now() + at::int * interval '1 microsecond'
                from (values ${placeholders(batch.length, COLUMNS)})
                  as given (id, search_id, placement, asked, answers, given_up, remaining, at)
              on conflict do nothing`,
        bindings: batch.flatMap((round, at) => [
          ...[round.id, round.searchId, round.placement, round.asked, JSON.stringify(round.answers)],
          ...[[...round.givenUp], round.left, at],
        ]),
      }),
    })
  }
}
