import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import type { MedusaContainer } from "@medusajs/framework/types"
import { problemLine } from "../../src/files/problem-counts"
import { report } from "../lib/progress"
import type { ShopPlan } from "../lib/shop-plan"

export interface HistoryOwners {
  /** Item id of the data -> product. */
  readonly productIds: ReadonlyMap<string, string>
  /** User id of the data -> customer. */
  readonly customerIds: ReadonlyMap<string, string>
  readonly salesChannelId: string
  /** Where what is sent back comes in. */
  readonly stockLocationId: string
}

/** Imports the shop's history by the plugin's own importer; rows that are stored already are passed over. */
export async function seedHistory(container: MedusaContainer, plan: ShopPlan, owners: HistoryOwners): Promise<void> {
  const { behavior } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const { read, stored, bad, badFile, problems } = await behavior.importFile({
    path: plan.dataFolder,
    products: async () => owners.productIds,
    customers: async () => owners.customerIds,
    currencyCode: plan.regions[0].currencyCode,
    salesChannelId: owners.salesChannelId,
    onProgress: ({ read: rows }) => report(`History: ${rows} rows read`, { transient: true }),
  })
  for (const problem of problems) report(`History: ${problemLine(problem)}`)
  report(
    `History: ${read} rows read, ${stored} stored${bad > 0 ? `, ${bad} not understood (see ${badFile ?? ""})` : ""}`,
  )
}

/** "Learn from my orders", as its button does: so that the first training knows of them. */
export async function learnFromOrders(container: MedusaContainer): Promise<void> {
  const { orderImport } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).behavior
  const held = await orderImport.begin()
  if (held) await orderImport.run(held)
  report("Orders: learned from")
}
