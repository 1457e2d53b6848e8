import type { MethodResult } from "../../../src/core/evaluation/evaluate"
import { createRandom } from "../../../src/core/random/seeded-random"
import type { Cohort } from "./tuned-baselines"

/** Shops that are drawn to see how far a ratio would move with others. */
const RESAMPLES = 1000
const SHOPS_AT_LEAST = 3

/** Scores of one shop: sum over the cases of a cohort, and how many there were. */
interface ShopScore {
  readonly sum: number
  readonly cases: number
}

/** NDCG@10 pooled over all cases of many shops, by method and cohort. */
export class PooledScores {
  readonly #shops: ReadonlyMap<string, MethodResult>[] = []

  /** Takes what every method scored in one shop. */
  take(methods: ReadonlyMap<string, MethodResult>): void {
    this.#shops.push(methods)
  }

  /** Cases of a cohort in all shops. */
  cases(cohort: Cohort): number {
    return this.#shops.reduce((sum, methods) => sum + ([...methods.values()][0]?.[cohort].shoppers ?? 0), 0)
  }

  /** Mean over all cases of all shops, `NaN` where there is none. */
  mean(cohort: Cohort, method: string): number {
    return meanOf(this.#scores(cohort, method))
  }

  /** The method of greatest mean among those accepted. */
  bestOf(cohort: Cohort, accepts: (method: string) => boolean): string | null {
    const names = [...new Set(this.#shops.flatMap((methods) => [...methods.keys()]))].filter(accepts)
    const known = names.filter((name) => !Number.isNaN(this.mean(cohort, name)))
    if (known.length === 0) return null
    return known.reduce((best, name) => (this.mean(cohort, name) > this.mean(cohort, best) ? name : best))
  }

  /**
   * One method's mean over another's with its 90 % interval: shops are drawn with replacement, each with all its cases,
   * for the cases of one shop are alike.
   *
   * @see Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13 (percentile intervals)
   */
  ratio(
    cohort: Cohort,
    method: string,
    rival: string,
  ): { readonly value: number; readonly interval: readonly [number, number] | null } {
    const own = this.#scores(cohort, method)
    const others = this.#scores(cohort, rival)
    const value = meanOf(own) / meanOf(others)
    if (own.length < SHOPS_AT_LEAST) return { value, interval: null }
    const random = createRandom(1)
    const drawn = Array.from({ length: RESAMPLES }, () => {
      const shops = own.map(() => random.nextInt(own.length))
      return meanOf(shops.map((at) => own[at])) / meanOf(shops.map((at) => others[at]))
    })
      .filter((ratio) => Number.isFinite(ratio))
      .sort((a, b) => a - b)
    if (drawn.length === 0) return { value, interval: null }
    const end = (share: number): number => Number(drawn[Math.floor(share * (drawn.length - 1))].toFixed(4))
    return { value, interval: [end(0.05), end(0.95)] }
  }

  #scores(cohort: Cohort, method: string): ShopScore[] {
    return this.#shops.map((methods) => {
      const lists = (methods.get(method)?.[cohort].ndcg10Lists ?? new Float64Array(0)).filter(
        (one) => !Number.isNaN(one),
      )
      return { sum: lists.reduce((total, one) => total + one, 0), cases: lists.length }
    })
  }
}

function meanOf(scores: readonly ShopScore[]): number {
  return scores.reduce((sum, score) => sum + score.sum, 0) / scores.reduce((sum, score) => sum + score.cases, 0)
}
