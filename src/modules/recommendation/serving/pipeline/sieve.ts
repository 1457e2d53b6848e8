import { alternativeRemoval } from "../alternatives/is-alternative"
import { GiftMatcher, isWithinBudget } from "../gift"
import { STRATEGY_POLICIES } from "../strategies"
import type { Prepared } from "./prepare"
import { OUTSIDE_BUDGET } from "./removal"
import type { Removal } from "./removal"

/** Looks at one product after the other, in memory. */
export interface Sieve {
  readonly gift: GiftMatcher
  /** The first filter that takes the product out; null when none does. */
  removal(productId: string): Removal | null
}

/**
 * The filters of a question, the cheapest first; what is for sale is looked at again in the database before it is shown.
 *
 * @param claims whether the strategy's own claim must hold, as it need not for what fills up
 */
export function createSieve(prepared: Prepared, claims = true): Sieve {
  const { question, catalog, history, forSale, onSale, prices, rules, alternative } = prepared
  const policy = STRATEGY_POLICIES[question.strategy]
  const gift = new GiftMatcher(question.gift, prepared.settings.gift, prepared.beliefs)
  const inCart = new Set(question.cartProductIds)
  const pinned = new Set(rules.flatMap((rule) => (rule.action === "pin" ? rule.product_ids : [])))
  // Beside a product that somebody opened a list is no surprise; a list of the home page is one for who looks on.
  const keepsSecrets = question.strategy !== "gift" && !policy.needsProduct
  const isOff = prepared.settings.serving.disabled_strategies.includes(question.strategy)
  return {
    gift,
    removal(productId) {
      if (isOff) return { by: "strategy_off", detail: "the shop has switched this strategy off" }
      if (question.exclude.has(productId)) return { by: "page", detail: "stands elsewhere on the page" }
      if (inCart.has(productId)) return { by: "in_cart", detail: "is in the cart" }
      if (productId === question.productId) return { by: "viewed_now", detail: "is the product on the page" }
      if (history.dismissed.has(productId)) return { by: "dismissed", detail: "the shopper is not interested" }
      if (keepsSecrets && history.secret.has(productId))
        return { by: "gift_bought", detail: "bought as a gift: who it is for may see this screen" }
      if (claims && question.strategy === "buy_again" && !history.owned.has(productId))
        return { by: "not_bought", detail: "never bought by this shopper" }
      if (policy.dropsOwned && history.owned.has(productId)) return { by: "owned", detail: "bought already" }
      if ((policy.restsBought || !claims) && history.rested.has(productId))
        return { by: "bought_lately", detail: "bought a few days ago" }
      const entry = catalog.get(productId)
      if (!entry || !forSale.has(productId)) return { by: "not_for_sale", detail: "not for sale here and now" }
      if (!entry.isRecommended && !pinned.has(productId))
        return { by: "not_recommended", detail: "a gift card, or its metadata says recommendations: false" }
      if (question.categoryId && !entry.categoryTree.includes(question.categoryId))
        return { by: "category", detail: "not in the category" }
      if (claims && onSale && !onSale.has(productId)) return { by: "not_on_sale", detail: "on no sale price list" }
      const amounts = prices?.get(productId)?.amounts ?? []
      const unlike = claims && alternative ? alternativeRemoval(entry, amounts, alternative) : null
      if (unlike) return unlike
      if (prices && !amounts.some((amount) => isWithinBudget(amount, question.gift))) return OUTSIDE_BUDGET
      if (gift.asked > 0 && gift.score(entry) < 0) return { by: "gift", detail: "for another recipient or occasion" }
      return null
    },
  }
}
