import type { InteractionLog } from "../contract/interaction-log"
import { LEARNED_LISTS } from "../contract/recommender"
import type { LearnedList, ListNeed, ListReport } from "../contract/recommender"
import { fitRanker, newTeachingSet } from "./fit-ranker"
import type { RankerFit } from "./fit-ranker"
import { ANCHORED_LISTS, anchoredCases } from "./list-cases"
import type { AnchoredCase, AnchoredList, CaseOptions } from "./list-cases"
import { ListJudge } from "./list-judge"
import type { ListSamples } from "./list-judge"
import { FEATURES_OF_LIST, listPrior } from "./list-priors"
import { alone } from "./prior-weights"
import type { ListModel, RankingModel } from "./ranking-model"
import type { ShopperList } from "./shopper-list"
import { sampleCases } from "./case-lists"
import type { CaseLists } from "./case-lists"
import type { TeachingSet } from "./teaching-set"

/** Questions of one list that a moment teaches, and that the hold-out asks, at most. */
const TAUGHT_AT_MOST = 300
const JUDGED_AT_MOST = 600

/** What a list needs that nothing has taught. */
const NEED_OF_LIST: Readonly<Record<LearnedList, ListNeed>> = {
  cart: "baskets",
  bought_together: "baskets",
  similar: "visits",
  gift: "gift_orders",
  buy_again: "repeats",
}

/** What a hold-out or a moment asks from. */
export interface ListGround {
  /** The log that questions are cut out of; rows at or after `window.until` are not asked about. */
  readonly source: InteractionLog
  readonly cases: CaseLists
  readonly options: CaseOptions
}

/**
 * The lists beside `for_you`, each with questions, a fit and a hold-out of its own. First {@link teach} at every moment,
 * then {@link fit}, {@link judge} on what no moment has seen, and {@link models} once more with all of it.
 */
export class ListTraining {
  readonly #sets: ReadonlyMap<LearnedList, TeachingSet>
  readonly #fits = new Map<LearnedList, RankerFit>()
  readonly #judges = new Map<LearnedList, ListJudge>()
  readonly #seed: number

  constructor(seed: number) {
    this.#seed = seed
    this.#sets = new Map(LEARNED_LISTS.map((list) => [list, newTeachingSet(seed, FEATURES_OF_LIST[list])]))
  }

  /** Takes the questions of one moment. */
  teach(ground: ListGround): void {
    for (const list of ANCHORED_LISTS) {
      for (const testCase of this.#cases(list, ground, TAUGHT_AT_MOST)) {
        this.#setOf(list).add(makeAnchored(ground.cases, list, testCase), new Set(testCase.truth), testCase.weight)
      }
    }
  }

  /** Takes which of a shopper's old choices it was this time, from a list that was made for `for_you`. */
  teachRepeats(list: ShopperList, truth: ReadonlySet<number>): void {
    this.#setOf("buy_again").addRepeats(list, truth)
  }

  /** Fits every list that something has taught. */
  fit(): void {
    for (const [list, set] of this.#sets) {
      if (set.listCount > 0) this.#fits.set(list, fitRanker(set, { prior: alone(listPrior(list)) }))
    }
  }

  /** Asks the hold-out of every list that starts from given products; its answers teach the last fit. */
  judge(ground: ListGround): void {
    for (const list of ANCHORED_LISTS) {
      const judge = this.#judgeOf(list, ground.cases)
      for (const testCase of this.#cases(list, ground, JUDGED_AT_MOST)) {
        const made = makeAnchored(ground.cases, list, testCase)
        const truth = new Set(testCase.truth)
        judge.take({ ...this.#valuesOf(list, made), truth, anchors: testCase.anchors })
        this.#setOf(list).add(made, truth, testCase.weight)
      }
    }
  }

  /** Asks the hold-out of `buy_again` one question, from a list that was made for `for_you`. */
  judgeRepeats(cases: CaseLists, made: ShopperList, truth: ReadonlySet<number>): void {
    const all = this.#valuesOf("buy_again", made)
    const places = [...all.items.keys()].filter((at) => (made.history.items.get(all.items[at])?.baskets ?? 0) > 0)
    const items = places.map((at) => all.items[at])
    if (!items.some((item) => truth.has(item))) return
    const { prior, learned } = all
    this.#judgeOf("buy_again", cases).take({
      items,
      prior: places.map((at) => prior[at]),
      learned: learned === null ? null : places.map((at) => learned[at]),
      truth,
      anchors: [],
    })
    this.#setOf("buy_again").addRepeats(made, truth)
  }

  /** What the hold-out said of each list, with its candidates added to what chances and standings are read off. */
  reports(holdOut: CaseLists, samples: ListSamples): Readonly<Record<LearnedList, ListReport>> {
    const reportOf = (list: LearnedList): ListReport => {
      const judge = this.#judgeOf(list, holdOut)
      const report = judge.report(this.#fits.has(list) ? null : NEED_OF_LIST[list], this.#seed)
      judge.calibrate(samples, list, report.serves)
      return report
    }
    return {
      cart: reportOf("cart"),
      bought_together: reportOf("bought_together"),
      similar: reportOf("similar"),
      gift: reportOf("gift"),
      buy_again: reportOf("buy_again"),
    }
  }

  /** The ranking of every list that serves: fitted once more with the hold-out, where it was not worse there. */
  models(reports: Readonly<Record<LearnedList, ListReport>>): RankingModel["lists"] {
    const modelOf = (list: LearnedList): ListModel => {
      const earlier = this.#fits.get(list)
      const prior = listPrior(list)
      if (earlier === undefined || reports[list].serves === "prior") return { weights: prior, isLearned: false }
      return { weights: fitRanker(this.#setOf(list), { earlier, prior: alone(prior) }).weights, isLearned: true }
    }
    return {
      cart: modelOf("cart"),
      bought_together: modelOf("bought_together"),
      similar: modelOf("similar"),
      gift: modelOf("gift"),
      buy_again: modelOf("buy_again"),
    }
  }

  /** Weights as fitted without the hold-out, the prior where nothing was taught. */
  weightsOf(list: LearnedList): Float64Array {
    return this.#fits.get(list)?.weights ?? listPrior(list)
  }

  #cases(list: AnchoredList, { source, options }: ListGround, atMost: number): AnchoredCase[] {
    return sampleCases(anchoredCases(source, list, options), atMost, this.#seed)
  }

  #setOf(list: LearnedList): TeachingSet {
    const set = this.#sets.get(list)
    if (set === undefined) throw new RangeError(`"${list}" is no list that is learned`)
    return set
  }

  #judgeOf(list: LearnedList, cases: CaseLists): ListJudge {
    const judge = this.#judges.get(list) ?? new ListJudge(cases.lists.state)
    this.#judges.set(list, judge)
    return judge
  }

  #valuesOf(
    list: LearnedList,
    made: ShopperList,
  ): { readonly items: number[]; readonly prior: number[]; readonly learned: number[] | null } {
    const learned = this.#fits.get(list)?.weights
    return {
      items: Array.from(made.candidates.items),
      prior: Array.from(made.features.decisionValues(listPrior(list))),
      learned: learned === undefined ? null : Array.from(made.features.decisionValues(learned)),
    }
  }
}

/** Candidates and features of one question of a list. */
export function makeAnchored(cases: CaseLists, list: AnchoredList, testCase: AnchoredCase): ShopperList {
  const { now, anchors } = testCase
  return cases.lists.make({ profile: cases.profileOf(testCase), now, anchors, space: FEATURES_OF_LIST[list] })
}
