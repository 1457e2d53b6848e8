import { DAY_MS } from "./profile"
import type { ItemPast } from "./history"
import type { ShopState } from "./shop-state"

/** Share of a product's shoppers who came back for it, from which one purchase may be followed by another. */
const COMES_BACK_FROM = 0.15
/** Share of the usual time between two purchases after which a product is due. */
const DUE_FROM = 0.6
/** Days within which nothing is due: what was ordered minutes ago is still on its way. */
const NEVER_WITHIN_DAYS = 2

/**
 * Whether a product is due to be bought again: the shopper came back for it before, or people do, and about as long has
 * passed as usually does between two purchases of it. A durable that was bought once is never due. Where times are only
 * an order, what was bought twice or is bought again by people is due.
 */
export function isDueAgain(state: ShopState, item: number, past: ItemPast): boolean {
  const comesBack = past.baskets > 1 || state.facts.repeatRate[item] >= COMES_BACK_FROM
  if (past.baskets === 0 || past.disliked >= past.baskets || !comesBack) return false
  return !state.hasTime || past.lastAge >= Math.max(NEVER_WITHIN_DAYS, DUE_FROM * gapOf(state, item, past))
}

/** Usual days between two purchases: the product's own, and the shopper's where they came back for it. */
function gapOf({ facts }: ShopState, item: number, past: ItemPast): number {
  if (past.baskets < 2) return facts.gapDays[item]
  return (past.last - past.first) / DAY_MS / (past.baskets - 1)
}
