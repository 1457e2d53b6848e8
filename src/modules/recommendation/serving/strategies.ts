import type { Strategy } from "../../../core/contract"

/** What a strategy promises, beyond its ranking. */
export interface StrategyPolicy {
  /** Products that the shopper has bought already stay out. */
  readonly dropsOwned: boolean
  /** What the shopper bought a few days ago stays out: nobody is out of it yet. */
  readonly restsBought: boolean
  /**
   * The strategy is a claim about each product ("you viewed it", "it is on sale"):
   * filling up with others would be a lie, so the list may be shorter.
   */
  readonly isClaim: boolean
  /** Order is part of the claim (latest first): neither varied nor rotated. */
  readonly keepsOrder: boolean
  /** Says something of this shopper: the control arm of an experiment gets what is popular instead. */
  readonly isPersonal: boolean
}

const usual: StrategyPolicy = {
  dropsOwned: false,
  restsBought: true,
  isClaim: false,
  keepsOrder: false,
  isPersonal: false,
}
/** True of each product or not shown: nothing but the claim itself decides. */
const claim: StrategyPolicy = { ...usual, isClaim: true, restsBought: false }

export const STRATEGY_POLICIES: Readonly<Record<Strategy, StrategyPolicy>> = {
  for_you: { ...usual, isPersonal: true },
  similar: { ...usual, dropsOwned: true },
  bought_together: { ...usual, dropsOwned: true },
  cart: usual,
  trending: usual,
  popular: usual,
  recently_viewed: { ...claim, keepsOrder: true },
  buy_again: { ...claim, keepsOrder: true },
  new_arrivals: { ...usual, dropsOwned: true },
  on_sale: claim,
  gift: { ...usual, restsBought: false },
}

/** Rungs below a strategy's own, in the order in which they fill up a short list. */
export const FILL_ORDER: readonly Strategy[] = ["for_you", "trending", "popular", "new_arrivals"]
