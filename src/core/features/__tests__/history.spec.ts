import type { BehaviorType } from "../../contract/behavior"
import { behaviorCode } from "../../contract/behavior"
import type { History, ItemPast } from "../history"
import { readHistory } from "../history"
import { DAY_MS, NO_PROFILE } from "../profile"
import type { Profile } from "../profile"

const NOW = Date.UTC(2026, 5, 1)
const HOUR_MS = DAY_MS / 24

interface Event {
  readonly item?: number
  readonly behavior?: BehaviorType
  readonly daysAgo: number
  readonly basket?: number
  readonly quantity?: number
  readonly isGift?: boolean
}

/** A purchase of product 0 in a basket of its own, changed as asked. */
function profileOf(events: readonly Event[]): Profile {
  return {
    length: events.length,
    item: Int32Array.from(events, ({ item = 0 }) => item),
    behavior: Uint8Array.from(events, ({ behavior = "purchase" }) => behaviorCode(behavior)),
    time: Float64Array.from(events, ({ daysAgo }) => NOW - daysAgo * DAY_MS),
    basket: Int32Array.from(events, ({ basket }, at) => basket ?? at),
    quantity: Float32Array.from(events, ({ quantity = 1 }) => quantity),
    isGift: Uint8Array.from(events, ({ isGift = false }) => (isGift ? 1 : 0)),
    segments: [],
  }
}

const read = (events: readonly Event[], context: Partial<Parameters<typeof readHistory>[2]> = {}): History =>
  readHistory(profileOf(events), NOW, { goal: "purchase", hasTime: true, ...context })

function pastOf(events: readonly Event[], item = 0): ItemPast {
  const past = read(events).items.get(item)
  if (past === undefined) throw new Error(`nothing is known of product ${item}`)
  return past
}

describe("readHistory: what was chosen", () => {
  test("readHistory: of nobody nothing is known", () => {
    expect(readHistory(NO_PROFILE, NOW, { goal: "purchase", hasTime: true })).toEqual({
      items: new Map(),
      hasTaste: false,
      baskets: 0,
      basketTimes: [],
      repeatShare: 0,
      daysSinceLast: 0,
      gapDays: Number.NaN,
      visitItems: [],
    })
  })

  test("readHistory: a choice fades to half in 90 days, and in 20 by the faster count", () => {
    const past = pastOf([
      { daysAgo: 90, quantity: 2 },
      { daysAgo: 20, quantity: 3 },
    ])
    expect([past.baskets, past.quantity, past.lastAge]).toEqual([2, 5, 20])
    expect([past.first, past.last]).toEqual([NOW - 90 * DAY_MS, NOW - 20 * DAY_MS])
    // 1/2 + 2^(-2/9), and 2^(-9/2) + 1/2.
    expect(past.faded90).toBeCloseTo(1.357244, 6)
    expect(past.faded20).toBeCloseTo(0.544194, 6)
  })

  test("readHistory: a product twice in one basket is one choice of more units", () => {
    const events = [
      { daysAgo: 9, basket: 0, quantity: 2 },
      { daysAgo: 8, basket: 0, quantity: 1 },
    ]
    const past = pastOf(events)
    expect([past.baskets, past.quantity, past.last, past.lastAge]).toEqual([1, 3, NOW - 9 * DAY_MS, 9])
    expect(read(events)).toMatchObject({ baskets: 1, repeatShare: 0 })
  })

  test("readHistory: where no basket is known, each choice of a product is one", () => {
    const past = pastOf([
      { daysAgo: 9, basket: -1 },
      { daysAgo: 8, basket: -1 },
    ])
    expect([past.baskets, past.last]).toEqual([2, NOW - 8 * DAY_MS])
  })

  test("readHistory: the gap is the mean of days between baskets", () => {
    const history = read([
      { daysAgo: 45, basket: 1 },
      { daysAgo: 45, basket: 1, item: 3 },
      { daysAgo: 35, basket: 2, item: 1 },
      { daysAgo: 5, basket: 3, item: 2 },
    ])
    expect(history.baskets).toBe(3)
    expect(history.basketTimes).toEqual([45, 35, 5].map((days) => NOW - days * DAY_MS))
    expect(history.gapDays).toBe(20)
    expect(history.daysSinceLast).toBe(5)
  })

  test("readHistory: one basket has no gap, nor have two of one instant", () => {
    expect(
      read([
        { daysAgo: 45, basket: 1 },
        { daysAgo: 40, basket: 1 },
      ]).gapDays,
    ).toBeNaN()
    expect(
      read([
        { daysAgo: 45, basket: 1 },
        { daysAgo: 45, basket: 2 },
      ]).gapDays,
    ).toBeNaN()
  })

  test("readHistory: without times there are no days, neither between baskets nor since the last", () => {
    const history = read([{ daysAgo: 45 }, { daysAgo: 5 }], { hasTime: false })
    expect(history.gapDays).toBeNaN()
    expect([history.daysSinceLast, history.baskets]).toEqual([0, 2])
  })

  test("readHistory: the share of repeats is that of choices whose product was in an earlier basket", () => {
    const history = read([
      { daysAgo: 30, basket: 1, item: 0 },
      { daysAgo: 30, basket: 1, item: 1 },
      { daysAgo: 20, basket: 2, item: 0 },
      { daysAgo: 10, basket: 3, item: 0 },
      { daysAgo: 10, basket: 3, item: 2 },
    ])
    expect(history.repeatShare).toBe(0.4)
  })

  test("readHistory: a product is in the last basket where its own last one is", () => {
    const history = read([
      { daysAgo: 30, basket: 1, item: 0 },
      { daysAgo: 30, basket: 1, item: 1 },
      { daysAgo: 20, basket: 2, item: 0 },
      { daysAgo: 19, basket: 2, item: 2 },
      { daysAgo: 18, basket: 3, item: 3, behavior: "view" },
    ])
    expect([0, 1, 2, 3].map((item) => history.items.get(item)?.inLastBasket)).toEqual([true, false, true, false])
  })

  test("readHistory: where no basket is known, the last choice is the last basket", () => {
    const history = read([
      { daysAgo: 30, basket: -1, item: 0 },
      { daysAgo: 20, basket: -1, item: 1 },
    ])
    expect([0, 1].map((item) => history.items.get(item)?.inLastBasket)).toEqual([false, true])
  })

  test("readHistory: a view is a choice where interest is the goal, and none where purchases are", () => {
    const views: Event[] = [{ daysAgo: 3, behavior: "view" }]
    expect(read(views)).toMatchObject({ baskets: 0, daysSinceLast: 0 })
    expect(read(views, { goal: "interest" })).toMatchObject({ baskets: 1, daysSinceLast: 3 })
  })

  test("readHistory: a gift is no choice of the giver's, yet their cart no longer holds it", () => {
    const events: Event[] = [
      { daysAgo: 4, behavior: "add_to_cart" },
      { daysAgo: 3, isGift: true, quantity: 2 },
    ]
    expect(pastOf(events)).toMatchObject({ baskets: 0, quantity: 0, carted: 0, inLastBasket: false })
    expect(read(events)).toMatchObject({ baskets: 0, basketTimes: [], daysSinceLast: 0 })
    expect(read([{ daysAgo: 3, isGift: true }]).hasTaste).toBe(false)
  })
})

describe("readHistory: what came back", () => {
  const purchase: Event = { daysAgo: 30, basket: 1, quantity: 3 }
  const back = (quantity: number): Event => ({ daysAgo: 10, basket: 2, behavior: "return", quantity })

  test("readHistory: what was returned in full was not chosen, and is disliked", () => {
    expect(pastOf([purchase, back(3)])).toMatchObject({ baskets: 0, quantity: 0, disliked: 1 })
    expect(read([purchase, back(3)])).toMatchObject({ baskets: 0, hasTaste: false, repeatShare: 0 })
  })

  test("readHistory: what was returned in part was chosen for the rest, and is not disliked", () => {
    expect(pastOf([purchase, back(2)])).toMatchObject({ baskets: 1, quantity: 1, disliked: 0 })
  })

  test("readHistory: whoever kept another order of a product does not dislike it", () => {
    const past = pastOf([{ ...purchase, daysAgo: 60, basket: 0, quantity: 1 }, purchase, back(3)])
    expect(past).toMatchObject({ baskets: 1, quantity: 1, disliked: 0, last: NOW - 60 * DAY_MS })
  })

  test("readHistory: a return takes from its own order, though another came later", () => {
    const order = (daysAgo: number, basket: number): Event => ({ daysAgo, basket, quantity: 2 })
    const events = [order(60, 1), order(30, 2), { ...back(2), basket: 1 }]
    expect(pastOf(events)).toMatchObject({ baskets: 1, first: NOW - 30 * DAY_MS, quantity: 2 })
  })

  test("readHistory: two returns of all that was bought are one dislike", () => {
    expect(pastOf([purchase, back(1), back(2)]).disliked).toBe(1)
  })
})

describe("readHistory: what was looked at", () => {
  test("readHistory: interest fades to half in 30 days, and in 3 by the faster count", () => {
    const past = pastOf([
      { daysAgo: 30, behavior: "view" },
      { daysAgo: 3, behavior: "click" },
    ])
    // 1/2 + 2^(-1/10), and 2^(-10) + 1/2.
    expect(past.interest30).toBeCloseTo(1.433033, 6)
    expect(past.interest3).toBeCloseTo(0.500977, 6)
  })

  test("readHistory: carts and wishlists are interest, and purchases none", () => {
    const interest = (behavior: BehaviorType): number => pastOf([{ daysAgo: 0, behavior }]).interest30
    expect((["add_to_cart", "add_to_wishlist", "purchase", "remove_from_cart"] as const).map(interest)).toEqual([
      1, 1, 0, 0,
    ])
  })

  test("readHistory: a cart counts half after 14 days and a wishlist after 60", () => {
    expect(pastOf([{ daysAgo: 14, behavior: "add_to_cart" }])).toMatchObject({ carted: 0.5, wished: 0 })
    expect(pastOf([{ daysAgo: 60, behavior: "add_to_wishlist" }])).toMatchObject({ carted: 0, wished: 0.5 })
  })

  test("readHistory: what was taken out of the cart, or bought, is in it no more", () => {
    const cart: Event = { daysAgo: 14, behavior: "add_to_cart" }
    expect(pastOf([cart, { daysAgo: 1, behavior: "remove_from_cart" }]).carted).toBe(0)
    expect(pastOf([cart, { daysAgo: 1 }]).carted).toBe(0)
    expect(pastOf([{ daysAgo: 20 }, cart]).carted).toBe(0.5)
  })

  test("readHistory: a purchase leaves the wishlist alone, and taking out of it does not touch the cart", () => {
    const both: Event[] = [
      { daysAgo: 60, behavior: "add_to_wishlist" },
      { daysAgo: 14, behavior: "add_to_cart" },
    ]
    expect(pastOf([...both, { daysAgo: 1 }]).wished).toBe(0.5)
    expect(pastOf([...both, { daysAgo: 1, behavior: "remove_from_wishlist" }])).toMatchObject({
      carted: 0.5,
      wished: 0,
    })
  })

  test("readHistory: to have been shown a product is no past with it", () => {
    expect(read([{ daysAgo: 1, behavior: "impression" }]).items.size).toBe(0)
  })

  test("readHistory: dismissals are counted, and are no taste", () => {
    const events: Event[] = [2, 1].map((daysAgo) => ({ daysAgo, behavior: "dismiss" }))
    expect(pastOf(events).disliked).toBe(2)
    expect(read(events).hasTaste).toBe(false)
    expect(read([...events, { daysAgo: 1, behavior: "view", item: 1 }]).hasTaste).toBe(true)
    expect(read([{ daysAgo: 1 }]).hasTaste).toBe(true)
  })
})

describe("readHistory: the present visit", () => {
  const hours = (count: number): number => (count * HOUR_MS) / DAY_MS
  const view = (item: number, daysAgo: number): Event => ({ item, daysAgo, behavior: "view" })
  const marks = (history: History, items: readonly number[]): unknown =>
    items.map((item) => history.items.get(item)?.visit)

  test("readHistory: products of the last twelve hours stand newest first, each once", () => {
    const history = read([
      view(5, hours(12) + 1e-6),
      view(3, hours(12)),
      view(1, hours(2)),
      { item: 2, daysAgo: hours(1), behavior: "purchase" },
      view(1, hours(0.5)),
    ])
    expect(history.visitItems).toEqual([1, 2, 3])
    expect(marks(history, [1, 2, 3, 5])).toEqual([1, 1 / 2, 1 / 3, 0])
  })

  test("readHistory: what was only shown, dismissed or taken out is no product of the visit", () => {
    const others = (["impression", "dismiss", "remove_from_cart"] as const).map((behavior, at): Event => ({
      item: 10 + at,
      daysAgo: hours(1),
      behavior,
    }))
    const history = read([view(1, hours(2)), ...others])
    expect(history.visitItems).toEqual([1])
    expect(marks(history, [1, 11, 12])).toEqual([1, 0, 0])
  })

  test("readHistory: whoever comes back after days has the newest product in view, and is in no visit with it", () => {
    const history = read([view(1, 9), view(2, 8), { item: 3, daysAgo: 7, behavior: "dismiss" }])
    expect(history.visitItems[0]).toBe(2)
    expect(marks(history, [1, 2])).toEqual([0, 0])
  })

  test("readHistory: a visit has twelve products at most, the newest", () => {
    const history = read(Array.from({ length: 20 }, (_, at) => view(at, hours(3) - at * 1e-3)))
    expect(history.visitItems).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8])
    expect(marks(history, [8, 7])).toEqual([1 / 12, 0])
  })
})
