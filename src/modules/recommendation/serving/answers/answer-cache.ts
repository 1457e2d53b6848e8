import { LRUCache } from "lru-cache"
import type { Rung } from "../../../../core/contract"
import type { SaleScope } from "../catalog/for-sale-sql"
import type { AnswerKey } from "./answer-key"

/** What operators see of an answer; nothing of whom it was for. */
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
  /** Whether an extension of the shop was left out. */
  readonly isPartial?: boolean
}

/** A cache that several instances share, such as Medusa's caching module. */
export interface SharedCache {
  get(key: string): Promise<CachedAnswer | null>
  set(key: string, answer: CachedAnswer, ttlSeconds: number): Promise<void>
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
 * a change of the catalog - must not all have to be rebuilt within another one.
 *
 * @param random from 0 to 1
 */
export function lifeOf(ttlSeconds: number, random = Math.random()): number {
  return Math.ceil(ttlSeconds * (1 - LIVES_APART * random))
}

/** Bytes of answers that one process keeps at most. */
const MAX_BYTES = 128 * 1024 * 1024

interface Entry {
  readonly versions: string
  readonly answer: CachedAnswer
  /** When it was first asked for by other versions, by the clock that only goes forward. */
  outdatedSince: number | null
}

/** Answers by name, one for each, bounded in number, size and age. One of other versions is not found, but as a former one. */
export class AnswerCache {
  private readonly entries: LRUCache<string, Entry> | null

  constructor({ ttlSeconds, maxEntries }: AnswerCacheOptions) {
    this.entries =
      ttlSeconds === 0 || maxEntries === 0
        ? null
        : new LRUCache({
            max: maxEntries,
            ttl: ttlSeconds * 1_000,
            maxSize: MAX_BYTES,
            sizeCalculation: ({ versions, answer }, name) => answer.body.byteLength + name.length + versions.length + 1,
          })
  }

  get enabled(): boolean {
    return this.entries !== null
  }

  get({ name, versions }: AnswerKey): CachedAnswer | undefined {
    const entry = this.entries?.get(name)
    return entry?.versions === versions ? entry.answer : undefined
  }

  /** The answer of other versions, made of what was true until `forMs` before now at most. */
  former({ name, versions }: AnswerKey, forMs: number): CachedAnswer | undefined {
    const entry = this.entries?.get(name)
    if (!entry || entry.versions === versions) return undefined
    entry.outdatedSince ??= performance.now()
    return performance.now() - entry.outdatedSince < forMs ? entry.answer : undefined
  }

  set({ name, versions }: AnswerKey, answer: CachedAnswer, ttlSeconds: number): void {
    this.entries?.set(name, { versions, answer, outdatedSince: null }, { ttl: ttlSeconds * 1_000 })
  }

  delete({ name }: AnswerKey): void {
    this.entries?.delete(name)
  }

  clear(): void {
    this.entries?.clear()
  }
}
