import { z } from "@medusajs/framework/zod"
import { STEADY_PLACES } from "../../../core/exploration"
import type { ExplorationFigures } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { CODE } from "./sql"
import type { Period } from "./sql"

/** Lists that are looked at, the newest. */
const LISTS_AT_MOST = 50_000
/** Products that are named, those clicked most first. */
const NAMED = 10

const row = z.object({
  product_id: z.string().nullable(),
  impressions: z.coerce.number(),
  clicks: z.coerce.number(),
})

/**
 * What exploring lists brought and cost: what new products were shown and clicked at explored places, beside all that
 * stood at the same places of the same lists.
 */
export async function explorationFigures(context: ModuleContext, { from, to }: Period): Promise<ExplorationFigures> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `with lists as (
              select id, product_ids, explored_ids from recommendation_served
               where chances is not null and created_at >= ? and created_at < ? and deleted_at is null
               order by created_at desc limit ${LISTS_AT_MOST}),
            places as (
              select l.id, p.product_id, coalesce(jsonb_exists(l.explored_ids, p.product_id), false) as is_explored
                from lists l, jsonb_array_elements_text(l.product_ids) with ordinality as p (product_id, place)
               where p.place > ${STEADY_PLACES})
            select case when p.is_explored then p.product_id end as product_id,
                   count(*) filter (where e.type = ${CODE.impression}) as impressions,
                   count(*) filter (where e.type = ${CODE.click}) as clicks
              from places p
              join behavior_event e on e.recommendation_id = p.id and e.product_id = p.product_id
             where e.type in (${CODE.impression}, ${CODE.click}) and not e.is_bot
               and e.occurred_at >= ? and e.occurred_at < ?
             group by 1`,
      bindings: [from, to, from, to],
    },
    row,
  )
  const explored = rows.flatMap(({ product_id: id, ...counts }) => (id === null ? [] : [{ product_id: id, ...counts }]))
  const { impressions = 0, clicks = 0 } = rows.find(({ product_id: id }) => id === null) ?? {}
  const total = (key: "impressions" | "clicks"): number => explored.reduce((sum, one) => sum + one[key], 0)
  const own = { impressions: total("impressions"), clicks: total("clicks") }
  const isComparable = own.impressions > 0 && impressions > 0
  return {
    ...own,
    others: { impressions, clicks },
    clicks_given_up: isComparable ? (own.impressions * clicks) / impressions - own.clicks : null,
    products: explored.sort((a, b) => b.clicks - a.clicks || b.impressions - a.impressions).slice(0, NAMED),
  }
}
