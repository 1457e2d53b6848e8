import type { Strategy } from "../../../core/contract"

/** What a strategy promises, beyond its ranking. */
export interface StrategyPolicy {
  /** Products that the shopper has bought already stay out. */
  readonly dropsOwned: boolean
  /** What the shopper bought a few days ago stays out: nobody is out of it yet. */
  readonly restsBought: boolean
  /** The strategy is a claim about each product ("you viewed it", "it is on sale"): what it does not hold for comes last, if at all. */
  readonly isClaim: boolean
  /**
   * Whether others fill up what the claim leaves open, unless the request says:
   * a shopper's own past is short at first, and nothing else belongs to it.
   */
  readonly fillsUp: boolean
  /** Strategies that fill up what the claim leaves open. @defaultValue {@link FILL_ORDER} and what is newest */
  readonly fillsFrom?: readonly Strategy[]
  /** Order is part of the claim (latest first): neither varied nor rotated. */
  readonly keepsOrder: boolean
  /** Says something of this shopper: held out of personal lists, they get what is popular instead. */
  readonly isPersonal: boolean
  /** Cannot answer without the product on the page. */
  readonly needsProduct: boolean
}

const usual: StrategyPolicy = {
  dropsOwned: false,
  restsBought: true,
  isClaim: false,
  fillsUp: true,
  keepsOrder: false,
  isPersonal: false,
  needsProduct: false,
}
const beside: StrategyPolicy = { ...usual, dropsOwned: true, needsProduct: true }
const claim: StrategyPolicy = { ...usual, isClaim: true, restsBought: false }
const ownPast: StrategyPolicy = { ...claim, fillsUp: false, keepsOrder: true }

export const STRATEGY_POLICIES: Readonly<Record<Strategy, StrategyPolicy>> = {
  for_you: { ...usual, isPersonal: true },
  similar: beside,
  // In place of what cannot be bought nothing but what is like it: best sellers would be another list.
  alternatives: { ...claim, dropsOwned: true, restsBought: true, needsProduct: true, fillsFrom: ["similar"] },
  bought_together: beside,
  cart: usual,
  trending: usual,
  popular: usual,
  recently_viewed: ownPast,
  buy_again: ownPast,
  new_arrivals: { ...usual, dropsOwned: true },
  // Best sellers at their usual price are no sale, whatever stands above them.
  on_sale: { ...claim, fillsUp: false },
  gift: usual,
}

/** Rungs below a strategy's own, in the order in which they fill up a short list. */
export const FILL_ORDER: readonly Strategy[] = ["for_you", "trending", "popular", "new_arrivals"]
