import type { BehaviorType, CatalogItem, Dataset, ProfileEvent, Recommender } from "../../src/core/contract"
import { InteractionLogBuilder } from "../../src/core/data/interaction-log-builder"
import type { InteractionRow } from "../../src/core/data/interaction-log-builder"
import { createRandom } from "../../src/core/random/seeded-random"
import { loadRecommender, trainRecommender } from "../../src/core/recommender"

const DAY_MS = 86_400_000
/** When all lists are asked for. */
export const NOW = Date.UTC(2026, 0, 1)
export const SHOPPERS = 198
const PRODUCTS = 60
const TASTES = 4
const DAYS = 30
const LIST = 10

/** What attackers push: nobody buys it of their own accord, and it belongs to no taste. */
export const TARGET = `p${PRODUCTS}`

const row = (at: Partial<InteractionRow> & Pick<InteractionRow, "itemId" | "behavior" | "time">): InteractionRow => ({
  userId: "",
  sessionId: "",
  quantity: 1,
  price: Number.NaN,
  ...at,
})

/** Shoppers with a taste each; they look, and where `buys` they buy. A few look at the target too. */
export function honestRows(buys: boolean): InteractionRow[] {
  const random = createRandom(11)
  const rows: InteractionRow[] = []
  for (let shopper = 0; shopper < SHOPPERS; shopper++) {
    const userId = `honest-${shopper}`
    const pick = (): string => `p${(shopper % TASTES) + TASTES * random.nextInt(PRODUCTS / TASTES)}`
    for (let day = random.nextInt(10); day < DAYS; day += 4 + random.nextInt(12)) {
      const time = NOW - (DAYS - day) * DAY_MS + random.nextInt(DAY_MS / 2)
      const items = [pick(), pick(), pick(), ...(random.next() < 0.02 ? [TARGET] : [])]
      items.forEach((itemId, at) => {
        rows.push(row({ userId, itemId, behavior: "view", time: time + at * 60_000, sessionId: `s-${shopper}-${day}` }))
        if (buys && itemId !== TARGET)
          rows.push(
            row({ userId, itemId, behavior: "purchase", time: time + 3_600_000, sessionId: `o-${shopper}-${day}` }),
          )
      })
    }
  }
  return rows
}

/** One false shopper: looks at the target again and again, next to what others look at, in ever new visits. */
export function falseRows(userId: string, plan: { events: number; days: number; seed: number }): InteractionRow[] {
  const random = createRandom(plan.seed)
  const behaviors: readonly BehaviorType[] = ["view", "click", "add_to_cart", "add_to_wishlist"]
  return Array.from({ length: plan.events }, (_, n) => {
    const day = Math.floor((n * plan.days) / plan.events)
    return row({
      userId,
      itemId: n % 2 === 0 ? `p${random.nextInt(PRODUCTS)}` : TARGET,
      behavior: behaviors[(n >> 1) % behaviors.length] ?? "view",
      time: NOW - plan.days * DAY_MS + day * DAY_MS + n,
      // Without consent there is no visit either.
      sessionId: userId === "" ? "" : `false-${userId}-${n >> 3}`,
    })
  })
}

/** Identities made up for nothing, each of which views the target and puts it into a cart twice, beside one other product. */
export interface Crowd {
  readonly identities: number
  /** Address blocks that they come from. */
  readonly addresses: number
  readonly days: number
}

/** What a crowd leaves in the log; its identities are spread evenly over addresses and days. */
export function crowdRows({ identities, addresses, days }: Crowd): InteractionRow[] {
  const random = createRandom(5)
  const rows: InteractionRow[] = []
  for (let n = 0; n < identities; n++) {
    const day = Math.floor((n * days) / identities)
    const time = NOW - (days - day) * DAY_MS + (n % 86_000) * 1_000
    const voice = (20_000 + day) * 65_536 + (n % addresses)
    const of = { userId: `free-${n}`, sessionId: `visit-${n}`, voice }
    const other = `p${random.nextInt(PRODUCTS)}`
    rows.push(row({ ...of, itemId: other, behavior: "view", time }))
    rows.push(row({ ...of, itemId: TARGET, behavior: "view", time: time + 100 }))
    for (const at of [200, 300]) rows.push(row({ ...of, itemId: TARGET, behavior: "add_to_cart", time: time + at }))
  }
  return rows
}

function items(): Map<string, CatalogItem> {
  return new Map(
    Array.from({ length: PRODUCTS + 1 }, (_, at): [string, CatalogItem] => {
      const id = `p${at}`
      const category = `theme ${at === PRODUCTS ? TASTES : at % TASTES}`
      return [id, { id, title: `Thing ${at}`, category, price: 10, tags: [], createdAt: NOW - 2 * DAYS * DAY_MS }]
    }),
  )
}

/** The model that a shop would train on these rows. */
export function modelOf(rows: readonly InteractionRow[]): Recommender {
  return loadRecommender(modelFileOf(rows))
}

/** The same as a file, from which each trial loads a model of its own. */
export function modelFileOf(rows: readonly InteractionRow[]): Uint8Array {
  const builder = new InteractionLogBuilder()
  for (const one of rows) builder.add(one)
  const dataset: Dataset = { log: builder.finish(), items: items(), segments: new Map() }
  const { bytes } = trainRecommender(dataset, { seed: 1, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 })
  return bytes
}

/** Where the target stands in honest shoppers' lists. */
export interface Standing {
  /** Share of honest shoppers' personal lists of ten that hold it. */
  readonly personal: number
  /** Share of products' pages whose ten similar products hold it. */
  readonly similar: number
  /** Its place in the shop's popular and trending orders, 1 is first. */
  readonly popular: number
  readonly trending: number
}

/** Reads the target's standing. */
export function standingOf(recommender: Recommender, rows: readonly InteractionRow[]): Standing {
  const events = new Map<string, ProfileEvent[]>()
  for (const { userId, itemId, behavior, time, sessionId } of rows) {
    if (!userId.startsWith("honest-")) continue
    const own = events.get(userId) ?? []
    own.push({ productId: itemId, type: behavior, at: time, quantity: 1, price: null, basketId: sessionId })
    events.set(userId, own)
  }
  const holds = (profile: readonly ProfileEvent[], strategy: "for_you" | "similar", anchors: string[]): boolean =>
    recommender
      .rank({ events: profile, segment: null }, { strategy, now: NOW, limit: LIST, anchors })
      .some(({ productId }) => productId === TARGET)
  const placeIn = (strategy: "popular" | "trending"): number =>
    1 +
    recommender
      .rank({ events: [], segment: null }, { strategy, now: NOW, limit: PRODUCTS + 1 })
      .findIndex(({ productId }) => productId === TARGET)
  const profiles = [...events.values()]
  return {
    personal: profiles.filter((profile) => holds(profile, "for_you", [])).length / profiles.length,
    similar:
      Array.from({ length: PRODUCTS }, (_, at) => holds([], "similar", [`p${at}`])).filter(Boolean).length / PRODUCTS,
    popular: placeIn("popular"),
    trending: placeIn("trending"),
  }
}
