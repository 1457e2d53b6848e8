import type { CatalogItem, Dataset, InteractionLog } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { logOf } from "../../recommender/__tests__/shop"
import { ListMaker } from "../../recommender/ranking/shopper-list"
import { contentOf } from "../../recommender/item-content"
import type { History, ItemPast } from "../history"
import { kinOfYoung, lendToYoung } from "../kin"
import type { Kin } from "../kin"
import { DAY_MS } from "../profile"
import type { Profile } from "../profile"
import { profileOfRows } from "../profile"
import { buildShopState } from "../shop-state"
import type { ShopState } from "../shop-state"
import { SignalBoard } from "../signal-board"
import { BOARD_SIGNALS, SIGNAL_INDEX as S } from "../signals"
import { youngShareOf } from "../young"

const PAST: ItemPast = {
  ...{ baskets: 1, first: 0, last: 0, lastAge: 1, faded90: 1, faded20: 1, quantity: 1, inLastBasket: false },
  ...{ interest30: 0, interest3: 0, visit: 0, carted: 0, wished: 0, disliked: 0, lastBasket: 0 },
}
const MOMENT = Date.UTC(2026, 5, 1)
/** Ten kinds: a word that one product in eight has says nothing. */
const KINDS = ["lantern", "teapot", "candle", "mirror", "basket", "cushion", "ribbon", "apron", "clock", "vase"]
/** Old products of each kind; the one after them came on sale days ago. */
const OLD = 8

const ITEMS = new Map(
  KINDS.flatMap((kind, k) =>
    Array.from({ length: OLD + 1 }, (_, at): [string, CatalogItem] => [
      `${kind}${at}`,
      { id: `${kind}${at}`, title: `${kind} number${k}x${at}`, category: null, price: null, tags: [], createdAt: null },
    ]),
  ),
)

const bought = (user: string, itemId: string, daysAgo: number): InteractionRow => ({
  ...{ userId: user, itemId, behavior: "purchase", time: MOMENT - daysAgo * DAY_MS, quantity: 1, price: 5 },
  sessionId: `${user} ${daysAgo}`,
})

/** Twenty shoppers of each kind, who buy three of its old products twice; one of each buys the young one. */
function shopLog(youngDaysAgo = 5, fillers = 1000): InteractionLog {
  const rows = KINDS.flatMap((kind) =>
    Array.from({ length: 20 }, (_, shopper) =>
      [90, 60].flatMap((daysAgo) =>
        [0, 1, 2].map((line) => bought(`${kind} ${shopper}`, `${kind}${(shopper + line + daysAgo) % OLD}`, daysAgo)),
      ),
    ).flat(),
  )
  const others = Array.from({ length: fillers }, (_, at) => bought(`other ${at % 50}`, `other${at}`, 120))
  const young = KINDS.map((kind) => bought(`${kind} 19`, `${kind}${OLD}`, youngDaysAgo))
  return logOf([...others, ...rows, ...young].sort((a, b) => a.time - b.time))
}

function stateOf(log: InteractionLog): ShopState {
  const dataset: Dataset = { log, items: ITEMS, segments: new Map() }
  return buildShopState(dataset, log, { moment: MOMENT, goal: "purchase", content: contentOf(dataset, log.itemIds) })
}

const nameOf = (log: InteractionLog, item: number): string => log.itemIds[item]
const pastOf = (log: InteractionLog, user: string): Profile => {
  const code = log.userIds.indexOf(user)
  const rows = Array.from({ length: log.length }, (_, row) => row).filter((row) => log.user[row] === code)
  return profileOfRows(log, Int32Array.from(rows), [])
}

describe("kin of young products", () => {
  test("kinOfYoung: a product that came days ago has the old ones of its words, with shares that sum to 1", () => {
    const log = shopLog()
    const found = kinOfYoung(stateOf(log))
    expect(found.map(({ item }) => nameOf(log, item)).sort()).toEqual(KINDS.map((kind) => `${kind}${OLD}`).sort())
    for (const { item, kin, shares, part } of found) {
      const kind = nameOf(log, item).slice(0, -1)
      expect(kin.length).toBe(OLD)
      expect(kin.every((other) => nameOf(log, other).startsWith(kind) && other !== item)).toBe(true)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
      // One shopper chose it: ten that it has not beside one that it has.
      expect(part).toBeCloseTo(10 / 11, 9)
    }
  })

  test("kinOfYoung: what has been for sale for two months is not young, and a shop that is all young has no kin", () => {
    expect(kinOfYoung(stateOf(shopLog(60)))).toEqual([])
    const log = shopLog()
    const state = stateOf(log)
    const facts = { ...state.facts, firstSeen: state.facts.firstSeen.map(() => MOMENT - DAY_MS) }
    expect(kinOfYoung({ ...state, facts })).toEqual([])
  })

  test("kinOfYoung: in a shop of a hundred products there is none", () => {
    expect(kinOfYoung(stateOf(shopLog(5, 10)))).toEqual([])
  })

  test("kinOfYoung: what nobody has chosen yet has none", () => {
    const log = shopLog()
    const state = stateOf(log)
    const shoppers = state.facts.shoppers.map((count, item) => (nameOf(log, item) === "lantern8" ? 0 : count))
    const found = kinOfYoung({ ...state, facts: { ...state.facts, shoppers } })
    expect(found.map(({ item }) => nameOf(log, item))).not.toContain("lantern8")
    expect(found).toHaveLength(KINDS.length - 1)
  })

  const young: Kin = { item: 0, kin: [1, 2], shares: [0.75, 0.25], part: 0.5 }
  const past = (chosen: number[]): History => ({
    items: new Map(chosen.map((item) => [item, PAST])),
    ...{ hasTaste: true, baskets: 1, repeatShare: 0, daysSinceLast: 1, basketTimes: [], gapDays: 1, visitItems: [] },
  })
  const boardOf = (own: number): SignalBoard => {
    const board = new SignalBoard(4, BOARD_SIGNALS.length)
    board.set(1, S.ridgeLong, 4)
    board.set(2, S.ridgeLong, 8)
    if (own > 0) board.set(0, S.ridgeLong, own)
    board.set(1, S.frequency, 3)
    return board
  }

  test("lendToYoung: a young product gets the mean of its kin for its part, and nothing of what others bought of them", () => {
    const board = boardOf(0)
    lendToYoung(board, [young], past([1]))
    expect(board.get(0, S.ridgeLong)).toBeCloseTo(0.5 * (0.75 * 4 + 0.25 * 8), 6)
    expect([board.get(1, S.ridgeLong), board.get(2, S.ridgeLong)]).toEqual([4, 8])
    expect(board.get(0, S.frequency)).toBe(0)
    // Over the greatest of the list, which is 8.
    expect(board.get(0, S.kin)).toBeCloseTo(2.5 / 8, 6)
  })

  test("lendToYoung: nothing is taken away, and what the shopper has had is left alone", () => {
    const strong = boardOf(10)
    lendToYoung(strong, [young], past([1]))
    expect(strong.get(0, S.ridgeLong)).toBe(10)
    const chosen = boardOf(0)
    lendToYoung(chosen, [young], past([0]))
    expect(chosen.get(0, S.ridgeLong)).toBe(0)
  })

  test("lists: whoever bought lanterns is led to the new lantern, not to the new teapot; whoever bought nothing to neither", () => {
    const log = shopLog()
    const maker = new ListMaker(stateOf(log))
    const signal = (profile: Profile, id: string): number => {
      const { candidates, features } = maker.make({ profile, now: MOMENT })
      const at = candidates.items.indexOf(log.itemIds.indexOf(id))
      const column = features.space.names.indexOf("any.ridgeLong.value")
      return at < 0 ? -1 : features.row(at)[column]
    }
    const buyer = pastOf(log, "lantern 3")
    expect(signal(buyer, "lantern8")).toBeGreaterThan(0)
    expect(signal(buyer, "teapot8")).toBe(0)
    const nobody = profileOfRows(log, new Int32Array(0), [])
    expect([signal(nobody, "lantern8"), signal(nobody, "teapot8")]).toEqual([0, 0])
  })

  test("youngShareOf: the share of choices that were news when they were made, one old choice more", () => {
    const state = stateOf(shopLog())
    const { firstSeen } = state.facts
    const first = (item: number, daysLater: number): [number, ItemPast] => [
      item,
      { ...PAST, first: firstSeen[item] + daysLater * DAY_MS },
    ]
    const items = new Map([first(0, 3), first(1, 40), first(2, 27)])
    expect(youngShareOf(state, { ...past([]), items })).toBeCloseTo(2 / 4, 9)
    expect(youngShareOf(state, past([]))).toBe(0)
    expect(youngShareOf({ ...state, hasTime: false }, { ...past([]), items })).toBeNull()
  })

  test("lists: news is marked for whoever never had it, with their liking for news, and old products are not", () => {
    const log = shopLog()
    const maker = new ListMaker(stateOf(log))
    const habits = (user: string, id: string): number[] => {
      const { candidates, features } = maker.make({ profile: pastOf(log, user), now: MOMENT })
      const row = features.row(candidates.items.indexOf(log.itemIds.indexOf(id)))
      return ["young", "young:share", "any.youngContent.value"].map((name) => row[features.space.names.indexOf(name)])
    }
    const [young, share, content] = habits("lantern 3", "lantern8")
    expect([young, content]).toEqual([1, 1])
    expect(share).toBeGreaterThan(0)
    expect(habits("lantern 3", "lantern7")).toEqual([0, 0, 0])
    expect(habits("lantern 19", "lantern8")).toEqual([0, 0, 0])
    // A shop of a hundred products knows no news: as before, nothing marks it.
    const few = shopLog(5, 10)
    const { candidates, features } = new ListMaker(stateOf(few)).make({
      profile: pastOf(few, "lantern 3"),
      now: MOMENT,
    })
    const row = features.row(candidates.items.indexOf(few.itemIds.indexOf("lantern8")))
    const columns = ["young", "young:share", "any.youngContent.value", "any.kin.value"]
    expect(columns.map((name) => row[features.space.names.indexOf(name)])).toEqual([0, 0, 0, 0])
  })
})
