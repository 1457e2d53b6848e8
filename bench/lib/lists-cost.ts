import type { Dataset } from "../../src/core/contract"
import { PhaseClock, teachingLog, trainingPlan, Workbench, worldOf } from "../../src/core/recommender/plan"
import type { TrainingTask } from "../../src/core/recommender/plan"
import { measurePlan } from "./scale/measured-plan"

/** Seconds of one training on one thread: of `for_you` alone, and of all lists. */
export interface ListsCost {
  readonly for_you_s: number
  readonly all_lists_s: number
  readonly ratio: number
}

/** Whether a task would be there without the lists beside `for_you`. */
const isOfForYou = (task: TrainingTask): boolean => {
  if (task.kind === "anchored" || task.kind === "judge_anchored") return false
  return !(task.kind === "fit" || task.kind === "seen") || task.list === "for_you"
}

/** Trains a shop's model task by task, each timed. */
export function measureCost(dataset: Dataset): ListsCost {
  const { log } = dataset
  const options = { seed: 1, now: log.time[log.length - 1] + 1, maxRows: 20_000_000, newShopperOrders: 3 }
  const started = performance.now()
  const world = worldOf({ dataset: { ...dataset, log: teachingLog(dataset, options) }, seed: 1, now: options.now })
  const before = (performance.now() - started) / 1000
  const plan = trainingPlan(world, { champion: undefined, clock: new PhaseClock(undefined) })
  const { stages, between } = measurePlan(plan, new Workbench(world, options))
  const tasks = stages.flat()
  const secondsOf = (counts: (task: TrainingTask) => boolean): number =>
    tasks.filter(({ task }) => counts(task)).reduce((sum, { seconds }) => sum + seconds, before + between)
  const [one, all] = [secondsOf(isOfForYou), secondsOf(() => true)]
  return { for_you_s: rounded(one), all_lists_s: rounded(all), ratio: rounded(all / one) }
}

const rounded = (value: number): number => Number(value.toFixed(2))
