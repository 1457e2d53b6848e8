import type { TrainingProgress } from "../core/contract"
import { fromWorker } from "./protocol"
import type { FromWorker, PartKind, ToWorker, TrainingOutcome, TrainingRequest } from "./protocol"

/** A training that is being fed, then runs. */
export interface TrainingSession {
  /** Hands over rows; resolves when they are read, so that no more than one part waits. */
  add(kind: PartKind, text: string): Promise<void>
  /** Trains on all that was added. */
  train(request: TrainingRequest, onProgress: (progress: TrainingProgress) => void): Promise<TrainingOutcome>
  /** Ends the training at once, whatever it does; what waits for it rejects. */
  stop(): Promise<void>
}

/** Begins a training; given by tests in place of a real one. */
export type StartTraining = (options: { readonly maxMemoryMb: number }) => TrainingSession

/** What a session talks to: a thread, or a process. */
export interface TrainingPort {
  /** Sends a message; one that cannot be sent any more is lost, for the end comes by `onEnd`. */
  send(message: ToWorker): void
  onMessage(take: (raw: unknown) => void): void
  /** Calls `end` when nothing more comes, with the cause. */
  onEnd(end: (error: Error) => void): void
  /** Ends the other side at once; resolves when it is gone. */
  stop(): Promise<void>
}

interface Waiting {
  resolve(message: FromWorker): void
  reject(error: Error): void
}

/** The side of a training that feeds it and waits for it. */
export class PortSession implements TrainingSession {
  private waiting: Waiting | null = null
  private ended: Error | null = null
  private onProgress: ((progress: TrainingProgress) => void) | null = null

  constructor(private readonly port: TrainingPort) {
    port.onMessage((raw) => this.take(raw))
    port.onEnd((error) => this.end(error))
  }

  async add(kind: PartKind, text: string): Promise<void> {
    await this.ask({ type: "part", kind, text })
  }

  async train(request: TrainingRequest, onProgress: (progress: TrainingProgress) => void): Promise<TrainingOutcome> {
    this.onProgress = onProgress
    const answer = await this.ask({ type: "train", request })
    if (answer.type === "trained" || answer.type === "not_ready") return answer
    throw new Error(`the training answered "${answer.type}"`)
  }

  stop(): Promise<void> {
    return this.port.stop()
  }

  private ask(message: ToWorker): Promise<FromWorker> {
    if (this.ended) return Promise.reject(this.ended)
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
      this.port.send(message)
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
