import type { Stage } from "./tasks"
import type { Workbench } from "./workbench"

/** Runs a plan to its end in this thread: the tasks of every stage one after another. */
export function runAlone<T>(plan: Generator<Stage, T, void>, bench: Workbench, onTask: (share: number) => void): T {
  for (;;) {
    const step = plan.next()
    if (step.done === true) return step.value
    runStage(step.value, bench, onTask)
  }
}

/** Runs the tasks of one stage one after another. */
export function runStage({ tasks, take }: Stage, bench: Workbench, onTask?: (share: number) => void): void {
  tasks.forEach((task, at) => {
    onTask?.(at / tasks.length)
    take(bench.run(task))
  })
}
