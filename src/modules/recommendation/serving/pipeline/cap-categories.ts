import type { BehaviorType, ProfileEvent } from "../../../../core/contract"
import type { Candidate } from "./candidates"
import type { Prepared } from "./prepare"

/** Share of a list that one category takes at most, unless more of the shopper's own past lies in it. */
const CATEGORY_SHARE = 0.5
/** Purchases, or else products looked at, from which a past says what it is made of: one picture book is no taste for paper. */
const ENOUGH = 4
/** What a shopper chose to do: lists that were merely shown to them, and what they turned down, say nothing of a taste. */
const CHOICES: ReadonlySet<BehaviorType> = new Set(["view", "click", "add_to_cart", "add_to_wishlist", "purchase"])

/** How many places of the list a category may take; as many as there are where nothing is capped. */
export function categoryLimits(prepared: Prepared): (category: string) => number {
  const { question, settings } = prepared
  if (question.strategy !== "for_you" || settings.serving.diversity === 0) return () => question.limit
  const shares = pastShares(prepared)
  return (category) =>
    category === ""
      ? question.limit
      : Math.max(1, Math.floor(question.limit * Math.max(CATEGORY_SHARE, shares.get(category) ?? 0)))
}

/**
 * Holds the rest of a category back behind the list, so that at most half of "For you" is of one kind for whoever has
 * bought of several; who buys nearly all in one category may see nearly all of it. With a short past that is for some
 * people, by recipient or age, products for others stand behind too: a toddler's picture book is no reason for
 * notebooks. No diversity, no cap.
 */
export function capCategories(candidates: Candidate[], prepared: Prepared): Candidate[] {
  const { question, catalog } = prepared
  const most = categoryLimits(prepared)
  const isForOthers = forOthers(prepared)
  const counts = new Map<string, number>()
  const taken: Candidate[] = []
  const held: Candidate[] = []
  const rest: Candidate[] = []
  for (const candidate of candidates) {
    const category = catalog.get(candidate.productId)?.category ?? ""
    const count = counts.get(category) ?? 0
    if (taken.length >= question.limit) rest.push(candidate)
    else if (count >= most(category) || isForOthers(candidate.productId)) held.push(candidate)
    else {
      taken.push(candidate)
      counts.set(category, count + 1)
    }
  }
  return [...taken, ...held, ...rest]
}

/** Share of each category in what the shopper bought, or in the products that they chose to look at; of a short past less. */
function pastShares({ profile, catalog }: Prepared): Map<string, number> {
  const bought = profile.events.filter(({ type }) => type === "purchase").map(({ productId }) => productId)
  // Viewed and then carted it is still one product.
  const past = bought.length < ENOUGH ? [...chosenProducts(profile.events)] : bought
  const shares = new Map<string, number>()
  for (const id of past) {
    const category = catalog.get(id)?.category
    if (category) shares.set(category, (shares.get(category) ?? 0) + 1 / Math.max(past.length, ENOUGH))
  }
  return shares
}

const chosenProducts = (events: readonly ProfileEvent[]): Set<string> =>
  new Set(events.flatMap(({ type, productId }) => (CHOICES.has(type) ? [productId] : [])))

/**
 * Whether a product is for none of the ages, or none of the recipients, that all of a short past is for, by their
 * tags; without tags nobody knows.
 */
function forOthers({ question, settings, profile, catalog }: Prepared): (productId: string) => boolean {
  const past = [...chosenProducts(profile.events)]
  const isShort = past.length > 0 && past.length < ENOUGH
  if (question.strategy !== "for_you" || settings.serving.diversity === 0 || !isShort) return () => false
  const { age_band, recipient } = settings.gift
  const tests = [age_band, recipient].map((name) => {
    const valuesOf = (id: string): string[] => (catalog.get(id)?.tags ?? []).filter((tag) => tag.startsWith(`${name}:`))
    const known = past.map(valuesOf)
    const wanted = new Set(known.flat())
    if (known.some((values) => values.length === 0)) return () => false
    return (id: string) => {
      const values = valuesOf(id)
      return values.length > 0 && !values.some((value) => wanted.has(value))
    }
  })
  return (id) => tests.some((isForOther) => isForOther(id))
}
