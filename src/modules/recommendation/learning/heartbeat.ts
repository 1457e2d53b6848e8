import type { TrainingPhase } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { logEvent } from "../log-event"
import { aboutRun, MessageError } from "../sayings"
import { LeaseLostError } from "./lease"
import type { Lease } from "./lease"
import { PhaseSpans } from "./phase-spans"
import type { RunStore } from "./run-store"

/** An admin ended the run. */
export class RunCanceledError extends MessageError {
  override readonly name = "RunCanceledError"
}

/** The run took longer than it may. */
export class RunTimeoutError extends MessageError {
  override readonly name = "RunTimeoutError"
}

/** Beats in one lease: three may be lost before another takes over. */
const BEATS_A_LEASE = 4
const MILLISECONDS = 1_000
const MINUTE = 60_000
/** Progress is reported no more often: an admin who watches sees it move, and the database hardly notices. */
const REPORT_EVERY_MS = 2_000

/**
 * The heartbeat of a run: reports to the row how far it is, and the run when it must
 * end - because an admin wants it, the time is up, or the lease is another's.
 */
export class Heartbeat {
  private phase: TrainingPhase = "snapshot"
  private percent = 0
  private reported: TrainingPhase | null = null
  private reportedPercent = 0
  private reportedAt = 0
  private readonly timer: NodeJS.Timeout
  private readonly deadline: NodeJS.Timeout
  private readonly controller = new AbortController()
  private readonly spans = new PhaseSpans()

  constructor(
    private readonly context: ModuleContext,
    private readonly runs: Pick<RunStore, "beat">,
    private readonly lease: Lease,
  ) {
    const { lease_seconds: seconds, timeout_minutes: minutes } = context.options.training
    this.timer = setInterval(() => void this.beat(), (seconds * MILLISECONDS) / BEATS_A_LEASE)
    this.deadline = setTimeout(
      () => this.controller.abort(new RunTimeoutError(aboutRun.tookTooLong(minutes))),
      minutes * MINUTE,
    )
    // A shop that shuts down does not wait for its training.
    this.timer.unref()
    this.deadline.unref()
  }

  /** Fires when the run must end; its reason says why. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Where the run stands; a new phase is reported at once, a whole percent more within seconds. */
  at(phase: TrainingPhase, percent: number): void {
    this.phase = phase
    this.percent = Math.max(this.percent, percent)
    if (phase === this.reported) {
      const isAhead = Math.floor(this.percent) > Math.floor(this.reportedPercent)
      if (isAhead && performance.now() - this.reportedAt >= REPORT_EVERY_MS) void this.beat()
      return
    }
    this.spans.enter(phase)
    logEvent(this.context, "debug", { name: "run.phase", fields: { run: this.lease.runId, phase, percent } })
    void this.beat()
  }

  /** Settles as `work` does, or rejects as soon as the run must end. */
  async guard<T>(work: Promise<T>): Promise<T> {
    const { signal } = this
    const ended = new Promise<never>((_, reject) => {
      const fail = (): void => reject(reasonOf(signal))
      if (signal.aborted) fail()
      else signal.addEventListener("abort", fail, { once: true })
    })
    try {
      return await Promise.race([work, ended])
    } catch (error) {
      this.spans.fail(error)
      throw error
    }
  }

  stop(): void {
    clearInterval(this.timer)
    clearTimeout(this.deadline)
    this.spans.end()
  }

  private async beat(): Promise<void> {
    this.reported = this.phase
    this.reportedPercent = this.percent
    this.reportedAt = performance.now()
    try {
      const { cancelRequested } = await this.runs.beat(this.lease, { phase: this.phase, percent: this.percent })
      if (cancelRequested) this.controller.abort(new RunCanceledError(aboutRun.endedByAdmin()))
    } catch (error) {
      if (error instanceof LeaseLostError) this.controller.abort(error)
      // The database may be away for a moment: the next beat tries again, and the lease says for how long it may.
      else this.context.logger?.warn(`recommendations: a heartbeat of run ${this.lease.runId} failed: ${String(error)}`)
    }
  }
}

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error("the run was ended")
