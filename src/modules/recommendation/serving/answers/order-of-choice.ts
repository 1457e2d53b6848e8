import type { Strategy } from "../../../../core/contract"

/** Lists of nothing but the shopper's own past, which nothing fills up: the narrower claim first. */
const FIRST: readonly Strategy[] = ["buy_again", "recently_viewed"]

/**
 * Places of a page's lists in the order in which they choose their products: by where they stand, but for those of the
 * shopper's own past. A list of another kind has more to choose from; it would take the refills and what was viewed last,
 * and leave the others empty.
 */
export function inOrderOfChoice(questions: readonly { readonly strategy: Strategy }[]): number[] {
  const rankOf = (at: number): number => FIRST.indexOf(questions[at].strategy) + 1 || FIRST.length + 1
  return [...questions.keys()].sort((a, b) => rankOf(a) - rankOf(b))
}
