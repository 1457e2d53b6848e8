import { setImmediate as nextTurn } from "node:timers/promises"
import { z } from "@medusajs/framework/zod"
import { armsOf } from "../../../core/evaluation/experiment"
import type { ExperimentArm, ExperimentDesign } from "../../../core/evaluation/experiment"
import type { ArmCount } from "../../../core/evaluation/uplift"
import type { ModuleContext } from "../context"
import { execute, queryRows } from "../database/query-rows"
import { CAME, CAME_TABLE, ONE_PROCESS, gatherCame } from "./came"
import { countInBackground } from "../insights/count-in-background"
import { compareSpending, readSpending } from "./experiment-revenue"
import type { RevenueFigures } from "./experiment-revenue"
import type { Counted } from "../insights/kept-figures"
import type { Period } from "../insights/sql"

/**
 * Rows in which Postgres hands over the shoppers who did alike: a row each would cost more than to count them. A power of
 * two; requests come between two of them.
 */
const PAGES = 64
/** Between two names, of which none holds it. */
const SEPARATOR = "\u001f"
const count = z.coerce.number()
const totals = z.object({ shoppers: count, conversions: count })
/** Names of shoppers, and what each of them did: 1 for who bought, products of lists that they saw and clicked. */
const page = z
  .object({ names: z.string(), conversions: count, shown: count, clicked: count })
  .transform(({ names, ...each }) => ({ ...each, names: names.split(SEPARATOR) }))

/** Shoppers of a period and how many of them bought. */
export async function countShoppers(context: ModuleContext, { from, to }: Period): Promise<ArmCount> {
  await execute(context.knex(), { sql: ONE_PROCESS, bindings: [] })
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

/** What one arm did. */
export interface ArmFigures extends ArmCount {
  /** Orders of which something was kept. */
  readonly orders: number
  /** Products of lists that were seen, and clicked. */
  readonly impressions: number
  readonly clicks: number
}

/** What came of an experiment. */
export interface ExperimentFigures extends Readonly<Record<ExperimentArm, ArmFigures>> {
  /** One for each currency in which somebody bought. */
  readonly revenue: readonly RevenueFigures[]
}

/**
 * What the shoppers of each arm who came in the period did after coming first. Everyone is counted in the arm assigned,
 * whatever was shown (intention to treat), so that no choice of the shopper can bias it.
 */
export async function countArms(
  context: ModuleContext,
  design: ExperimentDesign,
  period: Period,
): Promise<Counted<ExperimentFigures>> {
  const { figures, tookMs } = await countInBackground(context, async (counting) => {
    await gatherCame(counting, period)
    const came = await readCame(counting)
    // Postgres reads what was spent while the names are hashed here.
    const [spending, arms] = await Promise.all([readSpending(counting, period), assign(came, design)])
    return { arms, spending }
  })
  const begun = performance.now()
  const { arms, spending } = figures
  const armOf = armsOf(design)
  for (const { name, orders } of spending) arms[armOf(name)].orders += orders
  const revenue = await compareSpending(spending, design, arms)
  return { figures: { ...arms, revenue }, tookMs: tookMs + performance.now() - begun }
}

type Page = z.output<typeof page>

function readCame(counting: ModuleContext): Promise<Page[]> {
  return queryRows(
    counting.knex(),
    {
      sql: `select bought::int as conversions, shown, clicked, string_agg(name, '${SEPARATOR}') as names
              from ${CAME_TABLE} group by bought, shown, clicked, hashtext(name) & ${PAGES - 1}`,
      bindings: [],
    },
    page,
  )
}

async function assign(
  came: readonly Page[],
  design: ExperimentDesign,
): Promise<Record<ExperimentArm, ReturnType<typeof newArm>>> {
  const arms = { treatment: newArm(), control: newArm() }
  const armOf = armsOf(design)
  for (const { names, conversions, shown, clicked } of came) {
    for (const name of names) {
      const arm = arms[armOf(name)]
      arm.shoppers += 1
      arm.conversions += conversions
      arm.impressions += shown
      arm.clicks += clicked
    }
    // Requests come between: a million names take a second to hash.
    await nextTurn()
  }
  return arms
}

const newArm = () => ({ shoppers: 0, conversions: 0, orders: 0, impressions: 0, clicks: 0 })

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
