import type { Candidate } from "./candidates"
import type { Prepared } from "./prepare"

/** Share of a list that one category takes at most, unless more of the shopper's own past lies in it. */
const CATEGORY_SHARE = 0.5
/** Purchases from which these alone say what a shopper's past is made of; until then all they did counts. */
const ENOUGH_PURCHASES = 4

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
 * bought of several; who buys nearly all in one category may see nearly all of it. No diversity, no cap.
 */
export function capCategories(candidates: Candidate[], prepared: Prepared): Candidate[] {
  const { question, catalog } = prepared
  const most = categoryLimits(prepared)
  const counts = new Map<string, number>()
  const taken: Candidate[] = []
  const held: Candidate[] = []
  const rest: Candidate[] = []
  for (const candidate of candidates) {
    const category = catalog.get(candidate.productId)?.category ?? ""
    const count = counts.get(category) ?? 0
    if (taken.length >= question.limit) rest.push(candidate)
    else if (count >= most(category)) held.push(candidate)
    else taken.push(candidate)
    counts.set(category, count + 1)
  }
  return [...taken, ...held, ...rest]
}

/** Share of each category in what the shopper bought, or did. */
function pastShares({ profile, catalog }: Prepared): Map<string, number> {
  const bought = profile.events.filter(({ type }) => type === "purchase")
  const past = bought.length < ENOUGH_PURCHASES ? profile.events : bought
  const shares = new Map<string, number>()
  for (const { productId } of past) {
    const category = catalog.get(productId)?.category
    if (category) shares.set(category, (shares.get(category) ?? 0) + 1 / past.length)
  }
  return shares
}
