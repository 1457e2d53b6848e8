import type { LearnedList, ListFigures, ListReport } from "../../contract/recommender"
import { assuredLead } from "../../evaluation/promotion-gate"
import { listMetrics, meanDefined } from "../../evaluation/metrics"
import type { ListMetrics } from "../../evaluation/metrics"
import { pairedBootstrap } from "../../evaluation/paired-bootstrap"
import type { ShopState } from "../../features/shop-state"
import { visitScale } from "../calibration/confidence"
import type { CalibrationSample, ValueScale } from "../calibration/confidence"
import type { StandingsSample } from "../calibration/standings"
import { holdBack } from "../ranking/hold-back"
import { filledTables, rankByTable } from "../ranking/table-ranking"

/** One question of a hold-out, with what each ranking is worth to its candidates. */
export interface JudgedList {
  readonly items: readonly number[]
  /** Decision values of the prior and, where there is one, of the learned ranking. */
  readonly prior: readonly number[]
  readonly learned: readonly number[] | null
  /** Of the learned weights without the trees beside them; null where there are none. */
  readonly byWeights: readonly number[] | null
  readonly truth: ReadonlySet<number>
  readonly anchors: readonly number[]
  /** Which products are shown before all others; absent where values alone decide. */
  readonly leads?: (item: number) => boolean
}

/** What chances and standings of lists are read off. */
export interface ListSamples {
  readonly chances: CalibrationSample
  readonly shown: StandingsSample
}

/** Values of the candidates of a question as somebody without choices of their own would ask it. */
export interface VisitValues {
  readonly prior: readonly number[]
  readonly learned: readonly number[] | null
  readonly byWeights: readonly number[] | null
  /** Of each candidate. */
  readonly isChosen: readonly boolean[]
}

/** Products looked at: what stands further down counts nothing in the first ten. */
const DEPTH = 20

/** What one question found: the metrics of every ranking, and what chances are read off. */
export interface AskedQuestion extends VisitValues {
  readonly metrics: {
    readonly prior: ListMetrics
    readonly learned: ListMetrics | null
    readonly byWeights: ListMetrics | null
    readonly popularity: ListMetrics
    /** Of each item-item table by itself; empty where the list starts from no product. */
    readonly tables: readonly (readonly [name: string, metrics: ListMetrics])[]
  }
  /** The same question without the asker's past; null where it was not asked so. */
  readonly visit: VisitValues | null
}

/** Asks one question of a hold-out's state. */
export function askQuestion(state: ShopState, list: JudgedList, visit: VisitValues | null = null): AskedQuestion {
  const { truth, anchors, items, prior, learned, byWeights, leads } = list
  const { counts } = state.goalPopularity
  const popular = counts[counts.length - 1]
  const metricsOf = (values: readonly number[], first?: (item: number) => boolean): ListMetrics =>
    listMetrics(best(items, values, first), truth)
  const tables = anchors.length === 0 ? [] : filledTables(state)
  return {
    metrics: {
      prior: metricsOf(prior, leads),
      learned: learned && metricsOf(learned, leads),
      byWeights: byWeights && metricsOf(byWeights, leads),
      popularity: metricsOf(items.map((item) => popular[item])),
      tables: tables.map((name) => [name, listMetrics(rankByTable(state, name, { anchors, depth: DEPTH }), truth)]),
    },
    ...{ prior, learned, byWeights },
    isChosen: items.map((item) => truth.has(item)),
    visit,
  }
}

/** Compares the rankings of one list, question by question of its hold-out. */
export class ListJudge {
  readonly #prior: ListMetrics[] = []
  readonly #learned: ListMetrics[] = []
  readonly #byWeights: ListMetrics[] = []
  readonly #popularity: ListMetrics[] = []
  readonly #tables = new Map<string, ListMetrics[]>()
  /** Kept for the calibration of whichever ranking serves. */
  readonly #questions: AskedQuestion[] = []

  /** Takes what one question found. */
  take(question: AskedQuestion): void {
    const { prior, learned, byWeights, popularity, tables } = question.metrics
    this.#questions.push(question)
    this.#prior.push(prior)
    if (learned !== null) this.#learned.push(learned)
    if (byWeights !== null) this.#byWeights.push(byWeights)
    this.#popularity.push(popularity)
    for (const [name, metrics] of tables) {
      const known = this.#tables.get(name) ?? []
      this.#tables.set(name, known)
      known.push(metrics)
    }
  }

  /** Whether the learned ranking has trees, and the hold-out is not ranked better without them. */
  get withTrees(): boolean {
    if (this.#byWeights.length === 0) return false
    return figures(this.#learned).ndcg10 >= figures(this.#byWeights).ndcg10
  }

  /** The learned ranking as it would serve. */
  get #serving(): readonly ListMetrics[] {
    return this.#byWeights.length === 0 || this.withTrees ? this.#learned : this.#byWeights
  }

  /**
   * What the hold-out says. The learned ranking serves unless it is worse than its prior: where there are cases enough
   * the lower end of its lead's interval decides, within a hundredth of the prior, else the lead itself.
   */
  report(missing: ListReport["missing"], seed: number): ListReport {
    const scores = (lists: readonly ListMetrics[]): number[] => lists.map(({ ndcg10 }) => ndcg10)
    const learned = this.#serving
    const isTaught = learned.length > 0
    const lead = isTaught ? pairedBootstrap(scores(learned), scores(this.#prior), seed) : null
    const prior = figures(this.#prior)
    return {
      serves: lead !== null && isNotWorse(lead, prior.ndcg10) ? "learned" : "prior",
      missing,
      cases: this.#prior.length,
      learned: isTaught ? figures(learned) : null,
      prior,
      popularity: figures(this.#popularity),
      table: this.#bestTable(),
      lead,
    }
  }

  /** Adds the candidates of every question with the values of the ranking that serves, for its calibration. */
  calibrate({ chances, shown }: ListSamples, scale: LearnedList, serves: ListReport["serves"]): void {
    const { withTrees } = this
    const add = (to: ValueScale, { learned, byWeights, prior, isChosen }: VisitValues): void => {
      const own = withTrees ? learned : (byWeights ?? learned)
      const values = serves === "learned" && own !== null ? own : prior
      isChosen.forEach((is, at) => chances.addValue(to, values[at], is))
      shown.add(to, values)
    }
    for (const question of this.#questions) {
      add(scale, question)
      if (question.visit !== null) add(visitScale(scale), question.visit)
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

/** The best products by value, those that lead before all others, equal values by index. */
function best(items: readonly number[], values: readonly number[], leads?: (item: number) => boolean): number[] {
  const order = [...items.keys()].sort((a, b) => values[b] - values[a] || items[a] - items[b]).map((at) => items[at])
  return leads === undefined
    ? order.slice(0, DEPTH)
    : holdBack(order, (item) => !leads(item), { share: 0, limit: DEPTH })
}
