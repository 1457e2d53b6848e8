import { z } from "@medusajs/framework/zod"
import type { GiftChannel } from "../../../types/gift-insight-http"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { creditedPurchases, sumSales } from "./attribution"
import type { AttributionScope } from "./attribution"
import { CAME } from "../experiments/came"

const count = z.coerce.number()
const askedRow = z.object({ channel: z.enum(["finder", "agents"]), asked: count, bought: count })
const revenueRow = z.object({ channel: z.enum(["finder", "agents"]), currency: z.string(), amount: count })
const shopRow = z.object({ asked: count, bought: count })

/** Lists of a period by who asked: `unit` is the search of a giver, or the list of an agent. */
const ASKED = `
  asked as (
    select id, 'finder' as channel, search_id as unit from recommendation_gift_round
     where search_id is not null and placement is distinct from 'agent' and created_at >= ? and created_at < ?
    union all
    select id, 'agents', id from recommendation_served
     where placement = 'agent' and created_at >= ? and created_at < ? and deleted_at is null
  )`

/** How often searches for a gift and lists of agents end in a purchase that is credited to them, beside the shop's shoppers. */
export async function giftChannels(context: ModuleContext, scope: AttributionScope): Promise<GiftChannel[]> {
  const { from, to } = scope
  const credited = creditedPurchases(scope)
  const bindings = [...credited.bindings, from, to, from, to]
  const asked = await queryRows(
    context.knex(),
    {
      sql: `with ${credited.sql}, ${ASKED}
            select channel, count(distinct unit) as asked,
                   count(distinct unit) filter (where c.recommendation_id is not null) as bought
              from asked a left join credited c on c.recommendation_id = a.id group by 1`,
      bindings,
    },
    askedRow,
  )
  const revenue = await queryRows(
    context.knex(),
    {
      sql: `with ${credited.sql}, ${ASKED}
            select channel, currency, sum(amount) as amount
              from asked a join credited c on c.recommendation_id = a.id group by 1, 2 order by 2`,
      bindings,
    },
    revenueRow,
  )
  const [shop] = await queryRows(
    context.knex(),
    {
      sql: `select count(*) as asked, count(*) filter (where bought) as bought from (${CAME}) came`,
      bindings: [from, to],
    },
    shopRow,
  )
  const sales = await sumSales(context, scope)
  const ofChannel = (channel: "finder" | "agents"): GiftChannel => ({
    channel,
    asked: asked.find((row) => row.channel === channel)?.asked ?? 0,
    bought: asked.find((row) => row.channel === channel)?.bought ?? 0,
    revenue: revenue.filter((row) => row.channel === channel).map(money),
  })
  return [
    ofChannel("finder"),
    ofChannel("agents"),
    { channel: "shop", asked: shop?.asked ?? 0, bought: shop?.bought ?? 0, revenue: sales.map(money) },
  ]
}

const money = ({ currency, amount }: { currency: string; amount: number }): GiftChannel["revenue"][number] => ({
  currency_code: currency,
  // The dust that adding floats leaves.
  amount: Math.round(amount * 10_000) / 10_000,
})
