import type { Dataset, TrainedRecommender, TrainingProgress, TrainRecommenderOptions } from "../core/contract"
import { trainRecommender } from "../core/recommender"
import { PhaseClock, teachingLog, trainingPlan, Workbench, worldOf } from "../core/recommender/plan"
import { sharedFloats, sharedLog } from "./shared-columns"
import { TaskThreads } from "./task-threads"
import type { TaskThreadsOptions } from "./task-threads"

/**
 * Trains on several threads of this process; with one, in this thread. The bytes of the model are the same.
 *
 * @throws TrainingInputError when there is too little behavior; Error with the cause when a thread ends
 */
export async function trainOnThreads(
  dataset: Dataset,
  options: TrainRecommenderOptions,
  run: TaskThreadsOptions & { readonly onProgress: (progress: TrainingProgress) => void },
): Promise<TrainedRecommender> {
  const { threads, memory, onProgress } = run
  if (threads === 1) return trainRecommender(dataset, options, onProgress)
  const clock = new PhaseClock(onProgress)
  clock.enter("snapshot")
  const { log, bytes } = sharedLog(teachingLog(dataset, options))
  memory.share(bytes)
  clock.enter("candidates")
  const snapshot = { dataset: { ...dataset, log }, seed: options.seed, now: options.now }
  const pool = new TaskThreads(snapshot, run)
  try {
    const world = worldOf(snapshot)
    const makeBlock = (length: number): Float32Array => {
      const block = sharedFloats(length)
      memory.share(block.byteLength)
      return block
    }
    const plan = trainingPlan(world, { champion: options.champion, clock, makeBlock })
    return await pool.run(plan, new Workbench(world, options), (share) => clock.progress(share))
  } finally {
    await pool.stop()
  }
}
