import { z } from "@medusajs/framework/zod"
import type { RuleInfo } from "../../../../types/http"
import type { ModuleContext } from "../../context"
import type { Preparer } from "../pipeline/preparer"
import type { Question } from "../question"
import { queryRows } from "../../query-rows"
import { quickList } from "./preview"

/** One shopper's list under the stored rules and under those to be tried. */
export interface SimulatedShopper {
  readonly shopper: string
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Places of the list that hold another product than before. */
  readonly moved: number
}

export interface SimulationWork {
  readonly rules: readonly RuleInfo[]
  /** The list to try them on, for whoever asks. */
  readonly question: Question
  readonly preparer: Preparer
  readonly stored: () => Promise<readonly RuleInfo[]>
}

const SAMPLE = 10
/** Days back in which a sample shopper was seen last, so that the sample is of today's shoppers. */
const RECENT_DAYS = 90

/** What the rules would change for ten shoppers who came lately; without any, for a stranger. */
export async function simulateRules(context: ModuleContext, work: SimulationWork): Promise<SimulatedShopper[]> {
  const { rules, preparer } = work
  const placement = work.question.placement ?? (await placementOf(work))
  const sample = await sampleShoppers(context)
  const simulated: SimulatedShopper[] = []
  for (const customerId of sample.length > 0 ? sample : [null]) {
    const question: Question = { ...work.question, placement, shopper: { customerId, visitorId: null } }
    const before = quickList(await preparer.prepare(question))
    const after = quickList(await preparer.prepare(question, { rules }))
    const moved = Array.from({ length: Math.max(before.length, after.length) }, (_, at) => before[at] !== after[at])
    simulated.push({ shopper: customerId ?? "a stranger", before, after, moved: moved.filter(Boolean).length })
  }
  return simulated
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
