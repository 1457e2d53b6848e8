import { ndcgAt } from "../evaluation/metrics"
import type { RankingCase } from "../evaluation/temporal-split"
import { NEWCOMER_SETTINGS, newcomerShares } from "../features/newcomers"
import { strongest } from "../features/select-top"
import type { ShopState } from "../features/shop-state"

const DEPTH = 10
/** Cases that what many shops taught of the settings counts for beside the shop's own. */
const PRIOR_CASES = 400

/** Whether nothing at all is known of the shopper of a case: an order has to do. */
export function isNewcomer({ rows }: Pick<RankingCase, "rows">): boolean {
  return rows.length === 0
}

/** Tries every way of mixing the order for new shoppers on moments of the shop's own past. */
export class NewcomerTrials {
  readonly #sums = new Float64Array(NEWCOMER_SETTINGS.length)
  #cases = 0

  /** Asks the new shoppers among the cases what the orders of a state are worth. */
  take(state: ShopState, cases: readonly RankingCase[]): void {
    const truths = cases.filter(isNewcomer).map(({ truth }) => new Set(truth))
    if (truths.length === 0) return
    const all = Array.from({ length: state.itemCount }, (_, item) => item)
    NEWCOMER_SETTINGS.forEach((setting, at) => {
      const shares = newcomerShares(state.newcomers, state.interestPopularity, setting)
      const top = strongest(all, (item) => shares[item], DEPTH)
      for (const truth of truths) this.#sums[at] += ndcgAt(DEPTH, top, truth)
    })
    this.#cases += truths.length
  }

  /** New shoppers asked, and what each setting was worth over the best, 0 to 1. */
  result(): { readonly cases: number; readonly merits: readonly number[] } {
    const greatest = Math.max(...this.#sums)
    return { cases: this.#cases, merits: Array.from(this.#sums, (sum) => (greatest > 0 ? sum / greatest : 1)) }
  }

  /**
   * The setting of greatest NDCG@10, each drawn towards what it is worth in other shops by so many cases: a few dozen
   * new shoppers do not decide alone.
   *
   * @param merits what each setting is worth over the best, from many shops
   */
  choose(merits: ArrayLike<number>): number {
    const greatest = Math.max(...this.#sums)
    const scale = greatest > 0 ? greatest / this.#cases : 1
    let best = 0
    let most = -Infinity
    for (let at = 0; at < this.#sums.length; at++) {
      const value = this.#sums[at] + PRIOR_CASES * scale * (merits[at] ?? 1)
      if (value > most) {
        most = value
        best = at
      }
    }
    return best
  }
}
