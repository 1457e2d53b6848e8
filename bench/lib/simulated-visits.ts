import { loadCatalog } from "../../demo/catalog/catalog"
import { simulate } from "../../demo/simulation/simulate"
import type { CatalogItem, Dataset } from "../../src/core/contract"
import { InteractionLogBuilder } from "../../src/core/data"

const END = Date.UTC(2026, 0, 1)

/** The demo's shop and what its simulated shoppers did: its pages are its categories. */
export function openSimulatedVisits(): Dataset {
  const gifts = loadCatalog()
  const { events, launchedAt } = simulate(gifts, { endsAt: END })
  const log = new InteractionLogBuilder()
  for (const { type, ...event } of events) log.add({ ...event, behavior: type })
  const items = gifts.map((gift): [string, CatalogItem] => [
    gift.handle,
    {
      ...{ id: gift.handle, title: gift.title, category: gift.category, price: gift.priceEur, tags: gift.styles },
      createdAt: launchedAt.get(gift.handle) ?? null,
    },
  ])
  return { log: log.finish(), items: new Map(items), segments: new Map() }
}
