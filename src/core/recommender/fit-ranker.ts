import { createRandom } from "../random/seeded-random"
import { trainRankSvm } from "../svm/rank-svm"
import { TeachingSet } from "./teaching-set"

/** Candidates not chosen that a list keeps. */
const NEGATIVES_AT_MOST = 40

/** An empty set of lists, seeded. */
export function newTeachingSet(seed: number): TeachingSet {
  return new TeachingSet(NEGATIVES_AT_MOST, createRandom(seed))
}

/** Cost of one list whose pairs are all in the wrong order by the margin. */
export const LIST_COST = 0.03

/** Fits the ranker on all lists of a set. */
export function fitRanker(lists: TeachingSet, warmStart?: Float64Array): Float64Array {
  return trainRankSvm(lists.problem(), { cost: LIST_COST, ...(warmStart === undefined ? {} : { warmStart }) }).weights
}
