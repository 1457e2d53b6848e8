import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { assignArm, hash32 } from "../../src/core/evaluation/experiment"
import type { ExperimentDesign } from "../../src/core/evaluation/experiment"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { report } from "../lib/progress"
import type { ShopPlan } from "../lib/shop-plan"
import type { ListEvent, SimulatedList } from "../simulation/lists"
import { chunks } from "./find-or-create"
import type { HistoryOwners } from "./history"

const DAY_MS = 86_400_000
const ROWS = 1_000
/** Six visits in ten come from a phone. */
const DEVICES = [
  ...["mobile", "mobile", "mobile", "mobile", "mobile", "mobile"],
  "desktop",
  "desktop",
  "desktop",
  "tablet",
]

interface PlannedExperiment extends ExperimentDesign {
  readonly name: string
  readonly startsAt: number
  readonly stopsAt: number | null
  readonly isAA: boolean
}

/**
 * One that has ended, and a check of the measurement itself that runs: a hold-out would keep every fifth visitor of the
 * demo from the lists that they came to see. The salts are fixed, so that each start of the demo shows the same.
 */
const experimentsOf = (endsAt: number): readonly PlannedExperiment[] => [
  {
    ...{ name: "Personal lists against best sellers (simulated)", salt: "demo-finished", holdoutShare: 0.5 },
    ...{ startsAt: endsAt - 84 * DAY_MS, stopsAt: endsAt - 35 * DAY_MS },
    isAA: false,
  },
  {
    ...{ name: "Check of the measurement (simulated)", salt: "demo-running", holdoutShare: 0.5 },
    ...{ startsAt: endsAt - 26 * DAY_MS, stopsAt: null, isAA: true },
  },
]

/** What the simulated shoppers saw of lists, clicked and bought from them, and two experiments upon it. */
export async function seedResults(container: MedusaContainer, plan: ShopPlan, owners: HistoryOwners): Promise<void> {
  if (plan.simulateLists === null) return
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const known = z.array(z.unknown()).parse(await knex("recommendation_experiment").select("id").limit(1))
  // The experiments are written last: with them all else stands.
  if (known.length > 0) return
  const experiments = experimentsOf(plan.endsAt)
  const { lists, events } = plan.simulateLists({
    isControl: (userId, time) => {
      const isOn = ({ startsAt, stopsAt, isAA }: PlannedExperiment): boolean =>
        !isAA && time >= startsAt && time < (stopsAt ?? Infinity)
      const running = experiments.find(isOn)
      const name = owners.customerIds.get(userId)
      return running !== undefined && name !== undefined && assignArm(running, name) === "control"
    },
  })
  const products = (itemIds: readonly string[]): string[] =>
    itemIds.flatMap((itemId) => owners.productIds.get(itemId) ?? [])
  for (const batch of chunks(lists, ROWS))
    await knex("recommendation_served")
      .insert(batch.map((list) => servedRow(list, products(list.itemIds))))
      .onConflict("id")
      .ignore()
  const { behavior } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  let stored = 0
  for (const batch of chunks(events, ROWS)) {
    stored += await behavior.storeQuietly(batch.flatMap((event) => behaviorOf(event, plan, owners)))
    report(`Lists: ${stored} of ${events.length} events`, { transient: true })
  }
  await knex("recommendation_experiment").insert(experiments.map(experimentRow))
  report(`Lists: ${lists.length} simulated ones, ${stored} events, ${experiments.length} experiments`)
}

/** Where such lists come from: those beside a product or a cart start from what is there. */
const RUNGS: Readonly<Record<string, string>> = { for_you: "personal", trending: "trending" }

const servedRow = ({ id, strategy, placement, time }: SimulatedList, productIds: readonly string[]) => ({
  ...{ id, strategy, placement, rung: RUNGS[strategy] ?? "item_to_item" },
  ...{ product_ids: JSON.stringify(productIds), created_at: new Date(time) },
})

const experimentRow = ({ name, salt, holdoutShare, startsAt, stopsAt, isAA }: PlannedExperiment) => ({
  ...{ id: `recexp_${randomUUID()}`, name, salt, holdout_share: holdoutShare, is_aa: isAA },
  ...{ status: stopsAt === null ? "running" : "stopped", started_at: new Date(startsAt) },
  stopped_at: stopsAt === null ? null : new Date(stopsAt),
})

function behaviorOf(event: ListEvent, plan: ShopPlan, { productIds, customerIds, salesChannelId }: HistoryOwners) {
  const productId = productIds.get(event.itemId)
  const customerId = customerIds.get(event.userId)
  if (productId === undefined || customerId === undefined) return []
  const { type, placement, listId, sessionId, time } = event
  const device = DEVICES[hash32(sessionId) % DEVICES.length]
  return [
    {
      ...{
        id: `${listId}:${type}:${event.itemId}`,
        type,
        productId,
        customerId,
        salesChannelId,
        sessionId,
        placement,
        device,
      },
      ...{
        recommendationId: listId,
        occurredAt: new Date(time),
        source: type === "purchase" ? ("order" as const) : ("storefront" as const),
      },
      ...(type === "purchase"
        ? { price: event.price, currencyCode: plan.regions[0].currencyCode, basketId: `${listId}:order` }
        : {}),
    },
  ]
}
