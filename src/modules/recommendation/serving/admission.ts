/** How long a refusal is reported as new, and how far back lists are counted. */
const LATELY_MS = 600_000
const MINUTE_MS = 60_000

/** Lists of the last ten minutes. */
export interface RecentLists {
  readonly asked: number
  /** Those that ended in an error. */
  readonly failed: number
}

/**
 * Lets in so many askers at once as can be answered while they still wait: whoever comes on top is answered 503 with Retry-After at
 * once, instead of waiting behind everybody else and keeping the rest of the shop waiting too.
 *
 * @see Nygard, "Release It!", 2nd ed., ch. 5 (shed load, fail fast)
 */
export class Admission {
  private within = 0
  private refusals = 0
  private lastRefusal = -Infinity
  /** By the minute in which they ended; eleven at most. */
  private readonly minutes = new Map<number, { asked: number; failed: number }>()

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

  /** @param hasFailed whether the asker got an error in place of a list */
  leave(hasFailed = false): void {
    this.within--
    const minute = Math.floor(this.now() / MINUTE_MS)
    const counted = this.minutes.get(minute) ?? { asked: 0, failed: 0 }
    counted.asked++
    if (hasFailed) counted.failed++
    this.minutes.set(minute, counted)
    for (const old of this.minutes.keys()) if (old <= minute - LATELY_MS / MINUTE_MS - 1) this.minutes.delete(old)
  }

  /** Askers refused since it began to be too many; 0 when ten minutes have passed without one. */
  get refusedLately(): number {
    return this.now() - this.lastRefusal < LATELY_MS ? this.refusals : 0
  }

  /** Lists that ended within the last ten minutes, one way or the other. */
  get recentLists(): RecentLists {
    const oldest = Math.floor((this.now() - LATELY_MS) / MINUTE_MS)
    const recent = [...this.minutes].flatMap(([minute, counted]) => (minute > oldest ? [counted] : []))
    const sum = (of: keyof RecentLists): number => recent.reduce((total, counted) => total + counted[of], 0)
    return { asked: sum("asked"), failed: sum("failed") }
  }
}
