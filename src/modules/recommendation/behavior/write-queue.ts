import { withDeadline } from "../../../training/deadline"
import type { NewBehaviorEvent } from "./event"
import { isTransient, retryTransient } from "./transient"

/** Why an event could not be taken now; the caller answers 503 with Retry-After. */
export class CaptureBusyError extends Error {
  constructor(
    readonly reason: "queue_full" | "database",
    readonly retryAfterSeconds: number,
  ) {
    super(`behavior cannot be stored right now: ${reason}`)
    this.name = "CaptureBusyError"
  }
}

/** An event that was new, or that was passed over because its shopper was erased since. */
export type EventOutcome = "stored" | "erased"

/** What became of the events of a batch; those that were known already are missing. */
export type Write = (events: readonly NewBehaviorEvent[]) => Promise<ReadonlyMap<string, EventOutcome>>

export interface WriteQueueOptions {
  readonly write: Write
  /** Events that may wait. */
  readonly maxQueue: number
  /** Milliseconds after which an answer is given up, though the write itself may still succeed. */
  readonly deadlineMs?: number
}

interface Waiting {
  readonly events: readonly NewBehaviorEvent[]
  readonly resolve: (outcomes: ReadonlyMap<string, EventOutcome>) => void
  readonly reject: (error: Error) => void
}

const ROWS_A_WRITE = 1_000
/** Writes at once: while one commits, the next is on its way. */
const WRITERS = 4
/** A storefront that waits longer than this has gone. */
export const DEADLINE_MS = 5_000
export const RETRY_SECONDS = 2

/**
 * Gathers what many requests bring into few writes. A request is answered when
 * its own events are committed; what comes while a write runs joins the next.
 */
export class WriteQueue {
  private readonly waiting: Waiting[] = []
  private held = 0
  private writers = 0

  constructor(private readonly options: WriteQueueOptions) {}

  /** Events that wait or are being written. */
  get size(): number {
    return this.held
  }

  /**
   * What became of the events, after their commit.
   *
   * @throws CaptureBusyError when the queue is full, or the database does not answer
   */
  async add(events: readonly NewBehaviorEvent[]): Promise<ReadonlyMap<string, EventOutcome>> {
    if (events.length === 0) return new Map()
    if (this.held + events.length > this.options.maxQueue) throw new CaptureBusyError("queue_full", RETRY_SECONDS)
    this.held += events.length
    const written = new Promise<ReadonlyMap<string, EventOutcome>>((resolve, reject) => {
      this.waiting.push({ events, resolve, reject })
      this.start()
    })
    const late = (): CaptureBusyError => new CaptureBusyError("database", RETRY_SECONDS)
    return withDeadline(written, this.options.deadlineMs ?? DEADLINE_MS, late)
  }

  private start(): void {
    if (this.writers >= WRITERS || this.waiting.length === 0) return
    this.writers += 1
    void this.drain().finally(() => {
      this.writers -= 1
      this.start()
    })
  }

  private async drain(): Promise<void> {
    // The requests of this turn of the event loop come into the first write too.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.waiting.length > 0) await this.writeTogether(this.takeSome())
  }

  private takeSome(): Waiting[] {
    const taken: Waiting[] = []
    for (let rows = 0; this.waiting.length > 0;) {
      rows += this.waiting[0]?.events.length ?? 0
      if (taken.length > 0 && rows > ROWS_A_WRITE) break
      const next = this.waiting.shift()
      if (next) taken.push(next)
    }
    return taken
  }

  private async writeTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await retryTransient(() => this.options.write(batch.flatMap(({ events }) => events)))
      // Of two requests with the same event, in one write, the first has brought it.
      const unclaimed = new Map(outcomes)
      this.settle(batch, ({ events, resolve }) => resolve(claim(events, unclaimed)))
    } catch (error) {
      // One request's events must not fail the others': apart, only the guilty one fails.
      if (batch.length > 1 && !isTransient(error)) {
        for (const alone of batch) await this.writeTogether([alone])
        return
      }
      const failure =
        isTransient(error) || !(error instanceof Error) ? new CaptureBusyError("database", RETRY_SECONDS) : error
      this.settle(batch, ({ reject }) => reject(failure))
    }
  }

  private settle(batch: readonly Waiting[], settleOne: (waiting: Waiting) => void): void {
    for (const waiting of batch) {
      this.held -= waiting.events.length
      settleOne(waiting)
    }
  }
}

function claim(events: readonly NewBehaviorEvent[], unclaimed: Map<string, EventOutcome>): Map<string, EventOutcome> {
  const claimed = new Map<string, EventOutcome>()
  for (const { id } of events) {
    const outcome = unclaimed.get(id)
    if (outcome === undefined) continue
    claimed.set(id, outcome)
    unclaimed.delete(id)
  }
  return claimed
}
