import { DAY_MS } from "./profile"
import type { ItemPast } from "./history"
import { POPULARITY_HALF_LIVES } from "./popularity"
import type { PopularityCounters } from "./popularity"
import type { ShopState } from "./shop-state"
import { exp2 } from "../numeric/portable-math"
import { sumOf } from "../numeric/sum"

/** Share of a product's shoppers who came back for it, from which one purchase may be followed by another. */
const COMES_BACK_FROM = 0.15
/** Share of the usual time between two purchases after which a product is due. */
const DUE_FROM = 0.6
/** Days within which nothing is due: what was ordered minutes ago is still on its way. */
const NEVER_WITHIN_DAYS = 2

/** Days between two purchases, from and to which a product comes back with the year and not when it is used up. */
const YEARLY = { from: 300, to: 430 } as const
const YEAR_DAYS = 365.25
/** Days before and after the day of the year on which a yearly product was bought, for which it is due. */
const AROUND_ITS_DAY = 30

/** Whether a product is due to be bought again, by what a shopper did with it. */
export type DueRule = (item: number, past: ItemPast) => boolean

/**
 * When a product is due to be bought again: the shopper came back for it before, or people do; about as long has passed
 * as usually does between two purchases of it, or a year where it is bought once a year; and its season is not over. A
 * durable that was bought once is never due. Where times are only an order, what was bought twice or is bought again by
 * people is due.
 */
export function dueRule(state: ShopState): DueRule {
  const { facts, hasTime } = state
  const isOver = seasonsThatAreOver(state.newcomers.sales)
  return (item, past) => {
    const comesBack = past.baskets > 1 || facts.repeatRate[item] >= COMES_BACK_FROM
    if (past.baskets === 0 || past.disliked >= past.baskets || !comesBack) return false
    return !hasTime || (hasPassed(past.lastAge, gapOf(state, item, past)) && !isOver(item))
  }
}

/** Whether a product that was last bought so many days ago is bought again by now. */
function hasPassed(days: number, gap: number): boolean {
  if (gap < YEARLY.from || gap > YEARLY.to) return days >= Math.max(NEVER_WITHIN_DAYS, DUE_FROM * gap)
  const fromItsDay = Math.abs(days - YEAR_DAYS * Math.round(days / YEAR_DAYS))
  return days > YEAR_DAYS / 2 && fromItsDay <= AROUND_ITS_DAY
}

/** Usual days between two purchases: the product's own, and the shopper's where they came back for it. */
function gapOf({ facts }: ShopState, item: number, past: ItemPast): number {
  if (past.baskets < 2) return facts.gapDays[item]
  return (past.last - past.first) / DAY_MS / (past.baskets - 1)
}

/** Places of the counters that are read: two weeks, two months, and all along. */
const [DAYS, MONTHS, ALWAYS] = [1, 2, 3].map((at) => ({ at, halfLife: POPULARITY_HALF_LIVES[at] * DAY_MS }))
/** Days without a purchase, after which a season may be over. */
const QUIET_DAYS = 60
/** Purchases that were to be expected in these days; a product that sells evenly has none of them one time in twenty. */
const EXPECTED = 3

/**
 * Products that nobody has bought for two months, though by their share of all purchases some three were to be expected
 * in these days: eggs of Easter in November. A product that sells less than that is not distinguished from one that rests.
 */
function seasonsThatAreOver(sales: PopularityCounters): (item: number) => boolean {
  if (!sales.fades) return () => false
  const latest = Math.max(...sales.references)
  const standing = ({ at, halfLife }: typeof DAYS): number => exp2((sales.references[at] - latest) / halfLife)
  const isSilentBelow = exp2((-QUIET_DAYS * DAY_MS) / DAYS.halfLife) / standing(DAYS)
  let perCount: number | null = null
  /** Purchases of these days to each count of all along: even sales of one a day stand at halfLife / ln 2. */
  const expectedPerCount = (): number => {
    const inQuietDays =
      (sumOf(sales.counts[MONTHS.at]) * standing(MONTHS) * QUIET_DAYS * Math.LN2 * DAY_MS) / MONTHS.halfLife
    return inQuietDays / sumOf(sales.counts[ALWAYS.at])
  }
  return (item) =>
    sales.counts[DAYS.at][item] < isSilentBelow &&
    sales.counts[ALWAYS.at][item] * (perCount ??= expectedPerCount()) >= EXPECTED
}
