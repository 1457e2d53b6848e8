import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import type { ModuleContext } from "../context"

/** Who reports, as far as the limiter needs to know; kept in memory only, for a minute. */
export interface Reporter {
  readonly visitorId: string | null
  /** Null for the shop's own server, which reports for all of its shoppers. */
  readonly address: string | null
  readonly publishableKey: string
}

const MINUTE_S = 60
/** Visitors behind one address: an office, a school. */
const VISITORS_AN_ADDRESS = 5
/** Visitors of one storefront that report at full speed: past it, somebody forges addresses. */
const VISITORS_A_KEY = 2_000

/** Events a minute by visitor, address and storefront, in this process. */
export class CaptureRateLimit {
  private readonly limits: readonly {
    readonly limiter: RateLimiterMemory
    readonly key: (by: Reporter) => string | null
  }[]

  constructor({ options }: ModuleContext) {
    const points = options.capture.rate_limit_per_minute
    const limiter = (factor: number): RateLimiterMemory =>
      new RateLimiterMemory({ points: points * factor, duration: MINUTE_S })
    this.limits = [
      { limiter: limiter(1), key: (by) => by.visitorId },
      { limiter: limiter(VISITORS_AN_ADDRESS), key: (by) => by.address },
      { limiter: limiter(VISITORS_A_KEY), key: (by) => by.publishableKey },
    ]
  }

  /** Seconds until the reporter may come again; 0 when these events may come in. */
  async take(by: Reporter, events: number): Promise<number> {
    for (const { limiter, key } of this.limits) {
      const name = key(by)
      if (name === null) continue
      try {
        // A batch larger than the whole limit still gets through once a minute.
        await limiter.consume(name, Math.max(1, Math.min(events, limiter.points)))
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))
      }
    }
    return 0
  }
}
