import { setImmediate as nextTurn } from "node:timers/promises"
import { z } from "@medusajs/framework/zod"
import { armsOf, hash32 } from "../../../core/evaluation/experiment"
import type { ExperimentArm, ExperimentDesign } from "../../../core/evaluation/experiment"
import { spendingLead } from "../../../core/evaluation/spending-lead"
import { queryRows } from "../database/query-rows"
import type { ModuleContext } from "../context"
import { CAME_TABLE } from "./came"
import { keptPurchases } from "../insights/kept-purchases"
import { shopperOf, visitorJoin } from "../insights/sql"
import type { Period } from "../insights/sql"

/** Days before an experiment of which it is known what a shopper spent. */
const PAST_DAYS = 90
const DAY_MS = 86_400_000
/** Rows in which Postgres hands over all spenders, as JSON texts. A power of two. */
const PAGES = 64

/** What one shopper spent in one currency, net of returns. */
const spender = z
  .tuple([z.string(), z.string(), z.number(), z.number(), z.number()])
  .transform(([name, currency, spent, before, orders]) => ({ name, currency, spent, before, orders }))
const page = z.object({ spenders: z.array(spender) })

type Spender = z.output<typeof spender>

/** Money per shopper of both arms in one currency, net of returns. */
export interface RevenueFigures {
  readonly currency: string
  readonly treatment: number
  readonly control: number
  /** Null where too few bought. */
  readonly lead: {
    readonly difference: number
    readonly low: number
    readonly high: number
    readonly varianceLeft: number
  } | null
}

/**
 * What the shoppers who came in a period spent after coming first, and in the weeks before it began. Who came and spent
 * nothing at all is not there. Who came is in {@link CAME_TABLE}.
 */
export async function readSpending(counting: ModuleContext, { from, to }: Period): Promise<Spender[]> {
  const kept = keptPurchases({ from: new Date(from.getTime() - PAST_DAYS * DAY_MS), to })
  const rows = await queryRows(
    counting.knex(),
    {
      sql: `with ${kept.sql},
            paid as (
              select ${shopperOf("p")} as shopper, p.currency, coalesce(p.basket_id, p.id) as basket, p.amount, p.occurred_at
                from kept p ${visitorJoin("p")} where p.currency <> ''
            ),
            spenders as (
              select c.name, paid.currency,
                     coalesce(sum(paid.amount) filter (where paid.occurred_at >= c.first_at), 0)::float8 as spent,
                     coalesce(sum(paid.amount) filter (where paid.occurred_at < ?), 0)::float8 as before,
                     count(distinct paid.basket) filter (where paid.occurred_at >= c.first_at) as orders
                from ${CAME_TABLE} c join paid on paid.shopper = c.shopper
               group by 1, 2
            )
            select json_agg(json_build_array(name, currency, spent, before, orders)) as spenders
              from spenders group by hashtext(name) & ${PAGES - 1}`,
      bindings: [...kept.bindings, from],
    },
    page,
  )
  return rows.flatMap(({ spenders }) => spenders)
}

/** Money per shopper of the arms, in each currency by itself: sums across currencies would be no money. */
export async function compareSpending(
  spenders: readonly Spender[],
  design: ExperimentDesign,
  arms: Readonly<Record<ExperimentArm, { readonly shoppers: number }>>,
): Promise<RevenueFigures[]> {
  const currencies = [...new Set(spenders.filter(({ spent }) => spent > 0).map(({ currency }) => currency))].sort()
  const figures: RevenueFigures[] = []
  const armOf = armsOf(design)
  for (const currency of currencies) {
    const own = spenders.filter((one) => one.currency === currency)
    const spendingOf = (arm: ExperimentArm) => {
      const members = own.filter(({ name }) => armOf(name) === arm)
      const { shoppers } = arms[arm]
      return { shoppers, spent: members.map(({ spent }) => spent), before: members.map(({ before }) => before) }
    }
    const [treatment, control] = [spendingOf("treatment"), spendingOf("control")]
    figures.push({
      currency,
      treatment: perShopper(treatment),
      control: perShopper(control),
      // An interval that changed from look to look without new figures would not be believed.
      lead: await spendingLead(treatment, control, { seed: hash32(`${design.salt}:${currency}`), pause: nextTurn }),
    })
  }
  return figures
}

function perShopper({ shoppers, spent }: { readonly shoppers: number; readonly spent: readonly number[] }): number {
  return shoppers === 0 ? 0 : spent.reduce((sum, one) => sum + one, 0) / shoppers
}
