import type { Dataset, TrainedRecommender, TrainingProgress, TrainRecommenderOptions } from "../core/contract"
import { PhaseClock, teachingLog, trainingPlan, trainOn, Workbench, worldOf } from "../core/recommender/plan"
import type { TrainingSnapshot } from "../core/recommender/plan"
import { sharedFloats, sharedLog } from "./shared-columns"
import { PlanRunner } from "./plan-runner"
import type { Lane } from "./plan-runner"
import { startThreadLanes } from "./thread-lane"
import type { ThreadLanesOptions } from "./thread-lane"
import type { MemoryGuard } from "./thread-memory"

/** Lanes of other machines, which want the snapshot before their first task. */
export interface RemoteTasks {
  /** Hands the snapshot over; resolves to the lanes once it is there. */
  share(snapshot: TrainingSnapshot): Promise<readonly Lane[]>
}

/** What runs a training. */
export interface TrainingRun extends ThreadLanesOptions {
  readonly onProgress: (progress: TrainingProgress) => void
  /** Absent where no other machine helps. */
  readonly remote?: RemoteTasks | undefined
}

/**
 * Trains on several threads of this process, and on other machines where there are any; with one thread and none, in this
 * thread. The bytes of the model are the same.
 *
 * @param take gives the dataset, once; whoever else holds it keeps the rows that do not teach in memory, and those that do
 * a second time
 * @throws TrainingInputError when there is too little behavior; Error with the cause when a thread ends or a task fails
 */
export async function trainOnThreads(
  take: () => Dataset,
  options: TrainRecommenderOptions,
  run: TrainingRun,
): Promise<TrainedRecommender> {
  const { threads, memory, onProgress, remote } = run
  const clock = new PhaseClock(onProgress)
  clock.enter("snapshot")
  const isAlone = threads === 1 && remote === undefined
  const snapshot = isAlone ? taughtOf(take(), options) : sharedOf(taughtOf(take(), options), memory)
  if (isAlone) return trainOn(snapshot, options, clock)
  clock.enter("candidates")
  const lanes = startThreadLanes(snapshot, run)
  try {
    const world = worldOf(snapshot)
    const makeBlock = (length: number): Float32Array => {
      const block = sharedFloats(length)
      memory.share(block.byteLength)
      return block
    }
    const plan = trainingPlan(world, { champion: options.champion, clock, makeBlock })
    const runner = new PlanRunner(lanes, new Workbench(world, options))
    // Beside the first tasks: what this machine can do it does meanwhile.
    remote?.share(snapshot).then(
      (joining) => joining.forEach((lane) => runner.join(lane)),
      (error: unknown) => runner.end(error instanceof Error ? error : new Error(String(error))),
    )
    return await runner.run(plan, (share) => clock.progress(share))
  } finally {
    await Promise.all(lanes.map((lane) => lane.stop()))
  }
}

function taughtOf(dataset: Dataset, options: TrainRecommenderOptions): TrainingSnapshot {
  const { seed, now } = options
  return { dataset: { ...dataset, log: teachingLog(dataset, options) }, seed, now }
}

/** The same with the log in memory that threads share. */
function sharedOf({ dataset, ...rest }: TrainingSnapshot, memory: MemoryGuard): TrainingSnapshot {
  const { log, bytes } = sharedLog(dataset.log)
  memory.share(bytes)
  return { ...rest, dataset: { ...dataset, log } }
}
