import { z } from "zod"
import type { TaskResult, TrainingSnapshot, TrainingTask } from "../../core/recommender/plan"
import { LaneLostError, TaskReturnedError } from "../plan-runner"
import type { Lane } from "../plan-runner"
import type { ToMachines, ToWorker } from "../protocol"
import { snapshotParts } from "./snapshot-parts"
import { pack, unpack } from "./wire"

const taskResult = z.custom<TaskResult>((value) => typeof value === "object" && value !== null)

interface Waiting {
  readonly resolve: (results: readonly TaskResult[]) => void
  readonly reject: (error: Error) => void
}

/** The training thread's view of other machines: it packs and unpacks, and whoever started it sends. */
export class RemoteTasks {
  readonly #lanes: number
  readonly #say: (message: ToMachines) => void
  readonly #waiting = new Map<number, Waiting>()
  #shared: (() => void) | null = null
  #offered = 0

  /** @param lanes tasks that the others run at once */
  constructor(lanes: number, say: (message: ToMachines) => void) {
    this.#lanes = lanes
    this.#say = say
  }

  /** Hands the snapshot over, part by part; resolves to the lanes of the others. */
  async share(snapshot: TrainingSnapshot): Promise<readonly Lane[]> {
    for (const part of snapshotParts(snapshot)) {
      const stored = new Promise<void>((resolve) => (this.#shared = resolve))
      this.#say({ type: "share", bytes: pack(part) })
      await stored
    }
    return Array.from({ length: this.#lanes }, () => new RemoteLane(this))
  }

  /** Takes what whoever started the thread answers. */
  take(message: ToWorker): void {
    if (message.type === "shared") this.#shared?.()
    else if (message.type === "tasks_done") {
      const results = message.results.map((bytes) => taskResult.parse(unpack(bytes)))
      this.#settle(message.id, ({ resolve }) => resolve(results))
    } else if (message.type === "tasks_failed") {
      this.#settle(message.id, ({ reject }) => reject(new Error(message.message)))
    } else if (message.type === "tasks_returned") {
      const error = message.isLost ? new LaneLostError("no other machine is there") : new TaskReturnedError("not begun")
      this.#settle(message.id, ({ reject }) => reject(error))
    }
  }

  /** Offers tasks to whichever machine is free. */
  offer(tasks: readonly TrainingTask[]): { readonly id: number; readonly results: Promise<readonly TaskResult[]> } {
    const id = this.#offered++
    const results = new Promise<readonly TaskResult[]>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    this.#say({ type: "offer", id, bytes: pack(tasks) })
    return { id, results }
  }

  takeBack(id: number): void {
    this.#say({ type: "take_back", id })
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (waiting) how(waiting)
  }
}

/** Milliseconds after which tasks that no other machine has begun are asked back for a thread that rests. */
const TAKE_BACK_MS = 5_000

/** Room for the tasks of one moment on another machine. */
class RemoteLane implements Lane {
  readonly isRemote = true
  #offered: { readonly id: number; readonly at: number } | null = null

  constructor(private readonly remote: RemoteTasks) {}

  run(tasks: readonly TrainingTask[]): Promise<readonly TaskResult[]> {
    const { id, results } = this.remote.offer(tasks)
    this.#offered = { id, at: performance.now() }
    return results
  }

  takeBack(): void {
    if (this.#offered !== null && performance.now() - this.#offered.at >= TAKE_BACK_MS) {
      this.remote.takeBack(this.#offered.id)
    }
  }
}
