import type { ProfileEvent } from "../../../../core/contract"
import { rankingProfile, readHistory } from "../pipeline/prepare"
import type { Prepared } from "../pipeline/prepare"

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 23)

const event = (type: ProfileEvent["type"], daysAgo: number, more: Partial<ProfileEvent> = {}): ProfileEvent => ({
  ...{ productId: "tea", type, at: NOW - daysAgo * DAY_MS, quantity: 1, price: 5, basketId: `b${daysAgo}` },
  ...more,
})

describe("prepare", () => {
  test("prepare: what was bought rests for a week, and is owned ever after", () => {
    expect(readHistory([event("purchase", 6.9)], NOW).rested).toEqual(new Set(["tea"]))
    const later = readHistory([event("purchase", 7.1)], NOW)
    expect(later.rested).toEqual(new Set())
    expect(later.owned).toEqual(new Set(["tea"]))
  })

  test("prepare: neither what was given away nor what came back rests", () => {
    expect(readHistory([event("purchase", 1, { isGift: true })], NOW).rested).toEqual(new Set())
    expect(readHistory([event("purchase", 2), event("return", 1)], NOW).rested).toEqual(new Set())
  })

  test("prepare: what came back whole is no order and not owned, what came back in part is both", () => {
    const order = event("purchase", 9, { quantity: 2 })
    const back = event("return", 8, { quantity: 1, basketId: "b9" })
    expect(readHistory([order, back], NOW)).toMatchObject({ orders: 1, owned: new Set(["tea"]) })
    expect(readHistory([order, back, back], NOW)).toMatchObject({ orders: 0, owned: new Set() })
  })

  test("prepare: of two purchases of a product the one that was kept still rests", () => {
    const events = [event("purchase", 3), event("purchase", 2), event("return", 1, { basketId: "b3" })]
    expect(readHistory(events, NOW)).toMatchObject({ orders: 1, rested: new Set(["tea"]) })
  })

  test("prepare: what was bought as a gift is a secret for ninety days, unless the giver has it too", () => {
    const gift = event("purchase", 80, { isGift: true })
    expect(readHistory([gift], NOW)).toMatchObject({ gifts: new Set(["tea"]), secret: new Set(["tea"]) })
    expect(readHistory([{ ...gift, at: NOW - 91 * DAY_MS }], NOW)).toMatchObject({
      ...{ gifts: new Set(["tea"]), secret: new Set() },
    })
    const nothing = { gifts: new Set(), secret: new Set() }
    expect(readHistory([gift, event("purchase", 10)], NOW)).toMatchObject(nothing)
    expect(readHistory([gift, event("return", 79, { basketId: "b80" })], NOW)).toMatchObject(nothing)
  })

  test("prepare: what the gift finder led to is a look for a gift for a day, unless the giver has it", () => {
    const look = event("click", 2, { isGift: true })
    expect(readHistory([look, event("view", 1)], NOW).looked).toEqual(new Map([["tea", [look.at, look.at]]]))
    expect(readHistory([look, event("purchase", 1)], NOW).looked).toEqual(new Map())
    const history = readHistory([look], NOW)
    const profile = { events: [event("view", 3), look, event("view", 1.5), event("view", 0.5)], segment: null }
    const prepared = { history, profile, variation: null, question: { strategy: "for_you" } } as unknown as Prepared
    expect(rankingProfile(prepared).events.map(({ at }) => (NOW - at) / DAY_MS)).toEqual([3, 0.5])
  })

  test("prepare: who takes up a dismissed product again has changed their mind", () => {
    expect(readHistory([event("dismiss", 2)], NOW).dismissed).toEqual(new Set(["tea"]))
    expect(readHistory([event("dismiss", 2), event("add_to_cart", 1)], NOW).dismissed).toEqual(new Set())
  })
})
