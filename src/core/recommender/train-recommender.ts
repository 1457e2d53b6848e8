import type { Dataset, InteractionLog } from "../contract/interaction-log"
import type { TrainedRecommender, TrainingProgress, TrainRecommenderOptions } from "../contract/recommender"
import { TrainingInputError } from "../svm"
import { capInfluence } from "./teaching/cap-influence"
import { PhaseClock } from "./plan/phase-clock"
import { runAlone } from "./plan/run-alone"
import { trainingPlan } from "./plan/training-plan"
import { worldOf } from "./plan/training-world"
import type { TrainingSnapshot } from "./plan/training-world"
import { Workbench } from "./plan/workbench"
import { assessReadiness } from "./readiness"
import { sampleLog } from "./teaching/sample-log"

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
  const log = teachingLog(dataset, options)
  return trainOn({ dataset: { ...dataset, log }, seed: options.seed, now: options.now }, options, clock)
}

/** Trains on a snapshot in this thread, see {@link trainRecommender}. */
export function trainOn(
  snapshot: TrainingSnapshot,
  options: TrainRecommenderOptions,
  clock: PhaseClock,
): TrainedRecommender {
  clock.enter("candidates")
  const world = worldOf(snapshot)
  const plan = trainingPlan(world, { champion: options.champion, clock })
  return runAlone(plan, new Workbench(world, options), (share) => clock.progress(share))
}

/**
 * The rows that teach: without what nobody may say so often, and sampled where there are more than may be kept.
 *
 * @throws TrainingInputError when there is too little behavior, see {@link assessReadiness}
 */
export function teachingLog(
  dataset: Dataset,
  { maxRows, seed }: Pick<TrainRecommenderOptions, "maxRows" | "seed">,
): InteractionLog {
  const { ready, has, needs } = assessReadiness(dataset)
  if (!ready) {
    throw new TrainingInputError(`too little behavior: has ${JSON.stringify(has)}, needs ${JSON.stringify(needs)}`)
  }
  return sampleLog(capInfluence(dataset.log), maxRows, seed)
}
