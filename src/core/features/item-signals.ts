import type { ChoicesSince } from "./choices-since"
import type { History } from "./history"
import { WEEKS } from "./item-facts"
import { POPULARITY_HALF_LIVES } from "./popularity"
import type { PopularityCounters } from "./popularity"
import { DAY_MS } from "./profile"
import type { ShopState } from "./shop-state"
import type { SignalBoard } from "./signal-board"
import { fillShopSignals } from "./shop-facts"
import { SIGNAL_INDEX as S } from "./signals"
import { newnessOf } from "./young"
import { exp } from "../numeric/portable-math"

/** Prices and categories that a shopper chose: a bell over the logarithm of the price, a share by category. */
export interface Taste {
  readonly logPrice: number
  readonly spread: number
  readonly categories: ReadonlyMap<number, number>
}

/** Spread of a shopper with one price, in ln units: prices of 0.6 to 1.6 times that are near. */
const FIRST_SPREAD = 0.5

/** What the past says of price and category. */
function tasteOf(state: ShopState, history: History): Taste {
  let weight = 0
  let mean = 0
  let square = 0
  let categoryWeight = 0
  const categories = new Map<number, number>()
  for (const [item, past] of history.items) {
    const w = past.faded90 + 0.3 * past.interest30
    const category = state.facts.category[item]
    if (category >= 0) {
      categories.set(category, (categories.get(category) ?? 0) + w)
      categoryWeight += w
    }
    const logPrice = state.facts.logPrice[item]
    if (Number.isNaN(logPrice)) continue
    weight += w
    mean += w * logPrice
    square += w * logPrice * logPrice
  }
  for (const [category, w] of categories) categories.set(category, w / Math.max(1e-9, categoryWeight))
  if (weight <= 0) return { logPrice: Number.NaN, spread: FIRST_SPREAD, categories }
  mean /= weight
  const variance = Math.max(0, square / weight - mean * mean)
  return {
    logPrice: mean,
    spread: Math.sqrt((variance * weight + FIRST_SPREAD * FIRST_SPREAD * 2) / (weight + 2)),
    categories,
  }
}

/** How much each product of the past speaks for others like it. */
function likingOf(history: History): ReadonlyMap<number, number> {
  return new Map([...history.items].map(([item, past]) => [item, past.faded90 + 0.3 * past.interest30]))
}

/** What the words of the shop's products do, by product. */
export interface Themes {
  /** Pace of these days over that of the last months. */
  readonly trend: Float32Array
  /** Choices of these days for each product that has the word. */
  readonly popular: Float32Array
}

/** Reads the themes off the counters as they stand. */
export function themesOf({ content, goalPopularity, itemCount }: ShopState): Themes {
  const [days, , months] = goalPopularity.counts
  return {
    trend: content.ratioByWords(days, months, itemCount),
    popular: content.ratioByWords(days, new Float32Array(itemCount).fill(1), itemCount),
  }
}

/** The shopper whom the products are looked at for. */
export interface ItemSignalContext {
  readonly candidates: Int32Array
  readonly history: History
  readonly themes: Themes
  /** The share of a new shopper's choices, by product. */
  readonly newcomers: Float64Array
  readonly choicesSince: ChoicesSince
  readonly now: number
}

/** Sets the signals that are the product's own, for each candidate. The board must be clear: it will hold these alone. */
export function fillItemSignals(state: ShopState, board: SignalBoard, shopper: ItemSignalContext): void {
  const { candidates, history, now } = shopper
  board.touchRow(candidates, 0, candidates.length)
  for (const [signal, values] of knownOfItems(state, shopper)) {
    const column = board.writable(signal)
    for (let at = 0; at < candidates.length; at++) column[at] = values[candidates[at]]
  }
  const trend = board.writable(S.trend)
  for (let at = 0; at < candidates.length; at++) trend[at] = trendOf(state.goalPopularity, candidates[at])
  fillTaste(state, board, shopper, tasteOf(state, history))
  if (state.facts.fromShop !== null)
    fillShopSignals(state.facts.fromShop, board, { candidates, like: likingOf(history) })
  if (!state.hasTime) return
  const { firstSeen } = state.facts
  const newness = board.writable(S.newness)
  for (let at = 0; at < candidates.length; at++) {
    newness[at] = newnessOf(firstSeen[candidates[at]], now)
  }
  fillAbsence(state, board, shopper)
}

function fillTaste({ facts }: ShopState, board: SignalBoard, { candidates }: ItemSignalContext, taste: Taste): void {
  const price = board.writable(S.price)
  const category = board.writable(S.category)
  const shares = new Float64Array(facts.categoryNames.length)
  for (const [code, share] of taste.categories) shares[code] = share
  for (let at = 0; at < candidates.length; at++) {
    const item = candidates[at]
    const z = (facts.logPrice[item] - taste.logPrice) / taste.spread
    price[at] = Number.isNaN(z) ? 0 : exp((-z * z) / 2)
    category[at] = facts.category[item] < 0 ? 0 : shares[facts.category[item]]
  }
}

/** Signals that are known of every product as they are. */
function knownOfItems(
  state: ShopState,
  { themes, newcomers }: ItemSignalContext,
): [signal: number, values: Float32Array | Float64Array][] {
  const goal = state.goalPopularity.counts
  const interest = state.interestPopularity.counts
  const fresh = state.discoveries.counts
  return [
    [S.popular4, goal[0]],
    [S.popular15, goal[1]],
    [S.popular60, goal[2]],
    [S.popular360, goal[3]],
    [S.popularNew4, fresh[0]],
    [S.popularNew15, fresh[1]],
    [S.popularNew60, fresh[2]],
    [S.newcomer, newcomers],
    [S.latest15, state.newcomers.latest.counts[1]],
    [S.latest60, state.newcomers.latest.counts[2]],
    [S.sales15, state.newcomers.sales.counts[1]],
    [S.repeatRate, state.facts.repeatRate],
    [S.interestPopular4, interest[0]],
    [S.interestPopular60, interest[2]],
    [S.themeTrend, themes.trend],
    [S.themePopular, themes.popular],
  ]
}

/** What the shopper passed over: baskets made with the product for sale, and how it sold since the last of them. */
function fillAbsence({ facts, moment }: ShopState, board: SignalBoard, shopper: ItemSignalContext): void {
  const { candidates, choicesSince } = shopper
  const { basketTimes } = shopper.history
  if (basketTimes.length === 0) return
  const missed = board.writable(S.missed)
  const sinceLast = board.writable(S.sinceLast)
  const sinceShare = board.writable(S.sinceShare)
  const away = Math.floor((moment - basketTimes[basketTimes.length - 1]) / (7 * DAY_MS))
  const since = choicesSince.of(away + 1)
  const all = choicesSince.of(WEEKS - 1)
  for (let at = 0; at < candidates.length; at++) {
    const item = candidates[at]
    let passed = 0
    for (let k = basketTimes.length - 1; k >= 0 && basketTimes[k] > facts.firstSeen[item]; k--) passed++
    missed[at] = 1 / (1 + passed)
    sinceLast[at] = since[item]
    sinceShare[at] = since[item] / (all[item] + SINCE_DOUBT)
  }
}

/** Pseudo-choices under the share sold since: one sale of one is no rise. */
const SINCE_DOUBT = 3

/** Share of the present pace in that of the last months, doubted where counts are small. */
export function trendOf(counters: PopularityCounters, item: number): number {
  const recent = counters.counts[1][item] / POPULARITY_HALF_LIVES[1]
  const usual = counters.counts[2][item] / POPULARITY_HALF_LIVES[2]
  return recent / (usual + TREND_DOUBT / POPULARITY_HALF_LIVES[2])
}

const TREND_DOUBT = 3
