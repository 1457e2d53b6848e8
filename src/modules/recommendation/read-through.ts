import { LRUCache } from "lru-cache"

export interface ReadThroughOptions {
  /** Entries kept at most; the longest unused goes first. */
  readonly max: number
  /** Milliseconds that an entry is kept, counted from the start of its reading. */
  readonly lifeMs: number
}

interface Entry<Value> {
  readonly at: number
  readonly value: Promise<Value>
}

/**
 * Values that are read at their first use and kept for a while. Who asks while one is being read waits for the same
 * reading. A reading that began before {@link forget} is handed to those who wait for it and to nobody later: it may
 * hold what was true before. One that fails is not kept.
 */
export class ReadThrough<Value> {
  private readonly entries: LRUCache<string, Entry<Value>>
  private readonly lifeMs: number

  constructor({ max, lifeMs }: ReadThroughOptions) {
    this.entries = new LRUCache({ max })
    this.lifeMs = lifeMs
  }

  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const kept = this.entries.get(key)
    if (kept && performance.now() - kept.at < this.lifeMs) return kept.value
    const entry: Entry<Value> = { at: performance.now(), value: read() }
    this.entries.set(key, entry)
    entry.value.catch(() => {
      if (this.entries.peek(key) === entry) this.entries.delete(key)
    })
    return entry.value
  }

  /** The next use of `key`, or of any, reads again. */
  forget(key?: string): void {
    if (key === undefined) this.entries.clear()
    else this.entries.delete(key)
  }
}
