import type { TrainedRecommender } from "../../../src/core/contract"
import type { Stage, TaskResult, TrainingTask } from "../../../src/core/recommender/plan"
import type { Workbench } from "../../../src/core/recommender/plan"
import { StageSchedule } from "../../../src/training/stage-schedule"

/** One task and how long it took. */
interface TimedTask {
  readonly task: TrainingTask
  readonly seconds: number
}

/** How long every task of a plan took, stage by stage, and what lay between them. */
export interface MeasuredPlan {
  readonly stages: readonly (readonly TimedTask[])[]
  /** Seconds of putting results together, which one machine does alone. */
  readonly between: number
  readonly trained: TrainedRecommender
}

/** Runs a plan one task after another, each timed. */
export function measurePlan(plan: Generator<Stage, TrainedRecommender, void>, bench: Workbench): MeasuredPlan {
  const started = performance.now()
  const stages: TimedTask[][] = []
  let inTasks = 0
  const run = (task: TrainingTask, timed: TimedTask[]): TaskResult => {
    const before = performance.now()
    const result = bench.run(task)
    const seconds = (performance.now() - before) / 1000
    timed.push({ task, seconds })
    inTasks += seconds
    return result
  }
  for (;;) {
    const step = plan.next()
    if (step.done === true) {
      return { stages, between: (performance.now() - started) / 1000 - inTasks, trained: step.value }
    }
    const timed: TimedTask[] = []
    stages.push(timed)
    for (const task of step.value.tasks) step.value.take(run(task, timed))
  }
}

/** A machine of the simulation: when it is free, and the moment whose state it has. */
interface Machine {
  freeAt: number
  moment: number | null
}

/**
 * Seconds that the plan would take on so many machines of one thread: the measured times, handed out by the very schedule
 * that the threads have. Sending snapshots and results costs nothing here.
 *
 * @param before seconds until the first task, on each machine alike
 */
export function criticalPath({ stages, between }: MeasuredPlan, machines: number, before: number): number {
  return stages.reduce((sum, stage) => sum + stageSeconds(stage, machines), before + between)
}

function stageSeconds(stage: readonly TimedTask[], count: number): number {
  const schedule = new StageSchedule({ tasks: stage.map(({ task }) => task), take: () => undefined })
  const machines = Array.from({ length: count }, (): Machine => ({ freeAt: 0, moment: null }))
  let end = 0
  // Whoever gets nothing gets nothing later either, for no task waits for another of its stage.
  const working = new Set(machines)
  while (working.size > 0) {
    const [machine] = [...working].sort((a, b) => a.freeAt - b.freeAt)
    const others = new Set(machines.flatMap((other) => (other === machine ? [] : (other.moment ?? []))))
    const at = schedule.next(machine.moment, others) ?? schedule.nextOwn()
    if (at === null) {
      working.delete(machine)
      continue
    }
    for (const task of schedule.tasksFor([at], machine.moment)) {
      machine.freeAt += stage.find((timed) => timed.task === task)?.seconds ?? 0
      if (task.kind === "state") machine.moment = task.moment
    }
    end = Math.max(end, machine.freeAt)
  }
  return end
}
