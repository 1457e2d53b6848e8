import type { Worker } from "node:worker_threads"
import type { Stage, TrainingSnapshot, Workbench } from "../core/recommender/plan"
import { StageSchedule } from "./stage-schedule"
import { describeEnd, startThread } from "./start-thread"
import { fromTaskWorker } from "./task-protocol"
import type { ToTaskWorker } from "./task-protocol"
import type { MemoryGuard } from "./thread-memory"

/** How threads are started. */
export interface TaskThreadsOptions {
  readonly threads: number
  /** Heap of each thread at most; what they use together is the guard's to count. */
  readonly maxMemoryMb: number
  readonly memory: MemoryGuard
}

/** One thread, and what it is at. */
interface TaskThread {
  readonly worker: Worker
  /** Moment whose state it has. */
  moment: number | null
  /** Place of the task that it runs, null where it rests. */
  at: number | null
}

/** Threads of this process that run the tasks of a training. */
export class TaskThreads {
  readonly #threads: readonly TaskThread[]
  readonly #memory: MemoryGuard
  #schedule: StageSchedule | null = null
  #settle: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null
  #ended: Error | null = null
  #onTask: (share: number) => void = () => undefined

  constructor({ dataset, seed, now }: TrainingSnapshot, { threads, maxMemoryMb, memory }: TaskThreadsOptions) {
    this.#memory = memory
    this.#threads = Array.from({ length: threads }, () => {
      const worker = startThread("task-worker", maxMemoryMb)
      return { worker, moment: null, at: null }
    })
    this.#threads.forEach((thread, number) => {
      const { worker } = thread
      worker.on("message", (raw: unknown) => this.#guarded(() => this.#take(number, raw)))
      worker.on("error", (error: Error) => this.#end(describeEnd(error)))
      worker.on("exit", () => this.#end(new Error("A thread of the training ended before it was done.")))
      send(worker, { type: "snapshot", dataset, seed, now })
    })
  }

  /**
   * Runs a plan to its end. The state that serves is built in this thread, whose result would else be copied.
   *
   * @throws Error with the cause when a thread ends or a task fails
   */
  async run<T>(plan: Generator<Stage, T, void>, own: Workbench, onTask: (share: number) => void): Promise<T> {
    this.#onTask = onTask
    for (;;) {
      const step = plan.next()
      if (step.done === true) return step.value
      await this.#runStage(step.value, own)
    }
  }

  /** Ends all threads at once, whatever they do. */
  async stop(): Promise<void> {
    this.#ended ??= new Error("The training was stopped.")
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()))
  }

  async #runStage(stage: Stage, own: Workbench): Promise<void> {
    if (this.#ended !== null) throw this.#ended
    const schedule = new StageSchedule(stage)
    this.#schedule = schedule
    const done = new Promise<void>((resolve, reject) => (this.#settle = { resolve, reject }))
    this.#guarded(() => {
      this.#threads.forEach((thread) => this.#giveNext(thread))
      for (let at = schedule.nextOwn(); at !== null; at = schedule.nextOwn()) {
        schedule.put(at, own.run(stage.tasks[at]))
      }
      this.#afterResult()
    })
    await done
  }

  #take(number: number, raw: unknown): void {
    const message = fromTaskWorker.parse(raw)
    const thread = this.#threads[number]
    if (message.type === "failed") throw new Error(message.message)
    this.#memory.note(number, message.memoryMb)
    const { at } = thread
    if (at === null || this.#schedule === null) throw new Error("a thread gave a result that nobody asked for")
    thread.at = null
    this.#schedule.put(at, message.result)
    this.#giveNext(thread)
    this.#afterResult()
  }

  #giveNext(thread: TaskThread): void {
    const others = new Set(this.#threads.flatMap((other) => (other === thread ? [] : (other.moment ?? []))))
    const at = this.#schedule?.next(thread.moment, others) ?? null
    if (at === null || this.#schedule === null) return
    const tasks = this.#schedule.tasksFor(at, thread.moment)
    for (const task of tasks) if (task.kind === "state") thread.moment = task.moment
    thread.at = at
    send(thread.worker, { type: "run", tasks })
  }

  #afterResult(): void {
    if (this.#schedule === null) return
    this.#onTask(this.#schedule.share)
    if (this.#schedule.isDone) this.#settle?.resolve()
  }

  /** What throws here ends the run: nobody else would hear of it. */
  #guarded(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #end(error: Error): void {
    this.#ended ??= error
    this.#settle?.reject(this.#ended)
  }
}

function send(worker: Worker, message: ToTaskWorker): void {
  worker.postMessage(message)
}
