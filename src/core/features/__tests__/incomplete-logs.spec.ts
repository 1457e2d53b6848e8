import type { InteractionRow } from "../../data/interaction-log-builder"
import { contentOf } from "../../recommender/item-content"
import { logOf, shopRows } from "../../recommender/__tests__/shop"
import type { InteractionLog } from "../../contract"
import { exp2 } from "../../numeric/portable-math"
import { readHistory } from "../history"
import { profileOfRows } from "../profile"
import { buildShopState } from "../shop-state"
import type { ShopState } from "../shop-state"
import { rowsByPerson, rowsByVisit } from "../visits"

const DAY_MS = 86_400_000

function row(changes: Partial<InteractionRow>): InteractionRow {
  const known = {
    userId: "u",
    itemId: "a",
    behavior: "view",
    time: 5 * DAY_MS,
    quantity: 1,
    price: 1,
    sessionId: "",
  } as const
  return { ...known, ...changes }
}

function keysOf({ offsets, rows }: { offsets: Int32Array; rows: Int32Array }): number[][] {
  const keys = Array.from({ length: offsets.length - 1 }, (_, key) => [...rows.slice(offsets[key], offsets[key + 1])])
  return keys.filter((key) => key.length > 0)
}

function stateOf(log: InteractionLog): ShopState {
  const content = contentOf({ log, items: new Map(), segments: new Map() }, log.itemIds)
  const moment = log.time[log.length - 1] + 1
  return buildShopState({ log, items: new Map(), segments: new Map() }, log, { moment, goal: "purchase", content })
}

describe("visits and people", () => {
  test("rowsByVisit: a session, else a shopper's day, and nobody in no session belongs to none", () => {
    const log = logOf([
      row({ sessionId: "s" }),
      row({ sessionId: "s", userId: "" }),
      row({}),
      row({ userId: "v" }),
      row({ userId: "" }),
      row({ time: 6 * DAY_MS }),
    ])
    expect(keysOf(rowsByVisit(log))).toEqual([[0, 1], [2], [3], [5]])
  })

  test("rowsByVisit: without times all of a shopper is one visit", () => {
    const log = logOf([1, 2, 3].map((at) => row({ time: Number.NaN, userId: at === 2 ? "v" : "u" })))
    expect(keysOf(rowsByVisit(log))).toEqual([[0, 2], [1]])
  })

  test("rowsByPerson: shoppers come first, then sessions of nobody", () => {
    const log = logOf([row({ userId: "", sessionId: "s" }), row({}), row({ userId: "", sessionId: "s" })])
    expect(keysOf(rowsByPerson(log))).toEqual([[1], [0, 2]])
  })
})

describe("a log that says little", () => {
  const rows = shopRows({ shoppers: 12, days: 60 })

  test("tables: without sessions a shopper's day is a basket", () => {
    const purchases = rows.filter(({ behavior }) => behavior === "purchase")
    const bare = stateOf(logOf(purchases.map((one) => ({ ...one, sessionId: "" }))))
    expect(bare.tables.basket).toEqual(stateOf(logOf(purchases)).tables.basket)
    expect(bare.tables.basket.bytes.length).toBeGreaterThan(0)
  })

  test("tables: without times and sessions the order of a shopper's events still tells what comes next", () => {
    const { tables } = stateOf(logOf(rows.map((one) => ({ ...one, sessionId: "", time: Number.NaN }))))
    expect(tables.next.bytes.length).toBeGreaterThan(0)
    expect(tables.basket.bytes.length).toBe(0)
  })

  test("readHistory: without times each later event counts as a day", () => {
    const log = logOf(
      ["a", "b", "c"].map((itemId) => row({ itemId, time: Number.NaN, behavior: "purchase", sessionId: "" })),
    )
    const profile = profileOfRows(log, Int32Array.of(0, 1, 2), [])
    const history = readHistory(profile, log.length, { goal: "purchase", hasTime: false })
    const past = [...history.items.values()]
    expect(past.map(({ lastAge }) => lastAge)).toEqual([2, 1, 0])
    expect(past.map(({ faded20 }) => faded20)).toEqual([exp2(-0.1), exp2(-0.05), 1])
    expect(past.map(({ inLastBasket }) => inLastBasket)).toEqual([false, false, true])
    expect(past.map(({ visit }) => visit)).toEqual([1 / 3, 1 / 2, 1])
  })
})
