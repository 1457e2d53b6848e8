import { hash32 } from "../../src/core/evaluation/experiment"
import { createRandom } from "../../src/core/random/seeded-random"
import type { SeededRandom } from "../../src/core/random/seeded-random"
import type { Gift } from "../catalog/catalog"
import { seasonAt } from "./calendar"
import type { SimulatedEvent } from "./event"
import { launchTimes } from "./launches"
import { withRefills } from "./refills"
import { PERSONAS, drawShopper } from "./shoppers"
import type { Shopper } from "./shoppers"
import { simulateVisit, standingPulls } from "./visit"
import type { Memory, Shop } from "./visit"

const DAY_MS = 86_400_000
/** Rush of the busiest season: what visits are drawn at before plain days are thinned out. */
const BUSIEST = 2.4

export interface SimulationOptions {
  /** End of the history, milliseconds since 1970-01-01 UTC. */
  readonly endsAt: number
  /** @defaultValue 1 */
  readonly seed?: number
  /** Shoppers beside the personas. @defaultValue 640 */
  readonly shoppers?: number
  /** Length of the history. @defaultValue 500 */
  readonly days?: number
}

export interface Simulation {
  readonly shoppers: readonly Shopper[]
  /** Oldest first. */
  readonly events: readonly SimulatedEvent[]
  /** When each product came into the shop, by handle. */
  readonly launchedAt: ReadonlyMap<string, number>
}

/**
 * Simulated shoppers and what they did up to `endsAt`: each has tastes, a
 * budget and people to buy for; things that are used up are bought again;
 * seasons bring their own presents; views come before carts before orders.
 * The same options give the same history, and a few hours more or less change little of it: each shopper and each visit
 * is drawn from numbers of its own, so that one visit that falls out of a season leaves all others as they were.
 */
export function simulate(gifts: readonly Gift[], options: SimulationOptions): Simulation {
  const { endsAt, seed = 1, shoppers: count = 640, days = 500 } = options
  const random = createRandom(seed)
  const drawFor: Draws = (what) => createRandom(hash32(`${seed} ${what}`))
  const startsAt = endsAt - days * DAY_MS
  const shop: Shop = {
    gifts,
    byHandle: new Map(gifts.map((gift) => [gift.handle, gift])),
    appeal: new Map(gifts.map((gift) => [gift.handle, -0.35 * Math.log(1 - random.next())])),
    launchedAt: launchTimes(gifts, { startsAt, endsAt }, random),
  }
  const drawn = Array.from({ length: count }, (_, number) => {
    const id = `sim-${String(number + 1).padStart(4, "0")}`
    return drawShopper(id, gifts, drawFor(id))
  })
  const shoppers: Shopper[] = [...PERSONAS, ...drawn]
  const events = shoppers.flatMap((shopper, index) => {
    // Personas were there from the start; the others arrived one after the other.
    const late = index < PERSONAS.length ? 0 : drawFor(`${shopper.id} joins`).next()
    const life = lifeOf(shopper, { shop, drawFor, joinedAt: startsAt + days * DAY_MS * 0.9 * late ** 2, endsAt })
    return index < PERSONAS.length ? withRefills(life, PERSONAS[index], shop, { startsAt, endsAt }) : life
  })
  events.sort((a, b) => a.time - b.time)
  return { shoppers, events, launchedAt: shop.launchedAt }
}

/** Random numbers for one thing alone, by its name. */
type Draws = (what: string) => SeededRandom

interface Life {
  readonly shop: Shop
  readonly drawFor: Draws
  readonly joinedAt: number
  readonly endsAt: number
}

/** All visits of one shopper: a Poisson process whose rate follows the seasons (by thinning). */
function lifeOf(shopper: Shopper, { shop, drawFor, joinedAt, endsAt }: Life): SimulatedEvent[] {
  const memory: Memory = { boughtAt: new Map() }
  const events: SimulatedEvent[] = []
  const pulls = standingPulls(shopper, shop)
  const meanGap = (shopper.visitEveryDays * DAY_MS) / BUSIEST
  let visits = 0
  let time = joinedAt
  for (let plan = 1; ; plan++) {
    const sessionId = `${shopper.id}-visit-${plan}`
    const random = drawFor(sessionId)
    time += -Math.log(1 - random.next()) * meanGap
    if (time > endsAt - DAY_MS / 24) return withReturns(events, { drawFor, endsAt })
    if (random.next() > (seasonAt(time)?.rush ?? 1) / BUSIEST) continue
    const atHour = Math.floor(time / DAY_MS) * DAY_MS + (7 + 14 * random.next()) * 3_600_000
    if (atHour > endsAt - 3_600_000) continue
    visits++
    // The first visits are often made before anyone signs in.
    const anonymous = random.next() < (visits <= 2 ? 0.4 : 0.15)
    const visit = { shopper, pulls, memory, time: Math.round(atHour), sessionId, anonymous }
    events.push(...simulateVisit(visit, shop, random))
  }
}

/** One purchase in fifty comes back, a week or two later. */
function withReturns(
  events: SimulatedEvent[],
  { drawFor, endsAt }: Pick<Life, "drawFor" | "endsAt">,
): SimulatedEvent[] {
  const returns = events.flatMap((event): SimulatedEvent[] => {
    if (event.type !== "purchase" || event.userId === "") return []
    const random = drawFor(`${event.sessionId} returns ${event.itemId}`)
    if (random.next() >= 0.02) return []
    return [{ ...event, type: "return", time: event.time + (5 + random.nextInt(9)) * DAY_MS }]
  })
  return [...events, ...returns.filter((event) => event.time < endsAt)]
}
