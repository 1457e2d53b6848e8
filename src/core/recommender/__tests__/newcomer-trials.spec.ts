import type { InteractionRow } from "../../data/interaction-log-builder"
import { NEWCOMER_SETTINGS } from "../../features/newcomers"
import { ContentIndex } from "../../features/content"
import { DAY_MS } from "../../features/profile"
import { buildShopState } from "../../features/shop-state"
import type { ShopState } from "../../features/shop-state"
import type { RankingCase } from "../../evaluation/temporal-split"
import { isNewcomer, newcomerValues, NewcomerTrials } from "../judging/newcomer-trials"
import { ListMaker, WHOLE_SHOP } from "../ranking/shopper-list"
import { logOf } from "./shop"

const NOW = Date.UTC(2025, 5, 1)
const PRODUCTS = 12

/** A shop whose first ten products sold half a year ago, and whose last two sell now. */
function aShopOfTwoTimes(): ShopState {
  const rows: InteractionRow[] = Array.from({ length: 600 }, (_, at) => {
    const isNow = at % 10 === 0
    return {
      userId: `u${at % 50}`,
      itemId: `p${isNow ? PRODUCTS - 1 - ((at / 10) % 2) : at % 10}`,
      behavior: "purchase",
      time: NOW - (isNow ? 2 : 180) * DAY_MS - (600 - at) * 1000,
      quantity: 1,
      price: 1,
      sessionId: `s${at}`,
    }
  })
  const log = logOf(rows.sort((a, b) => a.time - b.time))
  return buildShopState({ log, items: new Map(), segments: new Map() }, log, {
    moment: NOW,
    goal: "purchase",
    content: new ContentIndex(),
  })
}

const STATE = aShopOfTwoTimes()
const SHOP = { lists: new ListMaker(STATE), channelOf: () => WHOLE_SHOP }
const LOG_ITEMS = STATE.itemCount

/** So many new shoppers, each of whom chose this product. */
function newcomers(count: number, item: number): RankingCase[] {
  return Array.from({ length: count }, () => ({
    user: -1,
    rows: new Int32Array(0),
    now: NOW,
    truth: Int32Array.of(item),
    isKnown: false,
  }))
}

describe("choosing the order for new shoppers", () => {
  test("NewcomerTrials: without cases the first setting is taken", () => {
    expect(new NewcomerTrials().choose()).toBe(0)
  })

  test("NewcomerTrials: a shop whose new shoppers choose what sells now ranks by what sells now", () => {
    const now = Array.from({ length: LOG_ITEMS }, (_, item) => item).filter(
      (item) => STATE.facts.firstSeen[item] > NOW - 10 * DAY_MS,
    )
    expect(now.length).toBeGreaterThan(0)
    const trials = new NewcomerTrials()
    trials.take(newcomerValues(SHOP, newcomers(3000, now[now.length - 1])))
    const chosen = trials.choose()
    const { halfLives } = NEWCOMER_SETTINGS[chosen]
    expect(chosen).toBeGreaterThan(0)
    expect(halfLives[halfLives.length - 1]).toBeLessThan(2)
  })

  test("NewcomerTrials: a handful of new shoppers does not overrule the first setting", () => {
    const trials = new NewcomerTrials()
    trials.take(newcomerValues(SHOP, newcomers(5, 0)))
    expect(trials.choose()).toBe(0)
  })

  test("isNewcomer: whoever did anything is none", () => {
    expect(isNewcomer({ rows: new Int32Array(0) })).toBe(true)
    expect(isNewcomer({ rows: Int32Array.of(3) })).toBe(false)
  })
})
