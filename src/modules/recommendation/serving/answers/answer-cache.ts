import { LRUCache } from "lru-cache"
import type { Rung } from "../../../../core/contract"
import type { SaleScope } from "../catalogue/for-sale-sql"
import { Drops } from "../drops"

/** What operators are told of an answer; nothing of whom it was for. */
export interface AnswerSummary {
  readonly rung: Rung
  readonly count: number
  readonly modelVersion: number | null
}

/** An answer ready to be sent, and what must hold for it to be still true. */
export interface CachedAnswer {
  /** JSON in UTF-8: made once, sent as it is. */
  readonly body: Buffer
  readonly summary: AnswerSummary
  /** Where the products were looked at. */
  readonly scope: SaleScope
  /** Stamp of each product shown. */
  readonly stamps: Readonly<Record<string, string>>
  /** Number of the latest behavior that was known when the answer was begun. */
  readonly seq: number
}

/** A cache that several instances share, such as Medusa's caching module. */
export interface SharedCache {
  get(key: string): Promise<CachedAnswer | null>
  set(key: string, answer: CachedAnswer, tags: { ttlSeconds: number; shoppers: readonly string[] }): Promise<void>
  /** Drops what was kept for these shoppers, or everything. */
  drop(shoppers: readonly string[] | null): Promise<void>
}

export interface AnswerCacheOptions {
  /** 0 keeps nothing. */
  readonly ttlSeconds: number
  readonly maxEntries: number
}

/** Share of the longest life by which answers that were made together end apart. */
const LIVES_APART = 0.25

/**
 * Seconds that one answer is kept: what all shoppers on the pages were given within a second - at the start, or after
 * a change of the catalogue - must not all have to be made anew within another one.
 *
 * @param random from 0 to 1
 */
export function lifeOf(ttlSeconds: number, random = Math.random()): number {
  return Math.ceil(ttlSeconds * (1 - LIVES_APART * random))
}

/** Bytes of answers that one process keeps at most. */
const MAX_BYTES = 128 * 1024 * 1024

/**
 * Answers by question, bounded in number, size and age. A shopper's answers are
 * dropped together. Between the moment an answer is begun and kept, something may
 * be dropped: `begin` hands out a ticket by which `keep` notices.
 */
export class AnswerCache {
  private readonly answers: LRUCache<
    string,
    { readonly answer: CachedAnswer; readonly shoppers: readonly string[] }
  > | null
  private readonly keysOf = new Map<string, Set<string>>()
  private readonly drops = new Drops()

  constructor({ ttlSeconds, maxEntries }: AnswerCacheOptions) {
    this.answers =
      ttlSeconds === 0 || maxEntries === 0
        ? null
        : new LRUCache({
            max: maxEntries,
            ttl: ttlSeconds * 1_000,
            maxSize: MAX_BYTES,
            sizeCalculation: ({ answer }, key) => answer.body.byteLength + key.length + 1,
            dispose: ({ shoppers }, key) => this.unlink(shoppers, key),
          })
  }

  get enabled(): boolean {
    return this.answers !== null
  }

  get(key: string): CachedAnswer | undefined {
    return this.answers?.get(key)?.answer
  }

  /** To be called before anything is read that the answer will depend on. */
  begin(): number {
    return this.drops.begin()
  }

  /** Keeps an answer, for its own number of seconds or the longest, unless one of its shoppers' were dropped since `ticket`. */
  keep(
    key: string,
    answer: CachedAnswer,
    { shoppers, ticket, ttlSeconds }: { shoppers: readonly string[]; ticket: number; ttlSeconds?: number },
  ): boolean {
    if (this.drops.since(ticket, shoppers)) return false
    if (!this.answers) return true
    this.answers.set(key, { answer, shoppers }, ttlSeconds === undefined ? {} : { ttl: ttlSeconds * 1_000 })
    for (const shopper of shoppers) {
      const keys = this.keysOf.get(shopper) ?? new Set()
      keys.add(key)
      this.keysOf.set(shopper, keys)
    }
    return true
  }

  delete(key: string): void {
    this.answers?.delete(key)
  }

  dropShopper(shopper: string): void {
    this.drops.drop([shopper])
    for (const key of [...(this.keysOf.get(shopper) ?? [])]) this.answers?.delete(key)
  }

  clear(): void {
    this.drops.dropAll()
    this.answers?.clear()
  }

  private unlink(shoppers: readonly string[], key: string): void {
    for (const shopper of shoppers) {
      const keys = this.keysOf.get(shopper)
      keys?.delete(key)
      if (keys?.size === 0) this.keysOf.delete(shopper)
    }
  }
}
