import { z } from "@medusajs/framework/zod"
import type { RuleInfo } from "../../../../types/http"
import type { ModuleContext } from "../../context"
import type { Preparer } from "../pipeline/preparer"
import type { Question } from "../question"
import { queryRows } from "../../database/query-rows"
import { quickList } from "./preview"

/** One shopper's list under the stored rules and under those to be tried. */
export interface SimulatedShopper {
  /** Id of the customer; null for a guest. */
  readonly shopper: string | null
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Places of the list that hold another product than before. */
  readonly moved: number
}

export interface Simulation {
  /** Where the lists were tried; null where neither the question nor a rule names a placement. */
  readonly placement: string | null
  readonly shoppers: readonly SimulatedShopper[]
}

export interface SimulationWork {
  readonly rules: readonly RuleInfo[]
  /** The list to try them on, for whoever asks. */
  readonly question: Question
  /** Only for the guest of the question, not for sample shoppers. */
  readonly guest: boolean
  readonly preparer: Preparer
  readonly stored: () => Promise<readonly RuleInfo[]>
}

const SAMPLE = 10
/** Days back in which a sample shopper was seen last, so that the sample is of today's shoppers. */
const RECENT_DAYS = 90

/** What the rules would change for ten recent customers; for the question's guest when asked so, or when there are none. */
export async function simulateRules(context: ModuleContext, work: SimulationWork): Promise<Simulation> {
  const { rules, preparer } = work
  const placement = work.question.placement ?? (await placementOf(work))
  const sample = work.guest ? [] : await sampleShoppers(context)
  const shoppers: SimulatedShopper[] = []
  for (const customerId of sample.length > 0 ? sample : [null]) {
    const shopper = customerId === null ? work.question.shopper : { customerId, visitorId: null }
    const question: Question = { ...work.question, placement, shopper }
    const before = quickList(await preparer.prepare(question))
    const after = quickList(await preparer.prepare(question, { rules }))
    const moved = Array.from({ length: Math.max(before.length, after.length) }, (_, at) => before[at] !== after[at])
    shoppers.push({ shopper: customerId, before, after, moved: moved.filter(Boolean).length })
  }
  return { placement, shoppers }
}

/** The first placement that a rule names, of those to be tried or else of the stored ones: elsewhere it would do nothing. */
async function placementOf({ rules, stored }: SimulationWork): Promise<string | null> {
  for (const { placements, enabled } of [...rules, ...(await stored())])
    if (enabled && placements[0]) return placements[0]
  return null
}

async function sampleShoppers(context: ModuleContext): Promise<string[]> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select customer_id as id from behavior_event
             where customer_id is not null and not is_bot and occurred_at > now() - make_interval(days => ?)
             group by 1 order by md5(customer_id) limit ?`,
      bindings: [RECENT_DAYS, SAMPLE],
    },
    z.object({ id: z.string() }),
  )
  return rows.map(({ id }) => id)
}
