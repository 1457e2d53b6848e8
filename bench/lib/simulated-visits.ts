import { loadCatalog } from "../../demo/catalog/catalog"
import type { SimulatedEvent } from "../../demo/simulation/event"
import { simulate } from "../../demo/simulation/simulate"
import type { SimulationOptions } from "../../demo/simulation/simulate"
import type { CatalogItem, Dataset, GiftLine } from "../../src/core/contract"
import { InteractionLogBuilder } from "../../src/core/data"

const END = Date.UTC(2026, 0, 1)

/** The demo's shop and what its simulated shoppers did: its pages are its categories. */
export function openSimulatedVisits(options: Omit<SimulationOptions, "endsAt"> = {}): Dataset {
  const gifts = loadCatalog()
  const { events, launchedAt } = simulate(gifts, { ...options, endsAt: END })
  const log = new InteractionLogBuilder()
  // A gift says nothing of the giver's own taste: training reads it as nobody's, too.
  for (const { type, gift, ...event } of events)
    log.add({ ...event, behavior: type, userId: gift === undefined ? event.userId : "" })
  const items = gifts.map((gift): [string, CatalogItem] => [
    gift.handle,
    {
      ...{ id: gift.handle, title: gift.title, category: gift.category, price: gift.priceEur, tags: gift.styles },
      createdAt: launchedAt.get(gift.handle) ?? null,
    },
  ])
  return { log: log.finish(), items: new Map(items), segments: new Map(), gifts: giftLines(events) }
}

/** Purchases that were marked as gifts, with when they came back. */
function giftLines(events: readonly SimulatedEvent[]): GiftLine[] {
  const lineOf = ({ sessionId, itemId }: SimulatedEvent): string => `${sessionId} ${itemId}`
  const returned = new Map(events.filter(({ type }) => type === "return").map((event) => [lineOf(event), event.time]))
  return events.flatMap((event): GiftLine[] => {
    const { gift, type, sessionId: orderId, itemId, time } = event
    if (type !== "purchase" || gift === undefined) return []
    return [{ orderId, itemId, time, returnedAt: returned.get(lineOf(event)) ?? null, giftContext: gift }]
  })
}
