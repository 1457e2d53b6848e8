import type { Candidate } from "./candidates"
import type { Prepared } from "./prepare"

/** Share of a list that one category takes at most, unless more of the shopper's own past lies in it. */
const CATEGORY_SHARE = 0.5
/** Purchases, or else products looked at, from which a past says what it is made of: one picture book is no taste for paper. */
const ENOUGH = 4

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
 * ages, products for others stand behind too: a toddler's picture book is no reason for notebooks. No diversity, no cap.
 */
export function capCategories(candidates: Candidate[], prepared: Prepared): Candidate[] {
  const { question, catalog } = prepared
  const most = categoryLimits(prepared)
  const isForOthers = otherAges(prepared)
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

/** Share of each category in what the shopper bought, or in the products that they did anything with; of a short past less. */
function pastShares({ profile, catalog }: Prepared): Map<string, number> {
  const bought = profile.events.filter(({ type }) => type === "purchase")
  const ids = (bought.length < ENOUGH ? profile.events : bought).map(({ productId }) => productId)
  // Viewed and then carted it is still one product.
  const past = bought.length < ENOUGH ? [...new Set(ids)] : ids
  const shares = new Map<string, number>()
  for (const id of past) {
    const category = catalog.get(id)?.category
    if (category) shares.set(category, (shares.get(category) ?? 0) + 1 / Math.max(past.length, ENOUGH))
  }
  return shares
}

/** Whether a product is for none of the ages that all of a short past is for, by their tags; without tags nobody knows. */
function otherAges({ question, settings, profile, catalog }: Prepared): (productId: string) => boolean {
  const past = new Set(profile.events.map(({ productId }) => productId))
  if (question.strategy !== "for_you" || settings.serving.diversity === 0 || past.size >= ENOUGH) return () => false
  const agesOf = (id: string): string[] =>
    (catalog.get(id)?.tags ?? []).filter((tag) => tag.startsWith(`${settings.gift.age_band}:`))
  const known = [...past].map(agesOf)
  if (known.length === 0 || known.some((ages) => ages.length === 0)) return () => false
  const wanted = new Set(known.flat())
  return (id) => {
    const ages = agesOf(id)
    return ages.length > 0 && !ages.some((age) => wanted.has(age))
  }
}
