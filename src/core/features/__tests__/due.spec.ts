import type { InteractionLog } from "../../contract/interaction-log"
import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import { ContentIndex } from "../content"
import { dueRule } from "../due"
import { readHistory } from "../history"
import { DAY_MS, profileOfRows } from "../profile"
import { buildShopState } from "../shop-state"

const START = Date.UTC(2025, 0, 6)

interface Purchase {
  readonly user: string
  readonly item: string
  readonly day: number
}

/** Twenty shoppers who buy tea about every thirty days for so many days. */
const teaDrinkers = (days: number): Purchase[] =>
  Array.from({ length: 20 }, (_, user) =>
    Array.from({ length: Math.floor(days / 30) }, (_, time) => ({
      user: `u${user}`,
      item: "tea",
      day: time * 30 + user,
    })),
  ).flat()

function logOf(purchases: readonly Purchase[]): InteractionLog {
  const builder = new InteractionLogBuilder()
  for (const { user, item, day } of purchases) {
    const [time, sessionId] = [START + day * DAY_MS, `${user} ${day}`]
    builder.add({ userId: user, itemId: item, behavior: "purchase", time, quantity: 1, price: 5, sessionId })
  }
  return builder.finish()
}

/** Whether a product is due for u0 on a day, by all that was bought before. */
function isDue(item: string, day: number, purchases: readonly Purchase[]): boolean {
  const log = logOf(purchases.filter((purchase) => purchase.day < day))
  const moment = START + day * DAY_MS
  const dataset = { log, items: new Map(), segments: new Map() }
  const state = buildShopState(dataset, log, {
    ...{ moment, goal: "purchase", content: new ContentIndex(), countsOrders: true },
  })
  const rows = Int32Array.from(log.user.keys()).filter((row) => log.userIds[log.user[row]] === "u0")
  const index = log.itemIds.indexOf(item)
  const past = readHistory(profileOfRows(log, rows, []), moment, state).items.get(index)
  return past !== undefined && dueRule(state)(index, past)
}

describe("dueRule", () => {
  test("due: what is used up is due when most of its time has passed, not on the day after", () => {
    const purchases = teaDrinkers(400)
    expect(isDue("tea", 361, purchases)).toBe(false)
    expect(isDue("tea", 360 + 22, purchases)).toBe(true)
  })

  test("due: what one shopper buys once a year is due around its day of the year alone", () => {
    const eggs = [100, 465].map((day) => ({ user: "u0", item: "eggs", day }))
    const purchases = [...teaDrinkers(1200), ...eggs]
    const dueOn = [470, 690, 765, 820, 900, 1055, 1190].map((day) => isDue("eggs", day, purchases))
    //              just, November, too early, its month, after, November, a year later
    expect(dueOn).toEqual([false, false, false, true, false, false, true])
  })

  test("due: what a whole shop buys in one season rests outside of it, and what sells seldom does not", () => {
    // Each of fifteen shoppers took eggs twice within Easter's weeks: by the gap alone they would always be due.
    const easter = (year: number): Purchase[] =>
      Array.from({ length: 15 }, (_, user) => [
        { user: `u${user}`, item: "eggs", day: year * 365 + 80 + (user % 3) },
        { user: `u${user}`, item: "eggs", day: year * 365 + 96 + (user % 3) },
      ]).flat()
    const isNotTheirs = ({ user }: Purchase): boolean => user !== "u0"
    const seldom = [40, 250].map((day) => ({ user: "u0", item: "salt", day }))
    const purchases = [...teaDrinkers(900), ...easter(0).filter(isNotTheirs), ...easter(1), ...seldom]
    expect(isDue("eggs", 365 + 120, purchases)).toBe(true)
    expect(isDue("eggs", 365 + 300, purchases)).toBe(false)
    expect(isDue("salt", 365 + 300, purchases)).toBe(true)
    // The next Easter begins: others buy them again.
    expect(isDue("eggs", 2 * 365 + 84, [...purchases, ...easter(2).filter(isNotTheirs)])).toBe(true)
  })

  test("due: a shop that rests itself, or whose log ends long ago, has no season that is over", () => {
    const purchases = [...teaDrinkers(400), ...[300, 330].map((day) => ({ user: "u0", item: "salt", day }))]
    expect(isDue("tea", 500, purchases)).toBe(true)
  })
})
