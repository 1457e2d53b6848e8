import type { Dataset } from "../../../src/core/contract"
import { evaluateMethod } from "../../../src/core/evaluation/evaluate"
import type { MethodResult, RankCase } from "../../../src/core/evaluation/evaluate"
import type { Split } from "../../../src/core/evaluation/temporal-split"
import { fitForEvaluation, rankFitted } from "../../../src/core/recommender/judging/fit-for-evaluation"
import type { FittedRanker } from "../../../src/core/recommender/judging/fit-for-evaluation"
import { casesInOrder, onlineRanker } from "../online-ranker"
import { CandidateRecall } from "./candidate-recall"
import { coldRecall } from "./cold"
import type { ColdRecall } from "./cold"
import { measureBaselines, optionsFor } from "./tuned-baselines"
import type { Cohort } from "./tuned-baselines"
import { weightsPeers } from "./weights-peer"
import { xgboostPeers } from "./xgboost-peer"

/** Name of ours in the table and in the JSON. */
export const OURS = "svm"
/** Steps that `--online` tries: does learning between trainings help? */
const ONLINE_STEPS = [0.0003, 0.003]

/** Scorers that may be measured beside ours, on its lists and features. */
export const PEERS = { xgboost: xgboostPeers, weights: weightsPeers } as const
/** One of {@link PEERS}. */
export type PeerName = keyof typeof PEERS

/** What is measured beside ours. */
export interface CutOptions {
  /** Source of priors that is not asked: the set itself. */
  readonly leftOut: string
  readonly withBaselines: boolean
  readonly only: ReadonlySet<string> | undefined
  readonly withOnline: boolean
  /** Whose scores are measured beside ours. */
  readonly peer: PeerName | null
}

/** What was measured at one cut. */
export interface CutResult {
  readonly cut: string
  readonly methods: ReadonlyMap<string, MethodResult>
  readonly peers: ReadonlyMap<string, MethodResult>
  readonly cold: { readonly d14: ColdRecall; readonly d28: ColdRecall }
  readonly candidateRecall: Readonly<Record<Cohort, number>>
  /** Of ours alone, to fit and to rank. */
  readonly seconds: number
  readonly cpuSeconds: number
}

/** The cut as an instant, or how else truth was taken; "none" where nothing could be cut. */
function cutText({ kind, cut }: Split): string {
  if (kind === "leave_last_out") return kind
  return Number.isFinite(cut) ? new Date(cut).toISOString() : "none"
}

/** Fits ours on what lies before a cut and asks it, the baselines and the peers what came after. */
export function measureCut(dataset: Dataset, split: Split, options: CutOptions): CutResult {
  const { log } = dataset
  const protocol = optionsFor(log, split)
  console.error(
    `${split.kind}, goal ${split.goal}, ${split.train.length} rows before the cut, ${split.cases.length} cases`,
  )
  const started = performance.now()
  const cpuBefore = process.cpuUsage()
  const fitted = fitForEvaluation(dataset, split, { seed: 1, leftOut: options.leftOut })
  const recall = new CandidateRecall(protocol)
  const answers = new Map<object, ArrayLike<number>>()
  const ours: RankCase = (testCase, depth) => {
    const answer = rankFitted({ ...fitted, listOf: recalling(fitted, recall) })(testCase, depth)
    answers.set(testCase, Array.from(answer).slice(0, depth))
    return answer
  }
  const methods = new Map([[OURS, evaluateMethod(split.cases, ours, protocol)]])
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  console.error(`${OURS}: ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU)`)
  if (options.withOnline) addOnline(methods, fitted, { dataset, split })
  const peers = new Map<string, MethodResult>()
  if (options.peer !== null) {
    for (const [name, rank] of PEERS[options.peer](fitted)) peers.set(name, evaluateMethod(split.cases, rank, protocol))
  }
  if (options.withBaselines) {
    for (const [name, result] of measureBaselines(log, split, options.only)) methods.set(name, result)
  }
  const asked: RankCase = (testCase) => answers.get(testCase) ?? []
  const cold = (days: number): ColdRecall => coldRecall(log, split, { days, ours: asked })
  return {
    cut: cutText(split),
    methods,
    peers,
    cold: { d14: cold(14), d28: cold(28) },
    candidateRecall: recall.result(),
    seconds,
    cpuSeconds: (user + system) / 1e6,
  }
}

/** Notes the candidates of each list as it is made. */
function recalling(fitted: FittedRanker, recall: CandidateRecall): FittedRanker["listOf"] {
  return (testCase) => {
    const list = fitted.listOf(testCase)
    recall.take(testCase, list.candidates.items)
    return list
  }
}

function addOnline(
  methods: Map<string, MethodResult>,
  fitted: FittedRanker,
  { dataset, split }: { readonly dataset: Dataset; readonly split: Split },
): void {
  const cases = casesInOrder(dataset.log, split)
  for (const aggressiveness of ONLINE_STEPS) {
    const rank = onlineRanker(fitted, { aggressiveness, seed: 1 })
    methods.set(`${OURS}_online_${aggressiveness}`, evaluateMethod(cases, rank, optionsFor(dataset.log, split)))
  }
}
