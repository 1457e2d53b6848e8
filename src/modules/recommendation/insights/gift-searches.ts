import { z } from "@medusajs/framework/zod"
import { QUESTION_KEYS } from "../../../core/gift"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import type { Statement } from "../database/query-rows"
import { creditedPurchases } from "./attribution"
import type { AttributionScope } from "./attribution"
import { TOUCHES } from "./sql"
import type { Period } from "./sql"

/** Wishes that are listed. */
const MOST_WISHES = 50

const count = z.coerce.number()
const key = z.enum(QUESTION_KEYS)
const kept = z.partialRecord(key, z.string().nullable())

/**
 * The common table expressions of searches for a gift. `rounds` holds each answer of the assistant with what followed it
 * in the same search, `opened` the lists from which a product was opened, put into the cart or onto a wishlist. Agents'
 * searches are not in it, nor those whose storefront does not say which search an answer belongs to.
 */
function searches({ from, to }: Period): Statement {
  return {
    sql: `rounds as (
            select id, search_id, asked, answers, lead(answers) over search as next_answers,
                   (select count(*) from jsonb_object_keys(answers)) as given
              from recommendation_gift_round
             where search_id is not null and placement is distinct from 'agent' and created_at >= ? and created_at < ?
            window search as (partition by search_id order by created_at)
          ),
          opened as (
            select distinct recommendation_id as id from behavior_event
             where recommendation_id is not null and not is_bot and type = any(?::smallint[]) and occurred_at >= ?
          )`,
    bindings: [from, to, TOUCHES, from],
  }
}

const questionRow = z.object({
  ...{ key, asked: count, answered: count, own_words: count, skipped: count, changed: count },
  ...{ left: count, opened: count },
})
export type AskedQuestion = z.output<typeof questionRow>

/** What became of each question: answered, skipped, taken back, or the last of its search. */
export function askedQuestions(context: ModuleContext, period: Period): Promise<AskedQuestion[]> {
  const { sql, bindings } = searches(period)
  return queryRows(
    context.knex(),
    {
      sql: `with ${sql},
            followed as (
              select r.*, next_answers is null as is_last,
                     coalesce(jsonb_exists(next_answers, asked), false) as is_met, next_answers ->> asked as answer,
                     exists (select 1 from rounds s join opened o on o.id = s.id where s.search_id = r.search_id) as is_opened
                from rounds r where asked is not null
            )
            select asked as key, count(*) as asked,
                   count(*) filter (where is_met and answer <> '') as answered,
                   count(*) filter (where is_met and answer = '') as own_words,
                   count(*) filter (where is_met and answer is null) as skipped,
                   count(*) filter (where not is_last and not is_met) as changed,
                   count(*) filter (where is_last) as left,
                   count(*) filter (where is_last and is_opened) as opened
              from followed group by 1 order by 2 desc, 1`,
      bindings,
    },
    questionRow,
  )
}

const stepRow = z.object({ answers: count, searches: count, opened: count, bought: count })
export type SearchStep = z.output<typeof stepRow>

/** Searches by the answers that they came to, and what came of them. */
export function searchSteps(context: ModuleContext, scope: AttributionScope): Promise<SearchStep[]> {
  const { sql, bindings } = searches(scope)
  const credited = creditedPurchases(scope)
  return queryRows(
    context.knex(),
    {
      sql: `with ${credited.sql}, ${sql},
            each_search as (
              select search_id, max(given) as answers, bool_or(o.id is not null) as is_opened,
                     bool_or(exists (select 1 from credited c where c.recommendation_id = r.id)) as is_bought
                from rounds r left join opened o on o.id = r.id group by 1
            )
            select answers, count(*) as searches, count(*) filter (where is_opened) as opened,
                   count(*) filter (where is_bought) as bought
              from each_search group by 1 order by 1`,
      bindings: [...credited.bindings, ...bindings],
    },
    stepRow,
  )
}

const wishRow = z
  .object({ answers: kept, given_up: z.array(key), searches: count })
  .transform(({ answers, ...wish }) => ({
    ...wish,
    answers: QUESTION_KEYS.flatMap((one) => (answers[one] ? [{ key: one, value: answers[one] }] : [])),
  }))
export type UnmetWish = z.output<typeof wishRow>

/** What no product suited, as it stood when the search ended: what a merchant might buy in. The most asked for first. */
export function unmetWishes(context: ModuleContext, { from, to }: Period): Promise<UnmetWish[]> {
  return queryRows(
    context.knex(),
    {
      sql: `with last as (
              select distinct on (coalesce(search_id, id)) answers, given_up from recommendation_gift_round
               where created_at >= ? and created_at < ? and given_up <> '{}'
               order by coalesce(search_id, id), created_at desc)
            select jsonb_strip_nulls(answers) as answers, given_up, count(*) as searches
              from last group by 1, 2 order by 3 desc, 1 limit ?`,
      bindings: [from, to, MOST_WISHES],
    },
    wishRow,
  )
}

/** Products that a list of the assistant's showed. */
export async function shownAsGifts(context: ModuleContext, { from, to }: Period): Promise<Set<string>> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select distinct shown.id from recommendation_served s
             cross join lateral jsonb_array_elements_text(s.product_ids) as shown(id)
             where s.strategy = 'gift' and s.created_at >= ? and s.created_at < ? and s.deleted_at is null`,
      bindings: [from, to],
    },
    z.object({ id: z.string() }),
  )
  return new Set(rows.map(({ id }) => id))
}
