import type { BehaviorType } from "../../contract/behavior"
import type { InteractionLog } from "../../contract/interaction-log"
import { InteractionLogBuilder, logPrefix, rowsBefore } from "../../data/interaction-log-builder"
import { nextBasketCases } from "../../evaluation/temporal-split"
import { anchoredCases } from "../../recommender/teaching/list-cases"
import { ContentIndex } from "../content"
import { dueRule } from "../due"
import { readHistory } from "../history"
import { DAY_MS, profileOfRows } from "../profile"
import { buildShopState, TABLES } from "../shop-state"
import type { ShopState } from "../shop-state"

const START = Date.UTC(2026, 0, 5)
/** The day on which shopper u0 takes back what they bought on day 20. */
const RETURN_DAY = 40

interface Line {
  readonly user: string
  readonly item: string
  readonly day: number
  readonly type?: BehaviorType
  readonly quantity?: number
  readonly order?: string
}

/** Thirty shoppers who buy three of eight products every ten days, so that every table holds something. */
function usual(): Line[] {
  const lines: Line[] = []
  for (let user = 0; user < 30; user++) {
    for (let visit = 0; visit < 4; visit++) {
      for (let line = 0; line < 3; line++) {
        const item = `p${(user + visit + line * (1 + (user % 2))) % 8}`
        lines.push({ user: `u${user}`, item, day: visit * 10, type: "view" })
        lines.push({ user: `u${user}`, item, day: visit * 10 })
      }
    }
  }
  return lines
}

function logOf(lines: readonly Line[]): InteractionLog {
  const builder = new InteractionLogBuilder()
  for (const { user, item, day, type = "purchase", quantity = 3, order = `${user} ${day}` } of lines) {
    const time = START + day * DAY_MS + (type === "view" ? 0 : 1000)
    builder.add({ userId: user, itemId: item, behavior: type, time, quantity, price: 5, sessionId: order })
  }
  return builder.finish()
}

/** What was bought and taken back: an extra product in an order of the past. */
const EXTRA: Line = { user: "u0", item: "p7", day: 20 }
const back = (quantity: number): Line => ({ ...EXTRA, day: RETURN_DAY, type: "return", quantity, order: "back" })

/** The state as of a day; all logs here name the same products and shoppers in the same order. */
function stateOf(lines: readonly Line[], day = RETURN_DAY + 10): ShopState {
  const log = logOf(lines)
  const moment = START + day * DAY_MS
  const train = logPrefix(log, rowsBefore(log, moment))
  const dataset = { log, items: new Map(), segments: new Map() }
  return buildShopState(dataset, train, { moment, goal: "purchase", content: new ContentIndex(), countsOrders: true })
}

const counted = ({ goalPopularity, discoveries, segments, facts, shoppers, together }: ShopState): unknown => ({
  goal: goalPopularity.counts,
  discoveries: discoveries.counts,
  segments: [...segments.counts],
  buyers: facts.shoppers,
  repeats: facts.repeatRate,
  weeks: facts.weeks,
  vectors: shoppers.vectors,
  together,
})

describe("what came back", () => {
  const never = stateOf([...usual(), back(3)])
  const bought = stateOf([...usual(), EXTRA])

  test.each(TABLES)("returns: a line returned in full is in table %s as if never bought", (name) => {
    expect(stateOf([...usual(), EXTRA, back(3)]).tables[name]).toEqual(never.tables[name])
  })

  test("returns: a line returned in full is in no counter", () => {
    expect(counted(stateOf([...usual(), EXTRA, back(3)]))).toEqual(counted(never))
    expect(counted(bought)).not.toEqual(counted(never))
  })

  test.each(TABLES)("returns: of a line returned in part table %s holds what was kept", (name) => {
    expect(stateOf([...usual(), EXTRA, back(2)]).tables[name]).toEqual(bought.tables[name])
  })

  test.each(TABLES)("returns: before the return the line is still a purchase in table %s", (name) => {
    const before = RETURN_DAY - 5
    expect(stateOf([...usual(), EXTRA, back(3)], before).tables[name]).toEqual(
      stateOf([...usual(), EXTRA], before).tables[name],
    )
  })

  test("returns: a line kept in another order stays", () => {
    const again = { ...EXTRA, day: 30 }
    const state = stateOf([...usual(), EXTRA, again, back(3)])
    expect(state.facts.shoppers).toEqual(bought.facts.shoppers)
  })
})

describe("the truth of a list", () => {
  const window = { cut: START + 15 * DAY_MS, until: START + 25 * DAY_MS }
  const truthOf = (lines: readonly Line[], list: "for_you" | "cart" | "bought_together" | "similar"): string[] => {
    const log = logOf(lines)
    const cases =
      list === "for_you"
        ? nextBasketCases(log, "purchase", window)
        : Array.from({ length: 12 }, (_, seed) =>
            anchoredCases({ log }, list, { goal: "purchase", window, seed }),
          ).flat()
    return cases
      .filter(({ user }) => log.userIds[user] === "u0")
      .flatMap(({ truth }) => Array.from(truth, (item) => log.itemIds[item]))
  }
  // A product of its own, so that nothing else brings it into a truth.
  const lone = (line: Line): Line => ({ ...line, item: "lone" })

  test.each(["for_you", "cart", "bought_together", "similar"] as const)(
    "returns: %s is not taught by what was returned in full, but by what was kept in part",
    (list) => {
      expect(truthOf([...usual(), lone(EXTRA)], list)).toContain("lone")
      expect(truthOf([...usual(), lone(EXTRA), lone(back(3))], list)).not.toContain("lone")
      expect(truthOf([...usual(), lone(EXTRA), lone(back(2))], list)).toContain("lone")
    },
  )

  test("returns: buy again does not offer what was returned in full, and offers what was kept in part", () => {
    const past = (lines: readonly Line[]): boolean => {
      const log = logOf([...usual(), ...lines])
      const now = START + 90 * DAY_MS
      const state = stateOf([...usual(), ...lines], 90)
      const rows = Int32Array.from({ length: log.length }, (_, row) => row).filter(
        (row) => log.userIds[log.user[row]] === "u0",
      )
      const known = readHistory(profileOfRows(log, rows, []), now, state).items.get(log.itemIds.indexOf("lone"))
      return known !== undefined && dueRule(state)(log.itemIds.indexOf("lone"), known)
    }
    const twice = [lone(EXTRA), lone({ ...EXTRA, day: 30 })]
    const all = lone({ ...back(6) })
    expect(past(twice)).toBe(true)
    expect(past([...twice, lone(back(2))])).toBe(true)
    expect(past([...twice, all])).toBe(false)
  })
})
