import type { Outcome, ShownList, ShownListKind } from "../../contract/interaction-log"
import { DAY_MS } from "../../features/profile"
import { exp2 } from "../../numeric/portable-math"
import type { Propensity } from "./place-propensities"

/** What a choice counts at most beside one at the place that is looked at most: a rare one far down would outweigh all. */
const WEIGHT_AT_MOST = 10
/** Days after which a list counts half. */
const HALF_LIFE_DAYS = 60
/** Choices, in effect, below which lists that were seen teach nothing. */
export const EFFECTIVE_AT_LEAST = 200
/** Lists of one shopper that count, the newest. */
const PER_SHOPPER = 20

/** Products of one list that were in sight: some were chosen, and the others passed over. */
export interface SeenList {
  readonly kind: ShownListKind
  /** Products that it started from; empty for `for_you`. */
  readonly anchors: readonly string[]
  readonly shopperId: string
  readonly time: number
  readonly itemIds: readonly string[]
  readonly chosen: readonly boolean[]
  /** Of each product in every pair: what stands for the choices that were not made because nobody looked there. */
  readonly weights: readonly number[]
}

/** Lists that teach, oldest first, and how many equal choices their weights stand for. */
export interface SeenLists {
  readonly lists: readonly SeenList[]
  /** (sum of weights)^2 / sum of their squares, over the choices (Kish). */
  readonly effective: number
}

/** The same lists, the oldest first, in an order that hangs on nothing but the lists: sums of rounded numbers hang on theirs. */
export function oldestFirst(lists: readonly ShownList[]): ShownList[] {
  const keyOf = ({ kind, anchors, shopperId, placement, products }: ShownList): string =>
    JSON.stringify([kind, anchors, shopperId, placement, products])
  return [...lists].sort((a, b) => {
    if (a.time !== b.time) return a.time - b.time
    const [first, second] = [keyOf(a), keyOf(b)]
    return first < second ? -1 : first > second ? 1 : 0
  })
}

/**
 * What lists teach that were seen: each choice over all that was in sight in the same list and passed over, weighted by
 * one over the propensity of its place, clipped, and fading with age. What was not in sight says nothing. Weights are
 * scaled to a mean of 1. Of each shopper the newest lists teach, for visits cost nothing.
 *
 * @param now milliseconds since 1970-01-01 UTC, from which ages are counted
 * @see Joachims, Swaminathan, Schnabel, "Unbiased Learning-to-Rank with Biased Feedback", WSDM 2017 (propensity SVM-rank)
 */
export function seenLists(lists: readonly ShownList[], propensity: Propensity, now: number): SeenLists {
  const teaching = oldestFirst(lists).flatMap((list) => {
    const products = list.products.filter(({ seen, outcome }) => seen || isChosen(outcome))
    const choices = products.filter(({ outcome }) => isChosen(outcome)).length
    return choices === 0 || choices === products.length ? [] : [{ ...list, products }]
  })
  const found = newestOfEach(teaching).map(({ kind, anchors, shopperId, placement, time, products }): SeenList => {
    const faded = exp2(-Math.max(0, now - time) / (HALF_LIFE_DAYS * DAY_MS))
    return {
      ...{ kind, anchors, shopperId, time, itemIds: products.map(({ itemId }) => itemId) },
      chosen: products.map(({ outcome }) => isChosen(outcome)),
      weights: products.map(({ outcome, place }) =>
        isChosen(outcome) ? faded * Math.min(WEIGHT_AT_MOST, 1 / propensity(placement, place)) : 1,
      ),
    }
  })
  const chosen = found.flatMap((list) => list.weights.filter((_, at) => list.chosen[at]))
  const sum = chosen.reduce((total, weight) => total + weight, 0)
  const squares = chosen.reduce((total, weight) => total + weight * weight, 0)
  const mean = chosen.length === 0 ? 1 : sum / chosen.length
  return {
    lists: found.reverse().map((list) => ({
      ...list,
      weights: list.weights.map((weight, at) => (list.chosen[at] ? weight / mean : weight)),
    })),
    effective: squares > 0 ? (sum * sum) / squares : 0,
  }
}

/** The newest lists of each shopper, the newest first: visits cost nothing. Those of nobody are each a shopper's own. */
export function newestOfEach<List extends Pick<ShownList, "shopperId">>(oldestToNewest: readonly List[]): List[] {
  const taken = new Map<string, number>()
  return [...oldestToNewest].reverse().filter(({ shopperId }) => {
    const count = taken.get(shopperId) ?? 0
    taken.set(shopperId, count + 1)
    return shopperId === "" || count < PER_SHOPPER
  })
}

const isChosen = (outcome: Outcome): boolean => outcome !== "passed_over"
