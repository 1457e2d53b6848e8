import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { loadCatalog } from "../catalog/catalog"
import { simulateLists } from "../simulation/lists"
import { PERSONAS } from "../simulation/shoppers"
import { takeOrders } from "../simulation/orders"
import { simulate } from "../simulation/simulate"
import { takeWishes } from "../simulation/wishes"
import { writeDataFolder } from "../simulation/write-data-folder"
import { readCsv } from "./read-csv"

const gifts = loadCatalog()
const byHandle = new Map(gifts.map((gift) => [gift.handle, gift]))
const endsAt = Date.UTC(2026, 5, 1)
const simulation = simulate(gifts, { endsAt, shoppers: 250 })
const { events, shoppers } = simulation
const purchases = events.filter(({ type }) => type === "purchase")

/** Share of the purchases for which `holds` is true. */
const share = (holds: (itemId: string) => boolean, among = purchases): number =>
  among.filter(({ itemId }) => holds(itemId)).length / among.length

describe("simulateLists", () => {
  test("simulateLists: shoppers with best sellers buy from them too, and less often than from personal lists", () => {
    const orders = [true, false].map((isControl) => {
      const lists = simulateLists(gifts, simulation, { endsAt, isControl: () => isControl })
      return lists.events.filter(({ type }) => type === "purchase").length
    })
    expect(orders[0]).toBeGreaterThan(0)
    expect(orders[1]).toBeGreaterThan(orders[0])
  })
})

describe("simulate", () => {
  test("simulate: the same seed gives the same history, another seed another", () => {
    const small = { endsAt, shoppers: 20, days: 60 }
    expect(simulate(gifts, small)).toEqual(simulate(gifts, small))
    expect(simulate(gifts, { ...small, seed: 2 }).events).not.toEqual(simulate(gifts, small).events)
  })

  test("simulate: an hour later nearly all of the history is the same", () => {
    const told = (hours: number): Set<string> => {
      const { events } = simulate(gifts, { endsAt: endsAt + hours * 3_600_000, shoppers: 60 })
      return new Set(events.map(({ userId, sessionId, type, itemId }) => `${userId} ${sessionId} ${type} ${itemId}`))
    }
    const before = told(0)
    const after = told(1)
    expect([...before].filter((event) => after.has(event)).length / before.size).toBeGreaterThan(0.9)
  })

  test("simulate: is in time order and ends in the past", () => {
    expect(events.filter(({ time }, i) => i > 0 && time < events[i - 1].time)).toEqual([])
    expect(events[events.length - 1].time).toBeLessThan(endsAt)
  })

  test("simulate: more is viewed than carted and more carted than bought", () => {
    const count = (type: string): number => events.filter((event) => event.type === type).length
    expect(count("view")).toBeGreaterThan(1.5 * count("add_to_cart"))
    expect(count("add_to_cart")).toBeGreaterThan(1.2 * count("purchase"))
    expect(count("return")).toBeGreaterThan(0)
  })

  test("simulate: what is bought was viewed and carted before, in the same visit", () => {
    const before = new Map([
      ["add_to_cart", "view"],
      ["purchase", "add_to_cart"],
    ])
    const done = new Set<string>()
    const outOfOrder = events.filter(({ type, sessionId, itemId }) => {
      done.add(`${type} ${sessionId} ${itemId}`)
      return before.has(type) && !done.has(`${before.get(type) ?? ""} ${sessionId} ${itemId}`)
    })
    expect(outOfOrder).toEqual([])
  })

  test("simulate: what is used up is bought again, what lasts hardly ever", () => {
    const bought = new Set<string>()
    const repeats = purchases.filter(({ userId, itemId }) => {
      const seen = bought.has(`${userId} ${itemId}`)
      bought.add(`${userId} ${itemId}`)
      return userId !== "" && seen
    })
    const rate = repeats.length / purchases.filter(({ userId }) => userId !== "").length
    expect(rate).toBeGreaterThan(0.1)
    expect(rate).toBeLessThan(0.4)
    expect(share((id) => (byHandle.get(id)?.refillDays ?? 0) > 0, repeats)).toBeGreaterThan(0.9)
  })

  test.each([0, 1, 9, 17])("simulate: who buys the same tea again and again is due %i hours later too", (hours) => {
    const [{ id, refill }] = PERSONAS
    const end = endsAt + hours * 3_600_000
    const theirs = simulate(gifts, { endsAt: end, shoppers: 10 }).events.filter(
      ({ userId, itemId, type }) => userId === id && itemId === refill && type === "purchase",
    )
    expect(theirs.length).toBeGreaterThan(5)
    expect(theirs.filter(({ gift }) => gift !== undefined)).toEqual([])
    const days = (byHandle.get(refill ?? "")?.refillDays ?? 0) * 86_400_000
    expect(Math.round((end - theirs[theirs.length - 1].time) / days)).toBe(1)
  })

  test("simulate: shoppers keep to their tastes", () => {
    const [maya] = PERSONAS
    const theirs = purchases.filter(({ userId }) => userId === maya.id)
    const liked = (id: string): boolean => maya.categories.has(byHandle.get(id)?.category ?? "")
    expect(theirs.length).toBeGreaterThan(10)
    expect(share(liked, theirs)).toBeGreaterThan(2 * share(liked))
  })

  test("simulate: shoppers keep to their budgets", () => {
    const price = (id: string): number => byHandle.get(id)?.priceEur ?? 0
    const spent = (low: number, high: number): number => {
      const ids = new Set(shoppers.filter(({ budget }) => budget >= low && budget < high).map(({ id }) => id))
      const theirs = purchases.filter(({ userId }) => ids.has(userId))
      return theirs.reduce((sum, { itemId }) => sum + price(itemId), 0) / theirs.length
    }
    expect(spent(30, 100)).toBeGreaterThan(1.4 * spent(0, 14))
  })

  test("simulate: presents follow the seasons", () => {
    const christmas = (id: string): boolean => byHandle.get(id)?.styles.includes("christmas") ?? false
    const inMonth = (...months: number[]) =>
      purchases.filter(({ time }) => months.includes(new Date(time).getUTCMonth() + 1))
    expect(share(christmas, inMonth(12))).toBeGreaterThan(3 * share(christmas, inMonth(3, 8, 9)))
  })

  test("simulate: what is new at the end of November belongs to no season that is over", () => {
    const november = Date.UTC(2026, 10, 29)
    const { launchedAt } = simulate(gifts, { endsAt: november, shoppers: 1 })
    const fresh = [...launchedAt].filter(([, time]) => november - time < 45 * 86_400_000)
    expect(fresh.length).toBeGreaterThan(5)
    const over = fresh.filter(([id]) =>
      ["halloween", "easter"].some((style) => byHandle.get(id)?.styles.includes(style)),
    )
    expect(over).toEqual([])
  })

  test("simulate: some visits are anonymous, and every shopper is known at last", () => {
    const anonymous = events.filter(({ userId }) => userId === "").length / events.length
    expect(anonymous).toBeGreaterThan(0.05)
    expect(anonymous).toBeLessThan(0.5)
    const known = new Set(shoppers.map(({ id }) => id))
    expect(events.filter(({ userId }) => userId !== "" && !known.has(userId))).toEqual([])
  })
})

describe("presents", () => {
  test("simulate: many presents are marked as gifts and say for whom, a visit alike; an order of one keeps it", () => {
    const marked = purchases.filter(({ gift }) => gift !== undefined)
    expect(marked.length).toBeGreaterThan(0.15 * purchases.length)
    expect(marked.length).toBeLessThan(0.6 * purchases.length)
    const wishes = new Map(purchases.map(({ sessionId, gift }) => [sessionId, gift]))
    for (const { sessionId, gift } of purchases) expect(gift).toEqual(wishes.get(sessionId))
    expect(marked.every(({ gift }) => gift?.recipient !== undefined && gift.recipient !== "self")).toBe(true)
    const { orders } = takeOrders(simulation, { shoppers: [], ofEach: 0, ofOthers: 50, ofGuests: 10 })
    expect(orders.map(({ id, gift }) => [id, gift])).toEqual(orders.map(({ id }) => [id, wishes.get(id) ?? null]))
    expect(orders.some(({ gift }) => gift !== null)).toBe(true)
  })
})

describe("takeWishes", () => {
  test("takeWishes: the latest of each customer's items, each once, are no rows of the history any more", () => {
    const taken = takeWishes(events, 50)
    expect(taken.wishes).toHaveLength(50)
    expect(new Set(taken.wishes.map(({ userId, itemId }) => `${userId} ${itemId}`)).size).toBe(50)
    expect(taken.wishes.every(({ userId }) => userId !== "")).toBe(true)
    expect(taken.events).toHaveLength(events.length - 50)
    const left = taken.events.filter(({ type, userId }) => type === "add_to_wishlist" && userId !== "")
    const wished = new Set(taken.wishes.map(({ userId, itemId }) => `${userId} ${itemId}`))
    const later = left.filter(
      ({ userId, itemId, time }) => time > taken.wishes[0].time && !wished.has(`${userId} ${itemId}`),
    )
    expect(later).toEqual([])
  })
})

describe("writeDataFolder", () => {
  test("writeDataFolder: writes all events, products and shoppers by the contract of data folders", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "simulated-"))
    try {
      const { events, shoppers } = simulate(gifts, { endsAt, shoppers: 10, days: 60 })
      writeDataFolder(folder, gifts, { events, shoppers })
      const read = (name: string): Record<string, string>[] => readCsv(path.join(folder, name))
      const interactions = read("interactions.csv.gz")
      expect(interactions).toHaveLength(events.length)
      expect(Date.parse(interactions[0].timestamp)).toBe(events[0].time)
      expect(Object.keys(interactions[0])).toEqual(
        "user_id item_id behavior_type timestamp quantity price session_id".split(" "),
      )
      const items = read("items.csv.gz")
      expect(items.map(({ title }) => title)).toEqual(gifts.map(({ title }) => title))
      expect(read("users.csv.gz")).toHaveLength(shoppers.length)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
