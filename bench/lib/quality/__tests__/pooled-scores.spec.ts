import type { CohortResult, MethodResult } from "../../../../src/core/evaluation/evaluate"
import { PooledScores } from "../pooled-scores"

/** What a method scored in one shop, list by list. */
function scored(lists: readonly number[]): MethodResult {
  const cohort: CohortResult = {
    shoppers: lists.length,
    ndcg10: 0,
    recall10: 0,
    hitRate10: 0,
    hitRate20: 0,
    mrr: 0,
    coverage: 0,
    ndcg10Lists: Float64Array.from(lists),
  }
  return { all: cohort, novel: cohort, new: cohort }
}

describe("pooling scores over shops", () => {
  const scores = new PooledScores()
  scores.take(
    new Map([
      ["ours", scored([1, 0])],
      ["one", scored([0.5, 0.5])],
      ["other", scored([1, 1])],
    ]),
  )
  scores.take(
    new Map([
      ["ours", scored([0.5])],
      ["one", scored([0.8])],
      ["other", scored([0])],
    ]),
  )

  test("PooledScores: a mean is over cases, not over shops", () => {
    expect(scores.mean("all", "ours")).toBe(0.5)
    expect(scores.cases("all")).toBe(3)
  })

  test("PooledScores: the best of those accepted is named", () => {
    expect(scores.bestOf("all", (name) => name !== "ours")).toBe("other")
    expect(scores.bestOf("all", () => false)).toBeNull()
  })

  test("PooledScores: two shops give a ratio without an interval", () => {
    expect(scores.ratio("all", "ours", "one")).toEqual({ value: 0.5 / 0.6, interval: null })
  })

  test("PooledScores: shops that agree give a narrow interval around the ratio", () => {
    const same = new PooledScores()
    for (let shop = 0; shop < 5; shop++)
      same.take(
        new Map([
          ["ours", scored([0.6])],
          ["one", scored([0.5])],
        ]),
      )
    expect(same.ratio("all", "ours", "one").interval).toEqual([1.2, 1.2])
  })
})
