import type { GiftContext } from "../../src/core/contract/interaction-log"
import type { SimulatedEvent } from "./event"
import type { Simulation } from "./simulate"

/** A simulated basket that the shop gets as an order of its own instead of as rows of its history. */
export interface SimulatedOrder {
  /** The visit that it ended. */
  readonly id: string
  /** Empty for a guest. */
  readonly userId: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  readonly lines: readonly { readonly itemId: string; readonly quantity: number }[]
  /** What the giver said of whom it is for; null where the order is no gift. */
  readonly gift: GiftContext | null
}

interface OrdersTaken {
  /** Oldest first. */
  readonly orders: readonly SimulatedOrder[]
  /** The history without the purchases of these. */
  readonly events: readonly SimulatedEvent[]
}

interface OrderShare {
  /** Latest orders of each of these shoppers. */
  readonly shoppers: readonly string[]
  readonly ofEach: number
  /** Latest orders of other known shoppers, and of guests. */
  readonly ofOthers: number
  readonly ofGuests: number
}

/** Takes the latest baskets out of a history; those of which something came back stay in it, where its return is. */
export function takeOrders({ events }: Simulation, share: OrderShare): OrdersTaken {
  const returned = new Set(events.filter(({ type }) => type === "return").map(({ sessionId }) => sessionId))
  const baskets = new Map<string, SimulatedEvent[]>()
  for (const event of events) {
    if (event.type !== "purchase" || returned.has(event.sessionId)) continue
    const basket = baskets.get(event.sessionId) ?? []
    basket.push(event)
    baskets.set(event.sessionId, basket)
  }
  const latestFirst = [...baskets.values()].sort((a, b) => b[0].time - a[0].time)
  const of = (wanted: (userId: string) => boolean, count: number): SimulatedEvent[][] =>
    latestFirst.filter(([{ userId }]) => wanted(userId)).slice(0, count)
  const taken = [
    ...share.shoppers.flatMap((id) => of((userId) => userId === id, share.ofEach)),
    ...of((userId) => userId !== "" && !share.shoppers.includes(userId), share.ofOthers),
    ...of((userId) => userId === "", share.ofGuests),
  ]
  const ids = new Set(taken.map(([{ sessionId }]) => sessionId))
  return {
    orders: taken.map(toOrder).sort((a, b) => a.time - b.time),
    events: events.filter(({ type, sessionId }) => type !== "purchase" || !ids.has(sessionId)),
  }
}

function toOrder(basket: readonly SimulatedEvent[]): SimulatedOrder {
  const [{ sessionId: id, userId, time, gift = null }] = basket
  return { id, userId, time, gift, lines: basket.map(({ itemId, quantity }) => ({ itemId, quantity })) }
}
