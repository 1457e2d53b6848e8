import { keptQuantities } from "../data/kept-purchases"
import { BEHAVIOR, DAY_MS, isInterest } from "./profile"
import type { Profile } from "./profile"
import type { Goal } from "./shop-state"
import { isGoal } from "./shop-state"
import { exp2 } from "../numeric/portable-math"

/** What a shopper did with one product. */
export interface ItemPast {
  /** Goal events in distinct baskets. */
  baskets: number
  /** Times of the first and the last goal event. */
  first: number
  last: number
  /** Days since the last goal event; where times are only an order, events since. */
  lastAge: number
  /** Goal events faded with half-lives of 90 and 20 days. */
  faded90: number
  faded20: number
  quantity: number
  inLastBasket: boolean
  /** Interest faded with half-lives of 30 and 3 days. */
  interest30: number
  interest3: number
  /** 1/(steps back) of its latest place in the present visit, 0 outside of it. */
  visit: number
  /** Carted and wished for now, faded; what was taken out again is 0. */
  carted: number
  wished: number
  disliked: number
  lastBasket: number
}

/** A profile read once: per product, and what all products share. */
export interface History {
  readonly items: ReadonlyMap<number, ItemPast>
  /** Whether anything was looked at or chosen: to have dismissed something is no taste yet. */
  readonly hasTaste: boolean
  /** Distinct baskets of goal events. */
  readonly baskets: number
  /** Products chosen before, over goal events: 0 none ever again, towards 1 always the same. */
  readonly repeatShare: number
  readonly daysSinceLast: number
  /** Times of the baskets, oldest first, milliseconds. */
  readonly basketTimes: readonly number[]
  /** Mean days between baskets, NaN for fewer than two. */
  readonly gapDays: number
  /** Products of the present visit, newest first, no product twice; of an earlier one the latest alone, without times the latest events'. */
  readonly visitItems: readonly number[]
}

/** Events further back than this are another visit. */
const VISIT_MS = 12 * 3_600_000
const VISIT_ITEMS_AT_MOST = 12

/**
 * Reads a profile as of `now`; events at or after `now` must not be in it. Where times are only an order, each of their
 * later events counts as a day.
 */
export function readHistory(profile: Profile, now: number, context: { goal: Goal; hasTime: boolean }): History {
  const accepts = isGoal(context.goal)
  const items = new Map<number, ItemPast>()
  const basketTimes: number[] = []
  const kept = keptQuantities(
    profile,
    () => 0,
    (at) => profile.basket[at],
  )
  const returned = new Set<ItemPast>()
  const totals = { goals: 0, repeats: 0, baskets: new Set<number>(), first: Number.NaN, last: Number.NaN, basket: -1 }
  for (let at = 0; at < profile.length; at++) {
    const behavior = profile.behavior[at]
    // To have been shown a product is no past with it.
    if (behavior === BEHAVIOR.impression) continue
    const past = pastOf(items, profile.item[at])
    const age = context.hasTime ? Math.max(0, now - profile.time[at]) / DAY_MS : profile.length - 1 - at
    // A gift says what was bought, not what the giver likes.
    const quantity = kept === null ? profile.quantity[at] : kept[at]
    const isKept = kept === null || behavior !== BEHAVIOR.purchase || quantity > 0
    if (accepts(behavior) && isKept && profile.isGift[at] === 0) {
      takeGoal(past, profile, { at, age, quantity })
      totals.goals++
      if (past.baskets > 1) totals.repeats++
      if (!totals.baskets.has(profile.basket[at])) basketTimes.push(profile.time[at])
      totals.baskets.add(profile.basket[at])
      if (Number.isNaN(totals.first)) totals.first = profile.time[at]
      totals.last = profile.time[at]
      totals.basket = profile.basket[at]
    }
    if (behavior === BEHAVIOR.return) returned.add(past)
    takeInterest(past, behavior, age)
  }
  // Whoever kept a part does not dislike it.
  for (const past of returned) if (past.baskets === 0) past.disliked += 1
  for (const past of items.values()) {
    // Where no basket is known, the last event is one.
    past.inLastBasket =
      past.baskets > 0 && (totals.basket >= 0 ? past.lastBasket === totals.basket : past.last === totals.last)
  }
  const baskets = totals.baskets.size
  const spanDays = context.hasTime ? (totals.last - totals.first) / DAY_MS : 0
  return {
    items,
    hasTaste: [...items.values()].some(({ baskets: chosen, interest30 }) => chosen > 0 || interest30 > 0),
    baskets,
    basketTimes,
    repeatShare: totals.repeats / Math.max(1, totals.goals),
    daysSinceLast: totals.goals > 0 && context.hasTime ? Math.max(0, now - totals.last) / DAY_MS : 0,
    gapDays: baskets > 1 && spanDays > 0 ? spanDays / (baskets - 1) : Number.NaN,
    visitItems: markVisit(items, profile, now, context.hasTime),
  }
}

function pastOf(items: Map<number, ItemPast>, item: number): ItemPast {
  const known = items.get(item)
  if (known !== undefined) return known
  const past: ItemPast = {
    baskets: 0,
    first: Number.NaN,
    last: Number.NaN,
    lastAge: 0,
    faded90: 0,
    faded20: 0,
    quantity: 0,
    inLastBasket: false,
    interest30: 0,
    interest3: 0,
    visit: 0,
    carted: 0,
    wished: 0,
    disliked: 0,
    lastBasket: Number.NaN,
  }
  items.set(item, past)
  return past
}

function takeGoal(
  past: ItemPast,
  profile: Profile,
  { at, age, quantity }: { readonly at: number; readonly age: number; readonly quantity: number },
): void {
  const basket = profile.basket[at]
  if (past.baskets === 0) past.first = profile.time[at]
  past.quantity += quantity
  if (past.baskets > 0 && basket >= 0 && basket === past.lastBasket) return
  past.baskets++
  past.last = profile.time[at]
  past.lastAge = age
  past.lastBasket = basket
  past.faded90 += exp2(-age / 90)
  past.faded20 += exp2(-age / 20)
}

function takeInterest(past: ItemPast, behavior: number, age: number): void {
  if (isInterest(behavior)) {
    past.interest30 += exp2(-age / 30)
    past.interest3 += exp2(-age / 3)
  }
  if (behavior === BEHAVIOR.addToCart) past.carted += exp2(-age / 14)
  else if (behavior === BEHAVIOR.addToWishlist) past.wished += exp2(-age / 60)
  else if (behavior === BEHAVIOR.removeFromCart || behavior === BEHAVIOR.purchase) past.carted = 0
  else if (behavior === BEHAVIOR.removeFromWishlist) past.wished = 0
  else if (behavior === BEHAVIOR.dismiss) past.disliked += 1
}

/**
 * Marks the products of the present visit (without times: of the latest events) with 1/(steps back) and returns them,
 * newest first. Where there is none, the latest product is returned unmarked.
 */
function markVisit(items: ReadonlyMap<number, ItemPast>, profile: Profile, now: number, hasTime: boolean): number[] {
  const order: number[] = []
  const seen = new Set<number>()
  for (let at = profile.length - 1; at >= 0 && order.length < VISIT_ITEMS_AT_MOST; at--) {
    const isThisVisit = hasTime && now - profile.time[at] <= VISIT_MS
    if (!isThisVisit && order.length > 0 && hasTime) break
    const item = profile.item[at]
    if (!(isInterest(profile.behavior[at]) || profile.behavior[at] === BEHAVIOR.purchase) || seen.has(item)) continue
    seen.add(item)
    order.push(item)
    const past = items.get(item)
    if ((isThisVisit || !hasTime) && past !== undefined) past.visit = 1 / order.length
    if (!isThisVisit && hasTime) break
  }
  return order
}
