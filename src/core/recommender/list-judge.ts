import type { LearnedList, ListFigures, ListReport } from "../contract/recommender"
import { assuredLead } from "../evaluation/promotion-gate"
import { listMetrics, meanDefined } from "../evaluation/metrics"
import type { ListMetrics } from "../evaluation/metrics"
import { pairedBootstrap } from "../evaluation/paired-bootstrap"
import type { ShopState } from "../features/shop-state"
import type { CalibrationSample } from "./confidence"
import type { StandingsSample } from "./standings"
import { filledTables, rankByTable } from "./table-ranking"

/** One question of a hold-out, with what each ranking is worth to its candidates. */
export interface JudgedList {
  readonly items: readonly number[]
  /** Decision values of the prior and, where there is one, of the learned ranking. */
  readonly prior: readonly number[]
  readonly learned: readonly number[] | null
  readonly truth: ReadonlySet<number>
  readonly anchors: readonly number[]
}

/** What chances and standings of lists are read off. */
export interface ListSamples {
  readonly chances: CalibrationSample
  readonly shown: StandingsSample
}

/** Products looked at: what stands further down counts nothing in the first ten. */
const DEPTH = 20

/** Compares the rankings of one list, question by question of its hold-out. */
export class ListJudge {
  readonly #state: ShopState
  readonly #popular: Float64Array
  readonly #prior: ListMetrics[] = []
  readonly #learned: ListMetrics[] = []
  readonly #popularity: ListMetrics[] = []
  readonly #tables = new Map<string, ListMetrics[]>()
  /** Questions, kept for the calibration of whichever ranking serves. */
  readonly #lists: JudgedList[] = []

  constructor(state: ShopState) {
    this.#state = state
    this.#popular = state.goalPopularity.counts[state.goalPopularity.counts.length - 1]
  }

  /** Asks one question. */
  take(list: JudgedList): void {
    const { truth, anchors, items } = list
    this.#lists.push(list)
    this.#prior.push(listMetrics(best(items, list.prior), truth))
    if (list.learned !== null) this.#learned.push(listMetrics(best(items, list.learned), truth))
    const popular = items.map((item) => this.#popular[item])
    this.#popularity.push(listMetrics(best(items, popular), truth))
    if (anchors.length === 0) return
    for (const name of filledTables(this.#state)) {
      const known = this.#tables.get(name) ?? []
      this.#tables.set(name, known)
      known.push(listMetrics(rankByTable(this.#state, name, { anchors, depth: DEPTH }), truth))
    }
  }

  /**
   * What the hold-out says. The learned ranking serves unless it is worse than its prior: where there are cases enough
   * the lower end of its lead's interval decides, within a hundredth of the prior, else the lead itself.
   */
  report(missing: ListReport["missing"], seed: number): ListReport {
    const scores = (lists: readonly ListMetrics[]): number[] => lists.map(({ ndcg10 }) => ndcg10)
    const isTaught = this.#learned.length > 0
    const lead = isTaught ? pairedBootstrap(scores(this.#learned), scores(this.#prior), seed) : null
    const prior = figures(this.#prior)
    return {
      serves: lead !== null && isNotWorse(lead, prior.ndcg10) ? "learned" : "prior",
      missing,
      cases: this.#prior.length,
      learned: isTaught ? figures(this.#learned) : null,
      prior,
      popularity: figures(this.#popularity),
      table: this.#bestTable(),
      lead,
    }
  }

  /** Adds the candidates of every question with the values of the ranking that serves, for its calibration. */
  calibrate({ chances, shown }: ListSamples, scale: LearnedList, serves: ListReport["serves"]): void {
    for (const { items, learned, prior, truth } of this.#lists) {
      const values = serves === "learned" && learned !== null ? learned : prior
      items.forEach((item, at) => chances.addValue(scale, values[at], truth.has(item)))
      shown.add(scale, values)
    }
  }

  #bestTable(): ListReport["table"] {
    let top: ListReport["table"] = null
    for (const [name, lists] of this.#tables) {
      const found = figures(lists)
      if (top === null || found.ndcg10 > top.figures.ndcg10) top = { name, figures: found }
    }
    return top
  }
}

/** Share of the prior's figure by which the interval's lower end may fall behind: a hold-out is a sample. */
const TOLERANCE = 0.01

function isNotWorse(lead: NonNullable<ListReport["lead"]>, prior: number): boolean {
  const assured = assuredLead(lead)
  return assured === null ? lead.difference >= 0 : assured >= -TOLERANCE * prior
}

function figures(lists: readonly ListMetrics[]): ListFigures {
  return {
    ndcg10: meanDefined(lists.map(({ ndcg10 }) => ndcg10)),
    hitRate10: meanDefined(lists.map(({ hitRate10 }) => hitRate10)),
  }
}

/** The best products by value, equal values by index. */
function best(items: readonly number[], values: readonly number[]): number[] {
  return [...items.keys()]
    .sort((a, b) => values[b] - values[a] || items[a] - items[b])
    .slice(0, DEPTH)
    .map((at) => items[at])
}
