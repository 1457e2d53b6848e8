import { createRandom } from "../../src/core/random/seeded-random"
import type { SeededRandom } from "../../src/core/random/seeded-random"
import type { Gift } from "../catalog/catalog"
import type { SimulatedEvent } from "./event"
import type { Simulation } from "./simulate"

const DAY_MS = 86_400_000
const SECOND_MS = 1_000
/** Days for which lists are simulated: what is older is in no report of the dashboard at first look. */
const LIST_DAYS = 90
const CARDS = 8
/** Chance that the card at each place comes into sight. */
const inSight = (place: number): number => 1 - 0.09 * place

/** Where lists stand in the demo's storefront, and how often a visit comes by. */
const PLACES = [
  { placement: "home-top", strategy: "for_you", chance: 0.9 },
  { placement: "home-trending", strategy: "trending", chance: 0.5 },
  { placement: "product-similar", strategy: "similar", chance: 0.45 },
  { placement: "product-together", strategy: "bought_together", chance: 0.4 },
  { placement: "cart", strategy: "cart", chance: 0.25 },
] as const

/** Chance that something the visit views next stands on the list, by strategy. */
const HITS: Readonly<Record<(typeof PLACES)[number]["strategy"], number>> = {
  ...{ for_you: 0.34, trending: 0.12, similar: 0.2, bought_together: 0.22, cart: 0.18 },
}
/** Best sellers in place of a personal list hit less often. */
const HITS_OF_CONTROL = 0.2
/** Chance that a click on what stands at a personal list's place ends in an order that would not have been made without it. */
const EXTRA_ORDERS = 0.35

/** A list as it was shown. */
export interface SimulatedList {
  readonly id: string
  readonly strategy: string
  readonly placement: string
  readonly time: number
  readonly itemIds: readonly string[]
}

/** What was done with one. */
export interface ListEvent extends Omit<SimulatedEvent, "type"> {
  readonly type: "impression" | "click" | "add_to_cart" | "purchase"
  readonly listId: string
  readonly placement: string
}

export interface SimulatedLists {
  readonly lists: readonly SimulatedList[]
  readonly events: readonly ListEvent[]
}

export interface ListOptions {
  readonly endsAt: number
  /** Whether this shopper gets best sellers in place of what was made for them, at this moment. */
  readonly isControl: (userId: string, time: number) => boolean
}

/**
 * The lists of the last months as shoppers of the simulation saw them: before a product is viewed it may have stood on
 * one and been clicked there, and some of those clicks end in an order of their own.
 */
export function simulateLists(gifts: readonly Gift[], simulation: Simulation, options: ListOptions): SimulatedLists {
  const random = createRandom(7)
  const from = options.endsAt - LIST_DAYS * DAY_MS
  const visits = new Map<string, SimulatedEvent[]>()
  for (const event of simulation.events) {
    if (event.userId === "" || event.time < from || event.type === "return") continue
    const visit = visits.get(event.sessionId) ?? []
    visit.push(event)
    visits.set(event.sessionId, visit)
  }
  const made: { lists: SimulatedList[]; events: ListEvent[] } = { lists: [], events: [] }
  for (const visit of visits.values()) showLists(visit, { gifts, random, options, simulation, made })
  return made
}

interface Showing {
  readonly gifts: readonly Gift[]
  readonly random: SeededRandom
  readonly options: ListOptions
  readonly simulation: Simulation
  readonly made: { readonly lists: SimulatedList[]; readonly events: ListEvent[] }
}

function showLists(visit: readonly SimulatedEvent[], showing: Showing): void {
  const { random, options } = showing
  const [{ userId, time }] = visit
  const isControl = options.isControl(userId, time)
  const viewed = visit.filter(({ type }) => type === "view")
  const bought = new Set(visit.filter(({ type }) => type === "purchase").map(({ itemId }) => itemId))
  for (const place of PLACES) {
    if (random.next() > place.chance) continue
    const isPersonal = place.strategy === "for_you"
    const hits = isPersonal && isControl ? HITS_OF_CONTROL : HITS[place.strategy]
    const wanted = random.next() < hits ? viewed[random.nextInt(Math.max(1, viewed.length))] : undefined
    const clicked = showOne(visit, { place, wanted }, showing)
    const orders = isPersonal && clicked && bought.size === 0 && random.next() < EXTRA_ORDERS
    if (orders) orderFrom(clicked, showing)
  }
}

interface Shown {
  readonly place: (typeof PLACES)[number]
  /** What the visit viewed from this list. */
  readonly wanted: SimulatedEvent | undefined
}

function showOne(
  visit: readonly SimulatedEvent[],
  { place, wanted }: Shown,
  { gifts, random, simulation, made }: Showing,
): ListEvent | undefined {
  const [{ sessionId, userId }] = visit
  const time = (wanted ?? visit[0]).time - (8 + random.nextInt(20)) * SECOND_MS
  const there = gifts.filter(({ handle }) => (simulation.launchedAt.get(handle) ?? 0) <= time)
  const itemIds = Array.from({ length: CARDS }, () => there[random.nextInt(there.length)].handle)
  if (wanted) itemIds[random.nextInt(4)] = wanted.itemId
  const list = { id: `rec_sim_${sessionId}_${place.placement}`, ...place, time, itemIds: [...new Set(itemIds)] }
  made.lists.push(list)
  const happen = (type: ListEvent["type"], itemId: string, seconds: number): ListEvent => ({
    ...{ type, itemId, userId, sessionId, quantity: 1, price: 0 },
    ...{ time: time + seconds * SECOND_MS, listId: list.id, placement: place.placement },
  })
  for (const [at, itemId] of list.itemIds.entries())
    if (itemId === wanted?.itemId || random.next() < inSight(at)) made.events.push(happen("impression", itemId, 1))
  if (!wanted) return undefined
  const click = happen("click", wanted.itemId, 6)
  made.events.push(click)
  return click
}

function orderFrom(click: ListEvent, { gifts, made }: Showing): void {
  const price = gifts.find(({ handle }) => handle === click.itemId)?.priceEur ?? 0
  const later = (type: ListEvent["type"], minutes: number): ListEvent => ({
    ...click,
    ...{ type, price, time: click.time + minutes * 60 * SECOND_MS },
  })
  made.events.push(later("add_to_cart", 2), later("purchase", 7))
}
