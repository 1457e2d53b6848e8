import type { Dataset, GiftLine, GiftContext, InteractionLog } from "../../contract/interaction-log"
import type { RankingCase } from "../../evaluation/temporal-split"
import { keptRowsOf } from "../../data/kept-purchases"
import { rowsByKey } from "../../data/rows-by-key"
import type { RowsByKey } from "../../data/rows-by-key"
import { inTheirOrder } from "../../features/gift-table"
import { BEHAVIOR, isInterest, isPositive } from "../../features/profile"
import { isGoal } from "../../features/shop-state"
import type { Goal } from "../../features/shop-state"
import { rowsByVisit } from "../../features/visits"
import { createRandom } from "../../random/seeded-random"
import type { SeededRandom } from "../../random/seeded-random"
import { firstBaskets } from "./first-baskets"
import type { Sampled } from "./sample-cases"

/** Lists that start from products on the page or in the cart, or from a giver's words, and can be learned from a shop's past. */
export const ANCHORED_LISTS = ["cart", "bought_together", "similar", "gift"] as const

/** One of {@link ANCHORED_LISTS}. */
export type AnchoredList = (typeof ANCHORED_LISTS)[number]

/** A question with products on the page or in the cart, and what went with them. */
export interface AnchoredCase extends RankingCase {
  /** Distinct products that are given, the latest last; none of them is in the truth. */
  readonly anchors: readonly number[]
  /** Rows of the given products, for rankers that read a log. */
  readonly anchorRows: Int32Array
  /** Whom a giver named for a gift; null where no gift was asked for. */
  readonly giftContext: GiftContext | null
  /** How much the answer counts beside those of other cases, above 0. */
  readonly weight: number
}

/** What questions are asked of: behavior, and the orders that were marked as gifts. */
export type AskedShop = Pick<Dataset, "log" | "gifts">

/** What questions are made of. */
export interface CaseOptions {
  readonly goal: Goal
  /** No row at or after `cut` is in a profile, but for the visit that is asked about. */
  readonly window: { readonly cut: number; readonly until: number }
  /** Of the choice of the line that is given or hidden. */
  readonly seed: number
  /** Asks of the first product of each visit alone, not of every step. */
  readonly firstStepOnly?: boolean
}

/**
 * Questions of one list within a window. In the cart all lines of a basket but one are given and that one is the truth;
 * beside a product one line is given and the rest of the basket is the truth. What is similar is what a visit went on
 * to after a product page. Of a gift the giver's words are given, and what they bought is the truth. A shop without
 * baskets, visits or gift orders has none.
 */
export function anchoredCases(shop: AskedShop, list: AnchoredList, options: CaseOptions): AnchoredCase[] {
  const asked = askedAnchored(shop, list, options)
  return Array.from({ length: asked.length }, (_, place) => asked.at(place)).filter((found) => found !== undefined)
}

/** The questions of {@link anchoredCases}, made as they are asked for: a few hundred are, of one for each page that anybody saw. */
export function askedAnchored(
  { log, gifts = [] }: AskedShop,
  list: AnchoredList,
  options: CaseOptions,
): Sampled<AnchoredCase> {
  if (list === "gift") return giftCases(log, gifts, options)
  return list === "similar" ? visitCases(log, options) : basketCases(log, list, options)
}

/** One question of the first basket of two products or more of each shopper, and of each basket of nobody. */
function basketCases(
  log: InteractionLog,
  list: "cart" | "bought_together",
  { goal, window, seed }: CaseOptions,
): Sampled<AnchoredCase> {
  if (goal !== "purchase" || !log.hasTime) return []
  const random = createRandom(seed)
  const pasts = new Pasts(log, window.cut)
  const baskets = firstBaskets(log, window, isGoal(goal)).map((rows) => divide(rows, list, random))
  return {
    length: baskets.length,
    at: (place) => {
      if (place >= baskets.length) return undefined
      const { given, truth } = baskets[place]
      return pasts.question({ given, seen: [], truth: truth.map((row) => log.item[row]), weight: 1, now: window.cut })
    },
  }
}

/**
 * One question for each gift order within a window, of nobody: neither the giver's past nor who they are says what
 * somebody else likes.
 */
function giftCases(log: InteractionLog, gifts: readonly GiftLine[], { goal, window }: CaseOptions): AnchoredCase[] {
  if (goal !== "purchase" || !log.hasTime) return []
  const index = new Map(log.itemIds.map((id, at) => [id, at]))
  const orders = new Map<string, { readonly giftContext: GiftContext; readonly truth: Set<number> }>()
  for (const { orderId, itemId, time, returnedAt, giftContext } of inTheirOrder(gifts)) {
    const item = index.get(itemId)
    if (item === undefined || time < window.cut || time >= window.until || returnedAt !== null) continue
    // Gifts for two people in one order are two questions.
    const key = JSON.stringify([orderId, giftContext.recipient, giftContext.occasion, giftContext.age_band])
    const order = orders.get(key) ?? { giftContext, truth: new Set() }
    orders.set(key, order)
    order.truth.add(item)
  }
  const nothing = new Int32Array(0)
  return [...orders.values()].map(({ giftContext, truth }) => ({
    ...{ user: -1, rows: nothing, now: window.cut, truth: Int32Array.from(truth), isKnown: true },
    ...{ anchors: [], anchorRows: nothing, giftContext, weight: 1 },
  }))
}

function divide(
  rows: readonly number[],
  list: "cart" | "bought_together",
  random: SeededRandom,
): { given: readonly number[]; truth: readonly number[] } {
  const chosen = random.nextInt(rows.length)
  const one = [rows[chosen]]
  const others = rows.filter((_, at) => at !== chosen)
  return list === "cart" ? { given: others, truth: one } : { given: one, truth: others }
}

/**
 * Of each visit that began within a window the product pages, and what came next: the next other product, and what was
 * put into the cart or bought later in the visit.
 */
function visitCases(log: InteractionLog, { goal, window, firstStepOnly = false }: CaseOptions): Sampled<AnchoredCase> {
  if (!log.hasTime) return []
  const visits = rowsByVisit(log)
  const pasts = new Pasts(log, window.cut)
  const weights = behaviorWeights(log, visits, window.cut)
  const isKept = keptRowsOf(log)
  const teaches = goal === "purchase" ? buyersOf(log) : () => true
  const wasKnown = knownBefore(log)
  const rowsOf = (visit: number): Int32Array =>
    visits.rows
      .subarray(visits.offsets[visit], visits.offsets[visit + 1])
      .filter((row) => isPositive(log.behavior[row]) && isKept(row))
  const found: { readonly visits: number[]; readonly steps: number[] } = { visits: [], steps: [] }
  for (let visit = 0; visit + 1 < visits.offsets.length; visit++) {
    if (!teaches(log.user[visits.rows[visits.offsets[visit]]])) continue
    const rows = rowsOf(visit)
    if (rows.length < 2 || log.time[rows[0]] < window.cut || log.time[rows[0]] >= window.until) continue
    const steps = firstStepOnly ? 1 : rows.length - 1
    for (let at = 0; at < steps; at++) {
      if (!isInterest(log.behavior[rows[at]])) continue
      const chosen = chosenAfter(log, rows, at)
      // The page is asked about once, as it is left.
      const isAsked = at > 0 && log.item[rows[at - 1]] === log.item[rows[at]] && !firstStepOnly
      if (chosen.length === 0 || isAsked) continue
      if (!firstStepOnly && chosen.every((row) => wasKnown(visit, row))) continue
      found.visits.push(visit)
      found.steps.push(at)
    }
  }
  const caseOf = (visit: number, at: number): AnchoredCase => {
    const rows = rowsOf(visit)
    const chosen = chosenAfter(log, rows, at)
    return pasts.question({
      given: [rows[at]],
      seen: Array.from(rows.subarray(0, at)),
      truth: chosen.map((row) => log.item[row]),
      weight: Math.max(...chosen.map((row) => weights[log.behavior[row]])),
      now: log.time[rows[at]] + 1,
    })
  }
  const { length } = found.visits
  return { length, at: (place) => (place < length ? caseOf(found.visits[place], found.steps[place]) : undefined) }
}

/** Rows of what a visit went on to from one of its pages: the next other product, and what was carted or bought later. */
function chosenAfter(log: InteractionLog, rows: Int32Array, at: number): number[] {
  const item = log.item[rows[at]]
  const later = Array.from(rows.subarray(at + 1)).filter((row) => log.item[row] !== item)
  return later.filter((row, place) => place === 0 || isChoice(log.behavior[row]))
}

/** Times that a shopper teaches where pages lead to one product: who likes it comes back once more. */
const TIMES_A_PRODUCT = 2

/**
 * Whether a shopper, or a visit of nobody's, went on to a product {@link TIMES_A_PRODUCT} times before: in a shop without
 * purchases false shoppers cost nothing, and who comes back to one product from every page would else teach every page to
 * lead to it.
 */
function knownBefore(log: InteractionLog): (visit: number, row: number) => boolean {
  const times = new Map<number, number>()
  return (visit, row) => {
    const shopper = log.user[row] >= 0 ? log.user[row] : log.userIds.length + visit
    const key = shopper * log.itemIds.length + log.item[row]
    const before = times.get(key) ?? 0
    times.set(key, before + 1)
    return before >= TIMES_A_PRODUCT
  }
}

/**
 * Whether a shopper has ever bought: where purchases are known, only visits of those who bought teach what goes on from
 * a page. Visitors cost nothing: a tenth of false ones would else teach every page to lead to what they push.
 */
function buyersOf(log: InteractionLog): (user: number) => boolean {
  const buyers = new Set<number>()
  for (let row = 0; row < log.length; row++) if (log.behavior[row] === BEHAVIOR.purchase) buyers.add(log.user[row])
  return (user) => user >= 0 && buyers.has(user)
}

const isChoice = (behavior: number): boolean => behavior === BEHAVIOR.addToCart || behavior === BEHAVIOR.purchase

/** A purchase counts at most so many times a view. */
const WEIGHT_AT_MOST = 10

/**
 * Weight of each behavior, learned from the visits before a moment: how often what was so treated was bought in that
 * visit, over how often what was viewed was. All 1 where nothing was bought.
 */
function behaviorWeights(log: InteractionLog, visits: RowsByKey, before: number): Float64Array {
  const seen = new Float64Array(256)
  const bought = new Float64Array(256)
  for (let visit = 0; visit + 1 < visits.offsets.length; visit++) {
    const rows = visits.rows.subarray(visits.offsets[visit], visits.offsets[visit + 1])
    if (rows.length === 0 || log.time[rows[0]] >= before) continue
    const purchased = new Set<number>()
    for (const row of rows) if (log.behavior[row] === BEHAVIOR.purchase) purchased.add(log.item[row])
    for (const row of rows) {
      seen[log.behavior[row]]++
      if (purchased.has(log.item[row])) bought[log.behavior[row]]++
    }
  }
  const rate = (behavior: number): number => (bought[behavior] + 1) / (seen[behavior] + 10)
  const ofView = rate(BEHAVIOR.view)
  const isBlind = bought[BEHAVIOR.purchase] === 0
  return Float64Array.from(seen, (_, behavior) =>
    isBlind ? 1 : Math.min(WEIGHT_AT_MOST, Math.max(1, rate(behavior) / ofView)),
  )
}

interface Parts {
  readonly given: readonly number[]
  /** Rows of the visit before the given one. */
  readonly seen: readonly number[]
  readonly truth: readonly number[]
  readonly weight: number
  readonly now: number
}

/** What each shopper had done before a cut. */
class Pasts {
  readonly #log: InteractionLog
  readonly #cut: number
  readonly #byUser: RowsByKey

  constructor(log: InteractionLog, cut: number) {
    this.#log = log
    this.#cut = cut
    this.#byUser = rowsByKey(log.user, log.userIds.length, log.length)
  }

  question({ given, seen, truth, weight, now }: Parts): AnchoredCase {
    const log = this.#log
    const user = log.user[given[0]]
    const { offsets, rows } = this.#byUser
    const before = user < 0 ? [] : rows.subarray(offsets[user], offsets[user + 1])
    return {
      user,
      rows: Int32Array.from([...Array.from(before).filter((row) => log.time[row] < this.#cut), ...seen]),
      now,
      truth: Int32Array.from(new Set(truth)),
      isKnown: true,
      anchors: given.map((row) => log.item[row]),
      anchorRows: Int32Array.from(given),
      giftContext: null,
      weight,
      channel: log.channels?.of[given[0]],
    }
  }
}
