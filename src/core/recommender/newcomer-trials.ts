import { ndcgAt } from "../evaluation/metrics"
import type { RankingCase } from "../evaluation/temporal-split"
import { NEWCOMER_SETTINGS, newcomerShares } from "../features/newcomers"
import { strongest } from "../features/select-top"
import type { ShopState } from "../features/shop-state"

const DEPTH = 10
/** Cases by which the first setting is believed in, and how far the others are believed to be below it. */
const FIRST_CASES = 400
const OTHERS_BELOW = 0.03

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

  /**
   * The setting of greatest NDCG@10, all but the first drawn below it by so many cases: the first is the one that is at
   * least as good as the sales of 30 days in shops of all kinds, and a few dozen new shoppers do not overrule it.
   */
  choose(): number {
    const greatest = Math.max(...this.#sums)
    const scale = greatest > 0 ? greatest / this.#cases : 1
    let best = 0
    let most = -Infinity
    for (let at = 0; at < this.#sums.length; at++) {
      const value = this.#sums[at] + FIRST_CASES * scale * (at === 0 ? 1 : 1 - OTHERS_BELOW)
      if (value > most) {
        most = value
        best = at
      }
    }
    return best
  }
}
