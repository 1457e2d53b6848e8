import type { Dataset } from "../contract/interaction-log"
import type {
  MethodMetrics,
  TrainedRecommender,
  TrainingPhase,
  TrainingProgress,
  TrainRecommenderOptions,
} from "../contract/recommender"
import { temporalSplit } from "../evaluation/temporal-split"
import { buildShopState } from "../features/shop-state"
import { TrainingInputError } from "../svm"
import { capInfluence } from "./cap-influence"
import { fitRanker, newTeachingSet } from "./fit-ranker"
import { contentOf } from "./item-content"
import { judge } from "./judge"
import { encodeRankingModel } from "./model-file"
import { NewcomerTrials } from "./newcomer-trials"
import { priorsFor } from "./prior-weights"
import { assessReadiness } from "./readiness"
import { sampleLog } from "./sample-log"
import { SeenTeaching } from "./seen-teaching"
import { CaseLists, sampleCases, stateAt } from "./case-lists"
import { teach, teachingMoments } from "./teaching-moments"
import { ListTraining } from "./train-lists"

/** Cases of the hold-out that are judged at most. */
const JUDGED_AT_MOST = 3000

/** Share of the whole run at which each phase begins. */
const PHASE_STARTS: Readonly<Record<TrainingPhase, number>> = {
  snapshot: 0,
  candidates: 0.02,
  features: 0.05,
  fit: 0.6,
  evaluate: 0.7,
  refit: 0.85,
  store: 0.97,
}

/**
 * Trains a ranker on a shop's behavior: lists of candidates at moments of the past, with features as they stood
 * then, RankSVM on what was chosen next; judged on the last 15 % in time, which it has not seen; then fitted
 * once more with all of it. Deterministic: the same data, options and seed give the same bytes.
 *
 * @throws TrainingInputError when there is too little behavior, see {@link assessReadiness}
 */
export function trainRecommender(
  dataset: Dataset,
  options: TrainRecommenderOptions,
  onProgress?: (progress: TrainingProgress) => void,
): TrainedRecommender {
  const clock = new PhaseClock(onProgress)
  clock.enter("snapshot")
  const { ready, has, needs } = assessReadiness(dataset)
  if (!ready) {
    throw new TrainingInputError(`too little behavior: has ${JSON.stringify(has)}, needs ${JSON.stringify(needs)}`)
  }
  const log = sampleLog(capInfluence(dataset.log), options.maxRows, options.seed)
  const content = contentOf(dataset, log.itemIds)
  const split = temporalSplit(log)

  clock.enter("candidates")
  const lists = newTeachingSet(options.seed)
  const others = new ListTraining(options.seed)
  const newcomers = new NewcomerTrials()
  const seen = new SeenTeaching(dataset, log, { goal: split.goal, now: options.now, seed: options.seed })
  const moments = teachingMoments(split.train, split, { end: split.cut, seed: options.seed })
  moments.forEach((moment, at) => {
    clock.progress("features", at / (moments.length + 1))
    const shown = { teaching: seen, until: moments[at + 1]?.moment ?? split.cut }
    teach({ personal: lists, newcomers, lists: others }, moment, {
      ...{ dataset, split, content, seed: options.seed, shown },
    })
  })
  clock.enter("fit")
  const prior = priorsFor({ goal: split.goal, rows: split.train.length })
  const fit = fitRanker(lists, { prior })
  others.fit()

  clock.enter("evaluate")
  const heldOut = stateAt(dataset, split, { train: split.train, moment: split.cut, content })
  const holdOut = new CaseLists(dataset, log, { ...heldOut, newcomerSetting: newcomers.choose() })
  const cases = sampleCases(split.cases, JUDGED_AT_MOST, options.seed)
  others.judge({
    source: log,
    cases: holdOut,
    options: { goal: split.goal, window: { cut: split.cut, until: Infinity }, seed: options.seed },
  })
  const verdict = judge({
    dataset,
    log,
    split,
    cases,
    holdOut,
    weights: fit.weights,
    champion: options.champion,
    lists,
    others,
    seed: options.seed,
  })

  seen.teach(lists, holdOut, { from: split.cut, to: Infinity })

  clock.enter("refit")
  const all = verdict.lists.listCount === 0 ? fit : fitRanker(verdict.lists, { prior, earlier: fit })
  const moment = log.hasTime ? Math.max(options.now, log.time[log.length - 1] + 1) : log.length
  newcomers.take(heldOut, cases)
  const newcomerSetting = newcomers.choose()
  const state = {
    ...buildShopState(dataset, log, {
      moment,
      goal: split.goal,
      content,
      countsOrders: true,
      ownerName: options.ownerName,
    }),
    newcomerSetting,
  }

  clock.enter("store")
  const bytes = encodeRankingModel({
    itemIds: log.itemIds,
    catalog: log.itemIds.map((id) => dataset.items.get(id) ?? null),
    state,
    weights: all.weights,
    judgedWeights: fit.weights,
    lists: others.models(verdict.reports),
    isTrained: true,
    calibration: verdict.calibration,
    standings: verdict.standings,
  })
  const from = log.hasTime ? log.time[0] : 0
  const baselines: Record<"popularity" | "item_knn", MethodMetrics> = verdict.baselines
  return {
    bytes,
    report: {
      window: { from, to: log.hasTime ? log.time[log.length - 1] : log.length, cut: split.cut },
      counts: {
        events: log.length,
        shoppers: log.userIds.length,
        products: log.itemIds.length,
        pairs: verdict.lists.pairCount,
      },
      cost: fit.cost,
      challenger: verdict.challenger,
      champion: verdict.champion,
      baselines,
      leads: verdict.leads,
      auc: verdict.auc,
      calibrationError: verdict.calibrationError,
      candidateRecall: verdict.candidateRecall,
      lists: verdict.reports,
      seen: seen.report,
      featureQuantiles: verdict.featureQuantiles,
      durationsMs: clock.finish(),
    },
  }
}

/** Times the phases of a run and tells how far it is. */
class PhaseClock {
  readonly #durations: Partial<Record<TrainingPhase, number>> = {}
  readonly #onProgress: ((progress: TrainingProgress) => void) | undefined
  #phase: TrainingPhase | null = null
  #since = 0

  constructor(onProgress: ((progress: TrainingProgress) => void) | undefined) {
    this.#onProgress = onProgress
  }

  enter(phase: TrainingPhase): void {
    this.progress(phase, 0)
  }

  progress(phase: TrainingPhase, share: number): void {
    if (phase !== this.#phase) {
      this.finish()
      this.#phase = phase
      this.#since = performance.now()
    }
    const start = PHASE_STARTS[phase]
    const later = Object.values(PHASE_STARTS).filter((value) => value > start)
    const end = Math.min(1, ...later)
    this.#onProgress?.({ phase, fraction: start + (end - start) * share })
  }

  finish(): Readonly<Partial<Record<TrainingPhase, number>>> {
    if (this.#phase !== null) {
      const spent = performance.now() - this.#since
      this.#durations[this.#phase] = Math.round((this.#durations[this.#phase] ?? 0) + spent)
      this.#phase = null
    }
    return this.#durations
  }
}
