import { evaluateCases } from "../../evaluation/evaluate"
import type { EvaluatedCases } from "../../evaluation/evaluate"
import { offPolicyComparison } from "../../evaluation/off-policy"
import { itemKnnBaseline, popularityBaseline } from "../../evaluation/simple-baselines"
import type { RankingCase } from "../../evaluation/temporal-split"
import { FEATURE_NAMES } from "../../features/feature-map"
import { NO_PROFILE } from "../../features/profile"
import { isGoal } from "../../features/shop-state"
import type { Scorer } from "../../trees/scorer"
import { CalibrationSample, valueScale } from "../calibration/confidence"
import type { CaseLists } from "../teaching/case-lists"
import { newTeachingSet } from "../teaching/fit-ranker"
import { isLongLog } from "../teaching/teaching-moments"
import { addOrders } from "../judging/hold-out-orders"
import { askQuestion } from "../judging/list-judge"
import type { AskedQuestion } from "../judging/list-judge"
import { FEATURES_OF_LIST, listPrior } from "../priors/list-priors"
import { NewcomerOrders } from "../judging/newcomer-orders"
import { isNewcomer } from "../judging/newcomer-trials"
import { QuantileSample } from "../calibration/quantile-sample"
import { ofKind } from "../ranking/of-kind"
import { ranked } from "../ranking/ranked"
import { rungOf } from "../ranking/shopper-list"
import type { ShopperList } from "../ranking/shopper-list"
import { StandingsSample } from "../calibration/standings"
import type { JudgedRanking, TaskResult } from "./tasks"
import { anchoredList, anchoredOf } from "./teaching-tasks"
import type { TaskOf } from "./teaching-tasks"
import { judgedCases } from "./training-world"
import type { TrainingWorld } from "./training-world"

/** Products that the shopper of a case chose before. */
function boughtBefore({ log, split }: TrainingWorld): (testCase: RankingCase) => ReadonlySet<number> {
  const accepts = isGoal(split.goal)
  return ({ rows }) => new Set(rows.filter((row) => accepts(log.behavior[row])).map((row) => log.item[row]))
}

/** Judges challenger and champion on a shard of the hold-out; keeps what calibration and a drift check need. */
export function judgeShard(world: TrainingWorld, holdOut: CaseLists, task: TaskOf<"judge">): TaskResult {
  const { shard, scorers } = task
  const cases = judgedCases(world).slice(shard.from, shard.to)
  const options = { boughtBefore: boughtBefore(world) }
  const judged = new ShardJudge(world, holdOut, task)
  const evaluated = evaluateCases(cases, (testCase) => judged.rank(testCase), options)
  const again = (ranks: ReadonlyMap<RankingCase, Int32Array>): EvaluatedCases =>
    evaluateCases(cases, (testCase) => ranks.get(testCase) ?? judged.newcomer(testCase), options)
  const { own, byWeights, championRanks } = judged
  return {
    kind: "judge",
    challenger: { evaluated, ...own.gathered() },
    byWeights: scorers.own.trees === null ? null : { evaluated: again(byWeights.ranks), ...byWeights.gathered() },
    champion: scorers.champion === null ? null : again(championRanks),
    featureRows: judged.quantiles.rows,
    ...{ found: judged.found, total: judged.total },
    taught: judged.taught.taught(),
    repeats: judged.repeats.taught(),
    repeatQuestions: judged.repeatQuestions,
  }
}

/** What one ranking made of the cases of a shard. */
class RankedShard {
  readonly ranks = new Map<RankingCase, Int32Array>()
  readonly #chances = new CalibrationSample()
  readonly #shown = new StandingsSample()

  take(testCase: RankingCase, list: ShopperList, values: Float64Array): Int32Array {
    const { items } = list.candidates
    const truth = new Set(testCase.truth)
    const scale = valueScale(rungOf(list))
    this.#shown.add(scale, values)
    items.forEach((item, at) => this.#chances.addValue(scale, values[at], truth.has(item)))
    const order = ranked(items, values)
    this.ranks.set(testCase, order)
    return order
  }

  gathered(): Pick<JudgedRanking, "chances" | "shown"> {
    return { chances: this.#chances.gathered(), shown: this.#shown.gathered() }
  }
}

/** Ranks the cases of a shard one by one, and gathers what each says on the way. */
class ShardJudge {
  readonly own = new RankedShard()
  readonly byWeights = new RankedShard()
  readonly championRanks = new Map<RankingCase, Int32Array>()
  readonly quantiles = new QuantileSample(FEATURE_NAMES)
  readonly repeatQuestions: AskedQuestion[] = []
  readonly taught
  readonly repeats
  found = 0
  total = 0
  readonly #newcomers: NewcomerOrders

  constructor(
    world: TrainingWorld,
    private readonly holdOut: CaseLists,
    private readonly task: TaskOf<"judge">,
  ) {
    this.taught = newTeachingSet(world.seed)
    this.repeats = newTeachingSet(world.seed, FEATURES_OF_LIST.buy_again)
    this.#newcomers = new NewcomerOrders((channel) => holdOut.lists.stateIn(channel))
  }

  rank(testCase: RankingCase): Int32Array {
    const list = this.holdOut.make(testCase)
    const { items } = list.candidates
    const truth = new Set(testCase.truth)
    for (const item of items) if (truth.has(item)) this.found++
    this.total += truth.size
    // Of whom nothing is known, the shop's own order is asked, not the weights.
    if (isNewcomer(testCase)) return this.newcomer(testCase)
    const { own, champion } = this.task.scorers
    this.quantiles.take(list.features)
    this.taught.add(list, truth)
    this.#askRepeats(list, truth)
    if (champion !== null) this.championRanks.set(testCase, ranked(items, list.features.scores(champion)))
    if (own.trees !== null) this.byWeights.take(testCase, list, list.features.decisionValues(own.weights))
    return this.own.take(testCase, list, list.features.scores(own))
  }

  newcomer(testCase: RankingCase): Int32Array {
    return this.#newcomers.of(this.holdOut.channelOf(testCase), this.holdOut.profileOf(testCase).segments).items
  }

  /** Asks `buy_again` which of the old choices it was this time. */
  #askRepeats(made: ShopperList, truth: ReadonlySet<number>): void {
    const all = valuesOf(made, listPrior("buy_again"), this.task.scorers.buyAgain)
    const places = [...all.items.keys()].filter((at) => (made.history.items.get(all.items[at])?.baskets ?? 0) > 0)
    const items = places.map((at) => all.items[at])
    if (!items.some((item) => truth.has(item))) return
    const ofThese = (values: readonly number[] | null) => values && places.map((at) => values[at])
    this.repeatQuestions.push(
      askQuestion(this.holdOut.lists.state, {
        ...{ items, truth, anchors: [] },
        prior: places.map((at) => all.prior[at]),
        learned: ofThese(all.learned),
        byWeights: ofThese(all.byWeights),
      }),
    )
    this.repeats.addRepeats(made, truth)
  }
}

/** Questions of one list that the hold-out asks at most. */
const JUDGED_AT_MOST = 600
const JUDGED_OF_LONG = 400

/**
 * Questions that are asked once more as a guest would: few on a hold-out are, and a list's chances and standings for
 * guests are read off them. Each costs one list more.
 */
const ASKED_AS_VISIT = 120

/** Asks the hold-out of a list that starts from given products; its answers teach the last fit. */
export function judgeAnchored(world: TrainingWorld, holdOut: CaseLists, task: TaskOf<"judge_anchored">): TaskResult {
  const { list, moment, scorer } = task
  const set = newTeachingSet(world.seed, FEATURES_OF_LIST[list])
  const atMost = isLongLog(world.log) ? JUDGED_OF_LONG : JUDGED_AT_MOST
  const asked = anchoredOf(world, { moment, list, atMost })
  const step = Math.ceil(asked.length / ASKED_AS_VISIT)
  const questions = asked.map((testCase, at) => {
    const made = anchoredList(holdOut, list, testCase)
    const truth = new Set(testCase.truth)
    const values = valuesOf(made, listPrior(list), scorer)
    set.add(made, truth, testCase.weight)
    const { anchors } = testCase
    const { state } = holdOut.lists
    const question = { ...values, truth, anchors, ...(list === "similar" ? { leads: ofKind(state, anchors) } : {}) }
    if (list === "gift") return askQuestion(state, question)
    const isVisit = made.history.baskets === 0
    const again = (): ListValues => valuesOf(anchoredList(holdOut, list, testCase, NO_PROFILE), listPrior(list), scorer)
    const visit = isVisit ? values : at % step === 0 ? again() : null
    return askQuestion(state, question, visit && { ...visit, isChosen: chosenOf(visit, truth) })
  })
  return { kind: "judge_anchored", list, questions, taught: set.taught() }
}

const chosenOf = ({ items }: ListValues, truth: ReadonlySet<number>): boolean[] => items.map((item) => truth.has(item))

interface ListValues {
  readonly items: number[]
  readonly prior: number[]
  readonly learned: number[] | null
  /** By the learned weights alone; null where it has no trees. */
  readonly byWeights: number[] | null
}

function valuesOf(made: ShopperList, prior: Float64Array, learned: Scorer | null): ListValues {
  return {
    items: Array.from(made.candidates.items),
    prior: Array.from(made.features.decisionValues(prior)),
    learned: learned && Array.from(made.features.scores(learned)),
    byWeights: learned?.trees ? Array.from(made.features.decisionValues(learned.weights)) : null,
  }
}

/** What stood where in the orders that need no decision value. */
export function judgeOrders(world: TrainingWorld, holdOut: CaseLists): TaskResult {
  const chances = new CalibrationSample()
  addOrders(chances, { ...{ dataset: world.dataset, log: world.log, holdOut }, cases: judgedCases(world) })
  return { kind: "judge_orders", chances: chances.gathered() }
}

/** Compares two rankings on lists that were shown since the cut. */
export function judgeLogged(
  world: TrainingWorld,
  holdOut: CaseLists,
  { by, policies }: TaskOf<"off_policy">,
): TaskResult {
  return { kind: "off_policy", by, report: offPolicyComparison(world.logged?.compare(holdOut, policies) ?? []) }
}

/** Judges a method that needs no learning. */
export function judgeBaseline(world: TrainingWorld, { name }: TaskOf<"baseline">): TaskResult {
  const { log, split } = world
  const rank = name === "popularity" ? popularityBaseline(split) : itemKnnBaseline(log, split)
  const evaluated = evaluateCases(judgedCases(world), rank, { boughtBefore: boughtBefore(world) })
  return { kind: "baseline", name, evaluated }
}
