import type { Worker } from "node:worker_threads"
import type { TrainingProgress } from "../core/contract"
import { fromWorker } from "./protocol"
import type { FromWorker, PartKind, ToWorker, TrainingOutcome, TrainingRequest } from "./protocol"
import { describeEnd, startThread } from "./start-thread"

/** A training that is being fed, then runs. */
export interface TrainingSession {
  /** Hands over rows; resolves when they are read, so that no more than one part waits. */
  add(kind: PartKind, text: string): Promise<void>
  /** Trains on all that was added. */
  train(request: TrainingRequest, onProgress: (progress: TrainingProgress) => void): Promise<TrainingOutcome>
  /** Ends the thread at once, whatever it does; what waits for it rejects. */
  stop(): Promise<void>
}

/** Begins a training; given by tests in place of a real thread. */
export type StartTraining = (options: { readonly maxMemoryMb: number }) => TrainingSession

/** Starts a thread that trains. */
export const startTrainingThread: StartTraining = ({ maxMemoryMb }) =>
  new ThreadSession(startThread("training-worker", maxMemoryMb))

interface Waiting {
  resolve(message: FromWorker): void
  reject(error: Error): void
}

class ThreadSession implements TrainingSession {
  private waiting: Waiting | null = null
  private ended: Error | null = null
  private onProgress: ((progress: TrainingProgress) => void) | null = null

  constructor(private readonly worker: Worker) {
    worker.on("message", (raw: unknown) => this.take(raw))
    worker.on("error", (error: Error) => this.end(describeEnd(error)))
    worker.on("exit", () => this.end(new Error("The training thread ended before it was done.")))
  }

  async add(kind: PartKind, text: string): Promise<void> {
    await this.ask({ type: "part", kind, text })
  }

  async train(request: TrainingRequest, onProgress: (progress: TrainingProgress) => void): Promise<TrainingOutcome> {
    this.onProgress = onProgress
    const answer = await this.ask({ type: "train", request })
    if (answer.type === "trained" || answer.type === "not_ready") return answer
    throw new Error(`the training thread answered "${answer.type}"`)
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }

  private ask(message: ToWorker): Promise<FromWorker> {
    if (this.ended) return Promise.reject(this.ended)
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
      this.worker.postMessage(message)
    })
  }

  private take(raw: unknown): void {
    const message = fromWorker.parse(raw)
    if (message.type === "progress") this.onProgress?.(message)
    else if (message.type === "failed") this.end(new Error(message.message))
    else {
      this.waiting?.resolve(message)
      this.waiting = null
    }
  }

  private end(error: Error): void {
    this.ended ??= error
    this.waiting?.reject(this.ended)
    this.waiting = null
  }
}
