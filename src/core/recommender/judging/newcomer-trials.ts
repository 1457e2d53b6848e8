import { ndcgAt } from "../../evaluation/metrics"
import type { RankingCase } from "../../evaluation/temporal-split"
import { NEWCOMER_SETTINGS, newcomerShares } from "../../features/newcomers"
import { strongest } from "../../features/select-top"
import type { CaseLists } from "../teaching/case-lists"

const DEPTH = 10
/**
 * Standard errors by which another setting must lead: of six rivals one leads by two and a half of chance alone in one
 * shop of thirty, and moments overlap, so that each case is asked twice.
 */
const ERRORS_AHEAD = 3
/** Cases below which no difference is significant. */
const CASES_AT_LEAST = 30

/** Whether nothing at all is known of the shopper of a case: an order has to do. */
export function isNewcomer({ rows }: Pick<RankingCase, "rows">): boolean {
  return rows.length === 0
}

/** NDCG@10 of the order of every setting for each new shopper among the cases; empty where there is none. */
export function newcomerValues(
  shop: Pick<CaseLists, "lists" | "channelOf">,
  cases: readonly RankingCase[],
): number[][] {
  const asked = cases.filter(isNewcomer).map((one) => ({ channel: shop.channelOf(one), truth: new Set(one.truth) }))
  if (asked.length === 0) return []
  const all = Array.from({ length: shop.lists.state.itemCount }, (_, item) => item)
  return NEWCOMER_SETTINGS.map((setting) => {
    const tops = new Map<number, number[]>()
    const topIn = (channel: number): number[] => {
      const known = tops.get(channel)
      if (known !== undefined) return known
      const { newcomers, interestPopularity } = shop.lists.stateIn(channel)
      const shares = newcomerShares(newcomers, interestPopularity, setting)
      const top = strongest(all, (item) => shares[item], DEPTH)
      tops.set(channel, top)
      return top
    }
    return asked.map(({ channel, truth }) => ndcgAt(DEPTH, topIn(channel), truth))
  })
}

/** Tries every way of estimating the order for new shoppers on moments of the shop's own past. */
export class NewcomerTrials {
  /** Sums over the cases of what each setting's NDCG@10 is above the first's, and of its square. */
  readonly #leads = new Float64Array(NEWCOMER_SETTINGS.length)
  readonly #squares = new Float64Array(NEWCOMER_SETTINGS.length)
  #cases = 0

  /** Takes what the orders of a state are worth to the new shoppers of a moment, see {@link newcomerValues}. */
  take(values: readonly (readonly number[])[]): void {
    values.forEach((own, at) => {
      own.forEach((value, testCase) => {
        const lead = value - values[0][testCase]
        this.#leads[at] += lead
        this.#squares[at] += lead * lead
      })
    })
    this.#cases += values.length === 0 ? 0 : values[0].length
  }

  /**
   * The setting whose lead over the first can be counted on most; the first where no lead can. It is at least as good as
   * the sales of 30 days in shops of all kinds, and a few dozen new shoppers do not overrule it.
   */
  choose(): number {
    if (this.#cases < CASES_AT_LEAST) return 0
    let best = 0
    let most = 0
    for (let at = 1; at < this.#leads.length; at++) {
      const assured = this.#leads[at] - ERRORS_AHEAD * Math.sqrt(this.#squares[at])
      if (assured > most) {
        most = assured
        best = at
      }
    }
    return best
  }
}
