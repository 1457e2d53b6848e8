import type { SimulatedEvent } from "./event"

/** An item of a wishlist that the shop gets as the wishlist plugin's own instead of as a row of its history. */
export interface SimulatedWish {
  readonly userId: string
  readonly itemId: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
}

interface WishesTaken {
  /** Oldest first; of one shopper no item twice, as the plugin keeps them. */
  readonly wishes: readonly SimulatedWish[]
  /** The history without them. */
  readonly events: readonly SimulatedEvent[]
}

const keyOf = ({ userId, itemId }: SimulatedWish): string => `${userId} ${itemId}`

/** Takes the latest wishes of shoppers with an account out of a history. */
export function takeWishes(events: readonly SimulatedEvent[], count: number): WishesTaken {
  const taken = new Map<string, SimulatedEvent>()
  const latestFirst = events
    .filter(({ type, userId }) => type === "add_to_wishlist" && userId !== "")
    .sort((a, b) => b.time - a.time)
  for (const event of latestFirst) if (taken.size < count && !taken.has(keyOf(event))) taken.set(keyOf(event), event)
  const gone = new Set(taken.values())
  return {
    wishes: [...gone].map(({ userId, itemId, time }) => ({ userId, itemId, time })).sort((a, b) => a.time - b.time),
    events: events.filter((event) => !gone.has(event)),
  }
}
