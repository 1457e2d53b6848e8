import type { LearnedList } from "../../contract/recommender"
import { CART_FEATURES, GIFT_FEATURES, PAGE_FEATURES, PERSONAL_FEATURES } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { linear } from "../../trees/scorer"
import { handPrior } from "./prior-weights"
import type { RankingModel } from "../model/ranking-model"

/** Features that a list is ranked by. */
export const FEATURES_OF_LIST: Readonly<Record<LearnedList, FeatureSpace>> = {
  cart: CART_FEATURES,
  bought_together: PAGE_FEATURES,
  similar: PAGE_FEATURES,
  gift: GIFT_FEATURES,
  buy_again: PERSONAL_FEATURES,
}

/** What goes with a product: baskets first, then shoppers, visits and words. */
const TOGETHER: ReadonlyMap<string, number> = new Map([
  ["any.anchor.basket.value", 1],
  ["any.anchor.ridge.value", 0.4],
  ["any.anchor.shopper.value", 0.2],
  ["any.anchor.interest.value", 0.2],
  ["any.anchor.content.value", 0.1],
  ["any.anchorLive.value", 0.5],
  ["any.anchorPopular.value", 0.05],
])

/** What is like a product: words first, then visits and shoppers. */
const SIMILAR: ReadonlyMap<string, number> = new Map([
  ["any.anchor.interest.value", 0.6],
  ["any.anchor.shopper.value", 0.4],
  ["any.anchor.ridge.value", 0.4],
  ["any.anchor.next.value", 0.2],
  ["any.anchor.content.value", 1],
  ["any.anchorLive.value", 0.3],
  ["any.anchorPopular.value", 0.05],
])

/** What is a good gift: what is like a product on the page, what was given to such people, and what new shoppers choose. */
const GIFT: ReadonlyMap<string, number> = new Map([
  ...SIMILAR,
  ["any.newcomer.value", 0.3],
  ["any.giftGiven.value", 0.3],
  ["any.giftRecipient.value", 0.5],
  ["any.giftOccasion.value", 0.3],
  ["any.giftAge.value", 0.2],
  ["any.giftLikeRecipient.value", 0.3],
  ["any.giftLikeOccasion.value", 0.2],
  ["any.giftLikeAge.value", 0.1],
])

const PRIORS: ReadonlyMap<LearnedList, ReadonlyMap<string, number>> = new Map([
  ["cart", TOGETHER],
  ["bought_together", TOGETHER],
  ["similar", SIMILAR],
  ["gift", GIFT],
])

/** What is believed of a list before anything was learned: the center of its regularization, as weights. */
export function listPrior(list: LearnedList): Float64Array {
  const prior = PRIORS.get(list)
  if (prior === undefined) return handPrior()
  return Float64Array.from(FEATURES_OF_LIST[list].names, (name) => prior.get(name) ?? 0)
}

/** The lists of a recommender that has learned nothing. */
export function priorLists(): RankingModel["lists"] {
  const prior = (list: LearnedList): RankingModel["lists"][LearnedList] => ({
    ...linear(listPrior(list)),
    isLearned: false,
  })
  return {
    cart: prior("cart"),
    bought_together: prior("bought_together"),
    similar: prior("similar"),
    gift: prior("gift"),
    buy_again: prior("buy_again"),
  }
}
