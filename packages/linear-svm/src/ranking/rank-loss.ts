import { exactLineSearch } from "../linear-algebra/exact-line-search"
import { forEachBetterRow } from "./rank-problem"
import type { RankProblem } from "./rank-problem"
import type { RowProducts } from "../linear-algebra/row-products"
import { axpy, dot } from "../linear-algebra/vectors"

/**
 * The function that RankSVM minimises, at one point w that can be moved:
 * f(w) = ½‖w − w₀‖² + C Σ cₚₙ max(0, 1 − (zₚ − zₙ))², with z = Xw the scores of the rows.
 * Keeps z, so that a step along a direction p needs Xp once and no other pass over the rows.
 */
export class RankLoss {
  /** z, one score per row. */
  readonly scores: Float64Array
  /** Weight of the active pairs of each row: the diagonal of the Laplacian L. 0 where a row takes part in none. */
  readonly degree: Float64Array
  /** Gradient of f at w. */
  readonly gradient: Float64Array
  /** f(w). */
  objective = 0
  /** Pairs with a margin below 1 at w. */
  violatedPairs = 0
  /** Xp of the last direction searched. */
  readonly #directionScores: Float64Array
  /** Scratch, one number per row. */
  readonly #rowFactors: Float64Array
  readonly #weights: Float64Array
  /** w − w₀. */
  readonly #away: Float64Array
  readonly #products: RowProducts

  /**
   * @param problem checked already
   * @param products of the rows of the problem
   * @param center w₀, one per column
   */
  constructor(
    readonly problem: RankProblem,
    readonly cost: number,
    products: RowProducts,
    readonly center: Float64Array = new Float64Array(problem.columnCount),
  ) {
    const rowCount = problem.relevance.length
    this.scores = new Float64Array(rowCount)
    this.degree = new Float64Array(rowCount)
    this.gradient = new Float64Array(problem.columnCount)
    this.#directionScores = new Float64Array(rowCount)
    this.#rowFactors = new Float64Array(rowCount)
    this.#weights = new Float64Array(problem.columnCount)
    this.#away = new Float64Array(problem.columnCount)
    this.#products = products
  }

  get #allGroups(): { readonly first: number; readonly last: number } {
    return { first: 0, last: this.problem.groupOffsets.length - 1 }
  }

  /** Goes to w = `weights`, whatever lies between. */
  moveTo(weights: Float64Array): void {
    this.#weights.set(weights)
    this.#multiplyRows(weights, this.scores)
    this.#evaluate()
  }

  /** The step along `direction` that minimises f; 0 where f does not fall that way. */
  searchAlong(direction: Float64Array): number {
    const { problem, cost, scores } = this
    const { relevance, rowWeights } = problem
    const along = this.#directionScores
    this.#multiplyRows(direction, along)
    const alongWeights = dot(this.#away, direction)
    const alongItself = dot(direction, direction)
    return exactLineSearch(dot(this.gradient, direction), (step) => {
      let slope = 0
      let curvature = 0
      forEachBetterRow(problem, this.#allGroups, ({ row, from, to, weight }) => {
        const lead = 1 - scores[row] - step * along[row]
        const grade = relevance[row]
        for (let worse = from; worse < to; worse++) {
          const violation = lead + scores[worse] + step * along[worse]
          if (violation <= 0 || !(relevance[worse] < grade)) continue
          const pairWeight = rowWeights === undefined ? weight : weight * rowWeights[worse]
          const rate = along[row] - along[worse]
          slope -= pairWeight * violation * rate
          curvature += pairWeight * rate * rate
        }
      })
      return {
        slope: alongWeights + step * alongItself + 2 * cost * slope,
        curvature: alongItself + 2 * cost * curvature,
      }
    })
  }

  /** Goes from w to w + step · direction, the direction being the one searched last. */
  advance(direction: Float64Array, step: number): void {
    axpy(step, direction, this.#weights)
    axpy(step, this.#directionScores, this.scores)
    this.#evaluate()
  }

  /** out ← (1 + 2C XᵀLX) v, with the pairs that are active at w. One pass over the rows in active pairs. */
  multiplyHessian(v: Float64Array, out: Float64Array): void {
    const { groupOffsets } = this.problem
    const products = this.#products
    products.begin(v)
    let firstGroup = 0
    while (firstGroup + 1 < groupOffsets.length) {
      const from = groupOffsets[firstGroup]
      let lastGroup = firstGroup + 1
      while (lastGroup + 1 < groupOffsets.length && groupOffsets[lastGroup + 1] - from <= products.rangeRows)
        lastGroup++
      const to = groupOffsets[lastGroup]
      products.scores(from, to, this.#directionScores)
      this.#multiplyLaplacian({ first: firstGroup, last: lastGroup })
      products.addRows(from, to, this.#rowFactors)
      firstGroup = lastGroup
    }
    out.set(v)
    products.finish(out)
  }

  /** factors ← 2C L z for the rows of some lists, z being what stands in the direction's scores. */
  #multiplyLaplacian(groups: { readonly first: number; readonly last: number }): void {
    const { problem, cost, degree, scores } = this
    const { groupOffsets, relevance, rowWeights } = problem
    const projected = this.#directionScores
    const factors = this.#rowFactors
    const twice = 2 * cost
    for (let row = groupOffsets[groups.first]; row < groupOffsets[groups.last]; row++) {
      factors[row] = twice * degree[row] * projected[row]
    }
    forEachBetterRow(problem, groups, ({ row, from, to, weight }) => {
      const lead = 1 - scores[row]
      const grade = relevance[row]
      const own = projected[row]
      let others = 0
      for (let worse = from; worse < to; worse++) {
        if (lead + scores[worse] <= 0 || !(relevance[worse] < grade)) continue
        const pairWeight = twice * (rowWeights === undefined ? weight : weight * rowWeights[worse])
        factors[worse] -= pairWeight * own
        others += pairWeight * projected[worse]
      }
      factors[row] -= others
    })
  }

  /** out ← X v. */
  #multiplyRows(v: Float64Array, out: Float64Array): void {
    this.#products.begin(v)
    this.#products.scores(0, out.length, out)
  }

  /** Objective, gradient, degrees and count of active pairs from the scores. */
  #evaluate(): void {
    const { problem, cost, scores, degree, gradient } = this
    const { relevance, rowWeights } = problem
    const pull = this.#rowFactors.fill(0)
    degree.fill(0)
    let loss = 0
    let violated = 0
    forEachBetterRow(problem, this.#allGroups, ({ row, from, to, weight }) => {
      const lead = 1 - scores[row]
      const grade = relevance[row]
      for (let worse = from; worse < to; worse++) {
        const violation = lead + scores[worse]
        // A NaN passes this test on purpose, so that it reaches the gradient and is reported.
        if (violation <= 0 || !(relevance[worse] < grade)) continue
        const pairWeight = rowWeights === undefined ? weight : weight * rowWeights[worse]
        loss += pairWeight * violation * violation
        degree[row] += pairWeight
        degree[worse] += pairWeight
        pull[row] -= pairWeight * violation
        pull[worse] += pairWeight * violation
        violated++
      }
    })
    for (let row = 0; row < pull.length; row++) pull[row] *= 2 * cost
    this.#products.begin(this.#weights)
    this.#products.addRows(0, pull.length, pull)
    this.#away.set(this.#weights)
    axpy(-1, this.center, this.#away)
    gradient.set(this.#away)
    this.#products.finish(gradient)
    this.objective = 0.5 * dot(this.#away, this.#away) + cost * loss
    this.violatedPairs = violated
  }
}
