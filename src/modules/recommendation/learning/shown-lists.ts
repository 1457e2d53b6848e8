import { z } from "@medusajs/framework/zod"
import { SHOWN_LISTS } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { CODE } from "../insights/sql"

/** Lists of one kind that are read at most, the newest. */
const LISTS_AT_MOST = 20_000
/** Days back from now that are read: by then a list counts an eighth. */
const DAYS = 180
/** Parts in which Postgres hands them over, as JSON texts. A power of two. */
const PARTS = 32

const part = z.object({ text: z.string() })

/** Events up to a number of arrival, without those of customers who objected. */
export interface ShownScope {
  readonly seq: number
  readonly objectors: readonly string[]
}

/**
 * Reads what shoppers saw and chose of lists that the model ranked for them, each list once for each shopper: one kept
 * answer may be shown to several. A product without an event was not in sight and says nothing, so that it is not there.
 * Lists of a hold-out's control know nothing of the shopper and are not the model's; they are left out. Those of a
 * challenger's control are, for the shop is as it was.
 */
export async function readShownLists(
  context: ModuleContext,
  { seq, objectors }: ShownScope,
  feed: (text: string) => Promise<void>,
): Promise<void> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `with lists as (
              select own.* from unnest(?::text[]) as kind cross join lateral (
                select id, strategy, placement, product_ids, chances, anchor_ids, created_at from recommendation_served
                 where strategy = kind and deleted_at is null and (kind = 'for_you') = (anchor_ids is null)
                   and (coalesce(arm, '') <> 'control' or rung in ('personal', 'item_to_item'))
                   and created_at > now() - make_interval(days => ${DAYS})
                 order by created_at desc limit ${LISTS_AT_MOST}) own),
            places as (
              select distinct on (l.id, p.product_id) l.id, p.product_id, p.place - 1 as place,
                     coalesce((l.chances ->> (p.place - 1)::int)::float8, 1) as chance
                from lists l, jsonb_array_elements_text(l.product_ids) with ordinality as p (product_id, place)
               order by l.id, p.product_id, p.place),
            events as (
              select e.recommendation_id as id, e.product_id, min(e.occurred_at) as at,
                     coalesce(e.customer_id, v.customer_id, e.visitor_id) as shopper,
                     bool_or(e.type = ${CODE.impression}) as seen, max(${OUTCOME}) as outcome
                from behavior_event e
                left join recommendation_visitor v on e.customer_id is null and v.visitor_id = e.visitor_id
               where e.recommendation_id in (select id from lists) and not e.is_bot and e.seq <= ?
                 and e.occurred_at > now() - make_interval(days => ${DAYS}) and e.occurred_at <= now()
                 and e.type in (${[CODE.impression, ...CHOICES].join(", ")})
               group by 1, 2, 4),
            shown as (
              select l.strategy, coalesce(l.anchor_ids, '[]') as anchors, e.shopper, l.placement,
                     round(extract(epoch from min(e.at)) * 1000) as at,
                     json_agg(json_build_array(e.product_id, p.place, e.seen, e.outcome, p.chance) order by p.place) as products
                from events e join places p on p.id = e.id and p.product_id = e.product_id join lists l on l.id = e.id
               where e.shopper is not null and not e.shopper = any(?::text[])
               group by e.id, e.shopper, l.strategy, l.anchor_ids, l.placement)
            select json_agg(json_build_array(strategy, anchors, shopper, coalesce(placement, ''), at, products))::text as text
              from shown group by hashtext(shopper) & ${PARTS - 1}`,
      bindings: [[...SHOWN_LISTS], seq, [...objectors]],
    },
    part,
  )
  for (const { text } of rows) await feed(text)
}

const CHOICES: number[] = [CODE.click, CODE.addToCart, CODE.addToWishlist, CODE.purchase]

/** Position in the core's OUTCOMES. */
const OUTCOME = `case e.type when ${CODE.purchase} then 3 when ${CODE.addToCart} then 2
  when ${CODE.impression} then 0 else 1 end`
