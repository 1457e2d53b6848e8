import { parentPort } from "node:worker_threads"
import type { MessagePort } from "node:worker_threads"
import { Workbench, worldOf } from "../core/recommender/plan"
import type { TaskResult, TrainingTask } from "../core/recommender/plan"
import { toTaskWorker } from "./task-protocol"
import type { FromTaskWorker } from "./task-protocol"
import { threadMemoryMb } from "./thread-memory"
import { lowerThreadPriority } from "./thread-priority"

/** Runs tasks one after another; answers the last. */
function run(bench: Workbench, tasks: readonly TrainingTask[]): Extract<FromTaskWorker, { type: "done" }> {
  const durationsMs: number[] = []
  let last: TaskResult = { kind: "state" }
  for (const task of tasks) {
    const started = performance.now()
    last = bench.run(task)
    durationsMs.push(performance.now() - started)
  }
  return { type: "done", result: last, durationsMs, memoryMb: threadMemoryMb() }
}

/** Buffers of rows, which move to the other thread without being copied. */
function movable(result: TaskResult): ArrayBuffer[] {
  const lists = [...("taught" in result ? [result.taught] : []), ...("repeats" in result ? [result.repeats] : [])]
  return lists.flatMap(({ blocks }) => blocks.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : [])))
}

function listen(port: MessagePort): void {
  lowerThreadPriority()
  let bench: Workbench | null = null
  const say = (message: FromTaskWorker, move: ArrayBuffer[] = []): void => port.postMessage(message, move)
  port.on("message", (raw: unknown) => {
    try {
      const message = toTaskWorker.parse(raw)
      if (message.type === "snapshot") bench = new Workbench(worldOf(message), { now: message.now })
      else if (bench === null) throw new Error("a task came before its snapshot")
      else {
        const answer = run(bench, message.tasks)
        say(answer, movable(answer.result))
      }
    } catch (error) {
      say({ type: "failed", message: error instanceof Error ? error.message : String(error) })
    }
  })
}

if (parentPort) listen(parentPort)
