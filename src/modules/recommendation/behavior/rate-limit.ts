import { createHmac } from "node:crypto"
import { isIPv6 } from "node:net"
import { Redis } from "ioredis"
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible"
import type { RateLimiterAbstract } from "rate-limiter-flexible"
import type { ModuleContext } from "../context"
import { ipv6Network } from "./address-block"

/** Who reports, as far as the limiter needs to know; kept for a minute, in memory or as a keyed hash in Redis. */
export interface Reporter {
  /** The customer, else the visitor. */
  readonly shopper: string | null
  /** Null for the shop's own server, which reports for all of its shoppers. */
  readonly address: string | null
  readonly publishableKey: string
}

const MINUTE_S = 60
/** Shoppers behind one address that report at full speed: an office, a school. */
const SHOPPERS_AN_ADDRESS = 20
/** Shoppers of one storefront that report at full speed: past it, somebody forges addresses. */
const SHOPPERS_A_KEY = 2_000
/** Milliseconds that Redis may take before this process counts alone, and for how long it then does. */
const REDIS_TIMEOUT_MS = 250
const REDIS_REST_MS = 5_000

interface Limit {
  readonly points: number
  readonly key: (by: Reporter) => string | null
  readonly alone: RateLimiterMemory
  readonly shared: RateLimiterRedis | null
}

/**
 * Events a minute by shopper, then by address, then by storefront. Where Medusa is configured with Redis all instances
 * count together; without it, and while it does not answer, each process counts alone.
 */
export class CaptureRateLimit {
  private readonly limits: readonly Limit[]
  private readonly redis: Redis | null
  private restsUntil = 0

  constructor(private readonly context: ModuleContext) {
    this.redis = this.connect()
    const { rate_limit_per_minute: points, shoppers_per_address: shared } = context.options.capture
    this.limits = [
      this.limit("shopper", points, (by) => by.shopper),
      this.limit("address", points * Math.max(SHOPPERS_AN_ADDRESS, shared), ({ address }) =>
        address !== null && isIPv6(address) ? ipv6Network(address) : address,
      ),
      this.limit("key", points * SHOPPERS_A_KEY, (by) => by.publishableKey),
    ]
  }

  /** Seconds until the reporter may send again; 0 when these events may come in. */
  async take(by: Reporter, events: number): Promise<number> {
    for (const limit of this.limits) {
      const name = limit.key(by)
      if (name === null) continue
      // A batch larger than the whole limit still gets through once a minute.
      const wait = await this.consume(limit, name, Math.max(1, Math.min(events, limit.points)))
      if (wait > 0) return wait
    }
    return 0
  }

  async close(): Promise<void> {
    await this.redis?.quit().catch(() => this.redis?.disconnect())
  }

  private async consume({ shared, alone }: Limit, name: string, points: number): Promise<number> {
    if (shared === null || Date.now() < this.restsUntil) return secondsOf(alone, name, points)
    try {
      return await secondsOf(shared, this.hash(name), points)
    } catch (error) {
      this.restsUntil = Date.now() + REDIS_REST_MS
      this.context.logger?.warn(
        `recommendations: Redis does not count the limits, so this process does alone: ${String(error)}`,
      )
      return secondsOf(alone, name, points)
    }
  }

  private limit(name: string, points: number, key: Limit["key"]): Limit {
    const options = { points, duration: MINUTE_S, keyPrefix: `${this.context.redis?.prefix ?? ""}svm-limit:${name}` }
    return {
      ...{ points, key },
      alone: new RateLimiterMemory(options),
      shared: this.redis && new RateLimiterRedis({ ...options, storeClient: this.redis, rejectIfRedisNotReady: true }),
    }
  }

  private connect(): Redis | null {
    if (!this.context.redis) return null
    const redis = new Redis(this.context.redis.url, {
      ...this.context.redis.options,
      ...{ enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: REDIS_TIMEOUT_MS },
    })
    // Emitted where a command fails; without a listener Node would end the process.
    redis.on("error", () => undefined)
    return redis
  }

  /** What Redis is given: neither an address nor who a shopper is. */
  private hash(name: string): string {
    return createHmac("sha256", this.context.redis?.secret ?? "")
      .update(name)
      .digest("base64url")
  }
}

/** Seconds until a limiter has room again; 0 where it has. */
async function secondsOf(limiter: RateLimiterAbstract, name: string, points: number): Promise<number> {
  try {
    await limiter.consume(name, points)
    return 0
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))
  }
}
