/** How long a refusal is told of as new. */
const LATELY_MS = 600_000

/**
 * Lets in so many askers at once as can be answered while they still wait: whoever comes on top is told at once to come
 * again, instead of waiting behind everybody else and keeping the rest of the shop waiting too.
 *
 * @see Nygard, "Release It!", 2nd ed., ch. 5 (shed load, fail fast)
 */
export class Admission {
  private within = 0
  private refusals = 0
  private lastRefusal = -Infinity
  private failures = 0
  private lastFailure = -Infinity

  /** @param atOnce askers within at one time */
  constructor(
    private readonly atOnce: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether there is room; who is let in must {@link leave} once. */
  enter(): boolean {
    if (this.within < this.atOnce) {
      this.within++
      return true
    }
    this.countRefusal()
    return false
  }

  /**
   * Counts an asker who got no list, for whatever reason.
   *
   * @returns whether it is the first lately: one line of the log is enough for a flood
   */
  countRefusal(): boolean {
    const isFirst = this.refusedLately === 0
    if (isFirst) this.refusals = 0
    this.refusals++
    this.lastRefusal = this.now()
    return isFirst
  }

  leave(): void {
    this.within--
  }

  /** Askers refused since it began to be too many; 0 when ten minutes have passed without one. */
  get refusedLately(): number {
    return this.now() - this.lastRefusal < LATELY_MS ? this.refusals : 0
  }

  /** Counts an asker who got an error in place of a list. */
  countFailure(): void {
    if (this.failedLately === 0) this.failures = 0
    this.failures++
    this.lastFailure = this.now()
  }

  /** Lists that ended in an error; 0 when ten minutes have passed without one. */
  get failedLately(): number {
    return this.now() - this.lastFailure < LATELY_MS ? this.failures : 0
  }
}
