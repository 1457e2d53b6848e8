import type { Generator } from "./generators"

/** Generators of lists that start from given products, and what of the shopper's own past they add. */
export const ANCHOR_GENERATORS: readonly Generator[] = [
  { name: "bought_together", signal: "anchor.basket", count: 80 },
  { name: "bought_together", signal: "anchorMost.basket", count: 30 },
  { name: "bought_together", signal: "anchor.basketNow", count: 60 },
  { name: "bought_together", signal: "anchor.basketRidge", count: 80 },
  { name: "bought_together", signal: "anchor.basketNowRidge", count: 60 },
  { name: "bought_together", signal: "anchorLive", count: 40 },
  { name: "also_bought", signal: "anchor.shopper", count: 60 },
  { name: "also_bought", signal: "anchor.ridge", count: 80 },
  { name: "also_viewed", signal: "anchor.interest", count: 80 },
  { name: "also_viewed", signal: "anchor.interestRidge", count: 60 },
  { name: "viewed_next", signal: "anchor.next", count: 80 },
  { name: "similar", signal: "anchor.content", count: 60 },
  { name: "bought_before", signal: "frequency90", count: 60 },
  { name: "bought_before", signal: "frequency", count: 30 },
  { name: "viewed", signal: "interest7", count: 20 },
  { name: "also_bought", signal: "ridgeRecent", count: 40 },
]

/** Generators of lists of gifts: what was given to such people, what is worded like it, and what goes with a product on the page. */
export const GIFT_GENERATORS: readonly Generator[] = [
  { name: "gift", signal: "giftRecipient", count: 100 },
  { name: "gift", signal: "giftOccasion", count: 80 },
  { name: "gift", signal: "giftAge", count: 60 },
  { name: "gift", signal: "giftGiven", count: 120 },
  { name: "gift", signal: "giftLikeRecipient", count: 80 },
  { name: "gift", signal: "giftLikeOccasion", count: 60 },
  { name: "gift", signal: "giftLikeAge", count: 40 },
  ...ANCHOR_GENERATORS.filter(({ signal }) => signal.startsWith("anchor.")),
]
