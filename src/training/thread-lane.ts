import type { Worker } from "node:worker_threads"
import type { TaskResult, TrainingSnapshot, TrainingTask } from "../core/recommender/plan"
import type { Lane } from "./plan-runner"
import { describeEnd, startThread } from "./start-thread"
import { fromTaskWorker } from "./task-protocol"
import type { ToTaskWorker } from "./task-protocol"
import type { MemoryGuard } from "./thread-memory"

/** How threads are started. */
export interface ThreadLanesOptions {
  readonly threads: number
  /** Heap of each thread at most; what they use together is the guard's to count. */
  readonly maxMemoryMb: number
  readonly memory: MemoryGuard
}

interface Waiting {
  readonly resolve: (results: readonly TaskResult[]) => void
  readonly reject: (error: Error) => void
}

/** A thread of this process that runs tasks. */
export class ThreadLane implements Lane {
  readonly isRemote = false
  readonly #worker: Worker
  #waiting: Waiting | null = null
  #ended: Error | null = null

  constructor({ dataset, seed, now }: TrainingSnapshot, { maxMemoryMb, onMemory }: ThreadLaneOptions) {
    this.#worker = startThread("task-worker", maxMemoryMb)
    this.#worker.on("message", (raw: unknown) => {
      const message = fromTaskWorker.parse(raw)
      if (message.type === "failed") {
        this.#reject(new Error(message.message))
        return
      }
      try {
        onMemory(message.memoryMb)
        this.#waiting?.resolve([message.result])
        this.#waiting = null
      } catch (error) {
        this.#reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
    this.#worker.on("error", (error: Error) => this.#end(describeEnd(error)))
    this.#worker.on("exit", () => this.#end(new Error("A thread of the training ended before it was done.")))
    this.#send({ type: "snapshot", dataset, seed, now })
  }

  /** The result of the last task is what was asked for. */
  run(tasks: readonly TrainingTask[]): Promise<readonly TaskResult[]> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended)
        return
      }
      this.#waiting = { resolve, reject }
      this.#send({ type: "run", tasks: [...tasks] })
    })
  }

  /** Ends the thread at once, whatever it does. */
  async stop(): Promise<void> {
    this.#end(new Error("The training was stopped."))
    await this.#worker.terminate()
  }

  #send(message: ToTaskWorker): void {
    this.#worker.postMessage(message)
  }

  #end(error: Error): void {
    this.#ended ??= error
    this.#reject(this.#ended)
  }

  #reject(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = null
  }
}

interface ThreadLaneOptions {
  readonly maxMemoryMb: number
  /** Called with what the thread uses after each task; what it throws is how the task ends. */
  readonly onMemory: (memoryMb: number) => void
}

/** Starts the threads of a training. */
export function startThreadLanes(snapshot: TrainingSnapshot, options: ThreadLanesOptions): ThreadLane[] {
  const { threads, maxMemoryMb, memory } = options
  return Array.from(
    { length: threads },
    (_, number) => new ThreadLane(snapshot, { maxMemoryMb, onMemory: (memoryMb) => memory.note(number, memoryMb) }),
  )
}
