import type { TrainingProgress } from "../core/contract"
import type { Machines } from "./machines/machines"
import { MachinesRelay } from "./machines/machines-relay"
import { PortExchange } from "./port-exchange"
import type { TrainingPort } from "./port-exchange"
import { fromWorker } from "./protocol"
import type { FromWorker, PartKind, ToWorker, TrainingOutcome, TrainingRequest } from "./protocol"

/** A training that is being fed, then runs. */
export interface TrainingSession {
  /** Hands over rows; resolves when they are read, so that no more than one part waits. */
  add(kind: PartKind, text: string): Promise<void>
  /**
   * Trains on all that was added.
   *
   * @param machines others that run tasks; none where absent
   */
  train(
    request: TrainingRequest,
    onProgress: (progress: TrainingProgress) => void,
    machines?: Machines | null,
  ): Promise<TrainingOutcome>
  /** Ends the training at once, whatever it does; what waits for it rejects. */
  stop(): Promise<void>
}

/** Begins a training; given by tests in place of a real one. */
export type StartTraining = (options: { readonly maxMemoryMb: number }) => TrainingSession

/** The side of a training that feeds it and waits for it. */
export class PortSession implements TrainingSession {
  private onProgress: ((progress: TrainingProgress) => void) | null = null
  private relay: MachinesRelay | null = null
  private readonly exchange: PortExchange<ToWorker, FromWorker>

  constructor(private readonly port: TrainingPort<ToWorker>) {
    this.exchange = new PortExchange(port, (raw) => this.take(fromWorker.parse(raw)))
  }

  async add(kind: PartKind, text: string): Promise<void> {
    await this.exchange.ask({ type: "part", kind, text })
  }

  async train(
    request: TrainingRequest,
    onProgress: (progress: TrainingProgress) => void,
    machines: Machines | null = null,
  ): Promise<TrainingOutcome> {
    this.onProgress = onProgress
    this.relay = machines && new MachinesRelay(machines, this.port, (error) => this.exchange.end(error))
    const answer = await this.exchange.ask({ type: "train", request, remoteLanes: machines?.lanes ?? 0 })
    if (answer.type === "trained" || answer.type === "not_ready") return answer
    throw new Error(`the training answered "${answer.type}"`)
  }

  stop(): Promise<void> {
    return this.port.stop()
  }

  /** The message where it is the answer to what was asked, else null. */
  private take(message: FromWorker): FromWorker | null {
    if (message.type === "progress") this.onProgress?.(message)
    else if (message.type === "failed") this.exchange.end(new Error(message.message))
    else if (message.type === "share" || message.type === "offer" || message.type === "take_back")
      this.relay?.pass(message)
    else return message
    return null
  }
}
