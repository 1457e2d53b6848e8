import type { SimulatedEvent } from "./event"
import type { Persona } from "./shoppers"
import type { Shop } from "./visit"

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

interface Span {
  readonly startsAt: number
  readonly endsAt: number
}

/**
 * Adds what a persona buys each time it is used up, the last time just so long ago: whoever signs in finds it due at any
 * hour, where by chance alone nothing may be. Nothing else of the product is left in the persona's history.
 */
export function withRefills(
  events: readonly SimulatedEvent[],
  { id, refill }: Persona,
  shop: Pick<Shop, "byHandle" | "launchedAt">,
  { startsAt, endsAt }: Span,
): SimulatedEvent[] {
  const gift = refill === null ? undefined : shop.byHandle.get(refill)
  if (!gift) return [...events]
  const from = Math.max(startsAt, shop.launchedAt.get(gift.handle) ?? 0)
  const visits: SimulatedEvent[] = []
  for (let time = endsAt - gift.refillDays * DAY_MS; time > from; time -= gift.refillDays * DAY_MS) {
    const sessionId = `${id}-refill-${visits.length / 3 + 1}`
    for (const [step, type] of (["view", "add_to_cart", "purchase"] as const).entries()) {
      const at = { time: time + step * MINUTE_MS, sessionId }
      visits.push({ userId: id, itemId: gift.handle, type, quantity: 1, price: gift.priceEur, ...at })
    }
  }
  return [...events.filter(({ itemId }) => itemId !== gift.handle), ...visits]
}
