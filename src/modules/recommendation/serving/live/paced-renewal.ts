import { setTimeout as pause } from "node:timers/promises"

/** How many times as long as it took it rests after a renewal. */
const REST_TIMES = 10
/** Milliseconds of rest at most. */
const REST_AT_MOST_MS = 60_000

/**
 * Renews what is asked for too often. Each order changes stock, and to look at all stock of a shop of a hundred thousand
 * products takes its database seconds: so after each renewal it rests, for ten times as long, and what was asked for
 * meanwhile is seen to once after the rest. In a shop of a few thousand products that is a blink.
 */
export class PacedRenewal {
  private isBusy = false
  private isWanted = false

  /**
   * @param renew what takes its time
   * @param rest lets so many milliseconds go by
   */
  constructor(
    private readonly renew: () => Promise<void>,
    private readonly rest = (ms: number): Promise<void> => pause(ms, undefined, { ref: false }),
  ) {}

  /** Settles when it has been renewed; while it is being renewed or rests, at once: it will be. Rejects as `renew` does. */
  async ask(): Promise<void> {
    if (this.isBusy) {
      this.isWanted = true
      return
    }
    this.isBusy = true
    const begun = performance.now()
    try {
      await this.renew()
    } finally {
      void this.restAndGoOn(performance.now() - begun)
    }
  }

  private async restAndGoOn(tookMs: number): Promise<void> {
    await this.rest(Math.min(REST_TIMES * tookMs, REST_AT_MOST_MS))
    this.isBusy = false
    if (!this.isWanted) return
    this.isWanted = false
    // Nobody waits for this one; what it could not read is read with the next.
    await this.ask().catch(() => undefined)
  }
}
