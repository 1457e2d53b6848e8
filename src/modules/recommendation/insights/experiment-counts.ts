import { setImmediate as nextTurn } from "node:timers/promises"
import { z } from "@medusajs/framework/zod"
import { assignArm } from "../../../core/evaluation/experiment"
import type { ExperimentArm, ExperimentDesign } from "../../../core/evaluation/experiment"
import type { ArmCount } from "../../../core/evaluation/uplift"
import { inBackground } from "../background"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"
import { CODE, shopperOf, visitorJoin } from "./sql"
import type { Period } from "./sql"

/** Rows in which Postgres hands over all shoppers, as JSON texts: a row each would cost more than to count them. A power of two. */
const PAGES = 256
/** Milliseconds that a count may take: it runs beside requests, not in their way. */
const COUNT_PATIENCE_MS = 300_000

/**
 * The name by which a shopper is assigned: a customer's first browser, so that nobody changes arms by logging in, else
 * the customer's own id, else the visitor's. Carts are no browsers.
 */
const FIRST_VISITOR = `
  select distinct on (customer_id) customer_id, visitor_id from recommendation_visitor
   where not starts_with(visitor_id, 'cart_') order by customer_id, linked_at, visitor_id`

/**
 * Shoppers who came in a period, and whether they bought after they first came: one pass over the period's events and a
 * group by shopper. A purchase or return is a record of the shop's, not a coming.
 */
const CAME = `
  select coalesce(f.visitor_id, s.shopper) as name, coalesce(s.last_purchase >= s.first_at, false) as bought
    from (select ${shopperOf("e")} as shopper,
                 min(e.occurred_at) filter (where e.type not in (${CODE.purchase}, ${CODE.return})) as first_at,
                 max(e.occurred_at) filter (where e.type = ${CODE.purchase}) as last_purchase
            from behavior_event e ${visitorJoin("e")}
           where e.occurred_at >= ? and e.occurred_at < ? and not e.is_bot and e.source <> 'import'
             and (e.customer_id is not null or e.visitor_id is not null)
           group by 1) s
    left join (${FIRST_VISITOR}) f on f.customer_id = s.shopper
   where s.first_at is not null`

const count = z.coerce.number()
const totals = z.object({ shoppers: count, conversions: count })
const page = z.object({ shoppers: z.array(z.tuple([z.string(), z.boolean()])) })

/** Shoppers of a period and how many of them bought. */
export async function countShoppers(context: ModuleContext, { from, to }: Period): Promise<ArmCount> {
  const [row] = await queryRows(
    context.knex(),
    {
      sql: `select count(*) as shoppers, count(*) filter (where bought) as conversions from (${CAME}) came`,
      bindings: [from, to],
    },
    totals,
  )
  return row ?? { shoppers: 0, conversions: 0 }
}

/**
 * Shoppers of each arm who came in the period, and how many of them bought after coming first. Everyone is counted in
 * the arm assigned, whatever was shown (intention to treat), so that no choice of the shopper can bias it.
 */
export async function countArms(
  context: ModuleContext,
  design: ExperimentDesign,
  { from, to }: Period,
): Promise<Record<ExperimentArm, ArmCount>> {
  const rows = await inBackground(
    context,
    async (transaction) => {
      // Without it a million shoppers are sorted on disk.
      await transaction.raw("set local work_mem = '128MB'")
      return queryRows(
        transaction,
        {
          sql: `select json_agg(json_build_array(name, bought)) as shoppers from (${CAME}) came
                 group by hashtext(name) & ${PAGES - 1}`,
          bindings: [from, to],
          patienceMs: COUNT_PATIENCE_MS,
        },
        page,
      )
    },
    { patienceMs: COUNT_PATIENCE_MS },
  )
  const arms = { treatment: { shoppers: 0, conversions: 0 }, control: { shoppers: 0, conversions: 0 } }
  for (const { shoppers } of rows) {
    for (const [name, bought] of shoppers) {
      const arm = arms[assignArm(design, name)]
      arm.shoppers += 1
      arm.conversions += bought ? 1 : 0
    }
    // Requests come between: a million names take a second to hash.
    await nextTurn()
  }
  return arms
}

/** Whom a list is for. */
export interface AssignedShopper {
  readonly customerId: string | null
  readonly visitorId: string | null
}

/**
 * The name by which {@link countArms} will count this shopper; null for one without a name. A visitor id that is
 * nobody's yet becomes the customer's with what they do next.
 */
export async function assignedName(context: ModuleContext, shopper: AssignedShopper): Promise<string | null> {
  const { customerId, visitorId } = shopper
  if (customerId === null && visitorId === null) return null
  const [row] = await queryRows(
    context.knex(),
    {
      sql: `select coalesce(
              (select visitor_id from recommendation_visitor
                where customer_id = coalesce(?, owner.customer_id) and not starts_with(visitor_id, 'cart_')
                order by linked_at, visitor_id limit 1),
              case when owner.customer_id is null then given.visitor_id end,
              ?, owner.customer_id) as name
              from (select ?::text as visitor_id) given
              left join recommendation_visitor owner on owner.visitor_id = given.visitor_id`,
      bindings: [customerId, customerId, visitorId],
    },
    nameRow,
  )
  return row?.name ?? null
}

const nameRow = z.object({ name: z.string().nullable() })
