import type { InteractionRow } from "../../data/interaction-log-builder"
import { capInfluence, isPowerOfTwo } from "../teaching/cap-influence"
import { logOf, SHOP_START } from "./shop"

const MINUTE = 60_000
const DAY = 86_400_000

const row = (userId: string, itemId: string, more: Partial<InteractionRow> = {}): InteractionRow => ({
  ...{ userId, itemId, behavior: "view", time: SHOP_START, quantity: 1, price: Number.NaN, sessionId: "", ...more },
})
const many = (count: number, make: (at: number) => InteractionRow): InteractionRow[] =>
  Array.from({ length: count }, (_, at) => make(at))
/** Rows left of these and one purchase before them: a log of one instant would have no times. */
const lengthOf = (rows: readonly InteractionRow[]): number =>
  capInfluence(logOf([row("z", "z", { behavior: "purchase", time: SHOP_START - DAY }), ...rows])).length - 1

describe("capInfluence", () => {
  test("influence: of one shopper and product two views and one of each other kind teach a day, the newest", () => {
    const views = many(5, (at) => row("a", "p", { time: SHOP_START + at * MINUTE }))
    const capped = capInfluence(logOf(views))
    expect(Array.from(capped.time)).toEqual([SHOP_START + 3 * MINUTE, SHOP_START + 4 * MINUTE])
    const kinds = ["click", "add_to_cart", "add_to_wishlist"] as const
    expect(lengthOf(kinds.flatMap((behavior) => many(3, () => row("a", "p", { behavior }))))).toBe(3)
    expect(lengthOf([...views, ...kinds.map((behavior) => row("a", "p", { behavior }))])).toBe(5)
  })

  test("influence: another day, another product and another shopper each have their own", () => {
    const twice = (userId: string, itemId: string, time: number) => many(3, () => row(userId, itemId, { time }))
    expect(lengthOf([...twice("a", "p", SHOP_START), ...twice("a", "p", SHOP_START + DAY)])).toBe(4)
    expect(lengthOf([...twice("a", "p", SHOP_START), ...twice("a", "q", SHOP_START)])).toBe(4)
    expect(lengthOf([...twice("a", "p", SHOP_START), ...twice("b", "p", SHOP_START)])).toBe(4)
    expect(
      lengthOf([...twice("b", "q", SHOP_START), ...twice("a", "p", SHOP_START), ...twice("b", "p", SHOP_START)]),
    ).toBe(6)
  })

  test("influence: twenty of one shopper and product teach in all, the newest, however many days it takes", () => {
    const capped = capInfluence(logOf(many(30, (at) => row("a", "p", { time: SHOP_START + at * DAY }))))
    expect(capped.length).toBe(20)
    expect(capped.time[0]).toBe(SHOP_START + 10 * DAY)
    const others = many(30, (at) => row(at % 2 === 0 ? "a" : "b", "p", { time: SHOP_START + at * DAY }))
    expect(lengthOf(others)).toBe(30)
  })

  test("influence: two hundred of one shopper teach a day, whatever the product", () => {
    expect(lengthOf(many(250, (at) => row("a", `p${at}`)))).toBe(200)
    expect(lengthOf(many(250, (at) => row(at < 125 ? "a" : "b", `p${at}`)))).toBe(250)
    expect(lengthOf(many(250, (at) => row("a", `p${at}`, { time: SHOP_START + (at < 125 ? 0 : DAY) })))).toBe(250)
  })

  test("influence: visits of nobody are shoppers of their own, and no shopper's", () => {
    const visits = many(6, (at) => row("", "p", { sessionId: `v${at % 2}` }))
    expect(lengthOf(visits)).toBe(4)
    expect(lengthOf([...visits, ...many(3, () => row("a", "p"))])).toBe(6)
  })

  test("influence: of nobody's n rows of a product in one week 1 + log2 n teach, and the next week begins again", () => {
    const week = 7 * DAY
    const start = Math.ceil(SHOP_START / week) * week
    const nobody = (count: number, from: number) => many(count, (at) => row("", "p", { time: from + at * MINUTE }))
    expect(lengthOf(nobody(64, start))).toBe(7)
    expect(lengthOf([...nobody(64, start), ...nobody(64, start + week)])).toBe(14)
    expect(lengthOf([...nobody(32, start), ...nobody(32, start + DAY)])).toBe(7)
    expect(lengthOf([...nobody(4, start), row("", "q", { time: start })])).toBe(4)
  })

  test("influence: purchases and returns are the shop's own records, and stay in their order", () => {
    const records = many(300, (at) =>
      row("a", "p", { behavior: at % 2 === 0 ? "purchase" : "return", time: SHOP_START + at * MINUTE }),
    )
    expect(capInfluence(logOf(records)).length).toBe(300)
    const mixed = capInfluence(logOf([...many(5, () => row("a", "p")), ...records]))
    expect(mixed.length).toBe(302)
    expect([...mixed.time].sort((a, b) => a - b)).toEqual([...mixed.time])
  })

  test("influence: a log that loses nothing is the same, and one without times stays whole", () => {
    const little = logOf([row("a", "p")])
    expect(capInfluence(little)).toBe(little)
    const untimed = { ...logOf(many(9, () => row("a", "p"))), hasTime: false }
    expect(capInfluence(untimed)).toBe(untimed)
  })

  test("isPowerOfTwo: 1, 2, 4, 8 and nothing between", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].filter(isPowerOfTwo)).toEqual([1, 2, 4, 8])
  })
})
