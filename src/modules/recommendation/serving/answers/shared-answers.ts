import { LRUCache } from "lru-cache"
import type { ModuleContext } from "../../context"
import type { CachedAnswer, SharedCache } from "./answer-cache"

/** Shoppers whose latest drop is remembered. */
const MAX_DROPS = 10_000

/**
 * The cache that instances share, as one of them may trust it. What it drops for
 * a shopper is waited for before the next look, and an answer that another
 * instance began before it knew of that shopper's deed is passed over, even if it
 * was put there afterwards. A shared cache that fails is as good as empty.
 */
export class SharedAnswers {
  private cache: SharedCache | null = null
  private dropping: Promise<void> = Promise.resolve()
  /** Number of the latest behavior known when a shopper's answers were dropped. */
  private readonly drops = new LRUCache<string, number>({ max: MAX_DROPS })

  constructor(private readonly context: ModuleContext) {}

  /** Tells which cache there is; it comes with each request. */
  use(cache: SharedCache | null): void {
    this.cache = cache
  }

  async get(key: string, shoppers: readonly string[]): Promise<CachedAnswer | null> {
    const { cache } = this
    if (!cache) return null
    await this.dropping
    const kept = await cache.get(key).catch((error: unknown) => this.warn(error))
    const known = Math.max(0, ...shoppers.map((shopper) => this.drops.get(shopper) ?? 0))
    return kept && kept.seq >= known ? kept : null
  }

  async set(key: string, answer: CachedAnswer, tags: Parameters<SharedCache["set"]>[2]): Promise<void> {
    await this.cache?.set(key, answer, tags).catch((error: unknown) => this.warn(error))
  }

  /**
   * Drops what was kept for these shoppers, or everything.
   *
   * @param seq number of the latest behavior known
   */
  drop(shoppers: readonly string[] | null, seq: number): void {
    for (const shopper of shoppers ?? []) this.drops.set(shopper, seq)
    const { cache } = this
    if (!cache) return
    this.dropping = this.dropping
      .then(() => cache.drop(shoppers))
      .catch((error: unknown) => {
        this.warn(error)
      })
  }

  private warn(error: unknown): null {
    this.context.logger?.warn(`recommendations: shared cache: ${String(error)}`)
    return null
  }
}
