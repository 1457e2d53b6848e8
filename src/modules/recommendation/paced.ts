import { setTimeout as pause } from "node:timers/promises"

export interface Pace {
  /** How many times as long as a run took the next one waits. */
  readonly restTimes: number
  /** Milliseconds of rest at most. */
  readonly restAtMostMs: number
}

/**
 * Runs one piece of work at most once at a time, with a rest in proportion to its length in between, so that it takes
 * at most 1 / (1 + restTimes) of the database's time however often it is asked for.
 */
export class Paced {
  private current: Promise<void> = Promise.resolve()
  private next: Promise<void> | null = null

  /** @param rest waits so many milliseconds */
  constructor(
    private readonly run: () => Promise<void>,
    private readonly pace: Pace,
    private readonly rest = (ms: number): Promise<void> => pause(ms, undefined, { ref: false }),
  ) {}

  /** Settles as a run does that began after this call; all who ask before it begins share it. */
  ask(): Promise<void> {
    this.next ??= this.current.then(() => this.begin())
    return this.next
  }

  private begin(): Promise<void> {
    this.next = null
    const begun = performance.now()
    const run = this.run()
    const { restTimes, restAtMostMs } = this.pace
    this.current = run
      .catch(() => undefined)
      .then(() => {
        const ms = Math.min(restTimes * (performance.now() - begun), restAtMostMs)
        return ms > 0 ? this.rest(ms) : undefined
      })
    return run
  }
}
