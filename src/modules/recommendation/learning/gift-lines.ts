import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { CODE } from "../insights/sql"
import type { RecommendationSettings } from "../options"
import { queryRows } from "../database/query-rows"

/** Gift lines that are read at most, the newest. */
const LINES_AT_MOST = 20_000
/** Parts in which Postgres hands them over, as JSON texts. A power of two. */
const PARTS = 8
/** Letters of a giver's word that are read: more than that is a message and no answer. */
const WORD_AT_MOST = 64

const part = z.object({ text: z.string() })

/** Events up to a number of arrival, and the fields in which an order says for whom a gift is. */
export interface GiftScope {
  readonly seq: number
  readonly settings: Pick<RecommendationSettings, "gift">
}

/**
 * Reads the lines of orders that were marked as gifts, without whose they were: whom they are for stands in the metadata
 * of the line or the order, else in the answers that the gift assistant got for the list that the line came from.
 */
export async function readGiftLines(
  context: ModuleContext,
  { seq, settings: { gift } }: GiftScope,
  feed: (text: string) => Promise<void>,
): Promise<void> {
  const word = (key: string): string =>
    `left(coalesce(nullif(l.metadata ->> ?, ''), nullif(o.metadata ->> ?, ''), w.answers ->> '${key}', ''), ${WORD_AT_MOST})`
  const rows = await queryRows(
    context.knex(),
    {
      sql: `with gifts as (
              select e.id, e.basket_id, e.order_line_id, e.product_id, e.recommendation_id, e.occurred_at as at,
                     sum(e.quantity) over (partition by coalesce(e.order_line_id, e.id)) as bought
                from (select * from behavior_event
                       where type = ${CODE.purchase} and is_gift and not is_bot and seq <= ? and occurred_at <= now()
                       order by seq desc limit ${LINES_AT_MOST}) e),
            returned as (
              select r.order_line_id, sum(r.quantity) as units, max(r.occurred_at) as at
                from behavior_event r
               where r.type = ${CODE.return} and r.seq <= ? and r.occurred_at <= now()
                 and r.order_line_id in (select order_line_id from gifts)
               group by 1)
            select json_agg(json_build_array(
                     coalesce(g.basket_id, g.id), g.product_id, round(extract(epoch from g.at) * 1000),
                     case when r.units >= g.bought then round(extract(epoch from r.at) * 1000) end,
                     ${word("recipient")}, ${word("occasion")}, ${word("age_band")}) order by g.id)::text as text
              from gifts g
              left join returned r on r.order_line_id = g.order_line_id
              left join order_line_item l on l.id = g.order_line_id
              left join "order" o on o.id = g.basket_id
              left join recommendation_gift_round w on w.id = g.recommendation_id
             group by hashtext(g.product_id) & ${PARTS - 1} order by hashtext(g.product_id) & ${PARTS - 1}`,
      bindings: [seq, seq, ...[gift.recipient, gift.occasion, gift.age_band].flatMap((field) => [field, field])],
    },
    part,
  )
  for (const { text } of rows) await feed(text)
}
