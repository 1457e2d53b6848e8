/** Changed entries from which on they are folded into the base: until then a change copies only them. */
const FOLD_AT = 1_000

/** An immutable map: a large base, and over it the entries that changed since; `null` in there means gone. */
export class OverlaidMap<Value> implements Iterable<[string, Value]> {
  constructor(
    private readonly base: ReadonlyMap<string, Value>,
    private readonly overlay: ReadonlyMap<string, Value | null> = new Map(),
  ) {}

  get(id: string): Value | undefined {
    const changed = this.overlay.get(id)
    return changed === undefined ? this.base.get(id) : (changed ?? undefined)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  *[Symbol.iterator](): IterableIterator<[string, Value]> {
    for (const entry of this.base) if (!this.overlay.has(entry[0])) yield entry
    for (const [id, value] of this.overlay) if (value !== null) yield [id, value]
  }

  /** The map with these entries changed; this one stays as it is. */
  with(changes: ReadonlyMap<string, Value | null>): OverlaidMap<Value> {
    const overlay = new Map([...this.overlay, ...changes])
    return overlay.size < FOLD_AT
      ? new OverlaidMap(this.base, overlay)
      : new OverlaidMap(new Map(new OverlaidMap(this.base, overlay)))
  }
}

/** What stands for a part in the name of an answer. */
export interface PartVersion {
  /** Within this process. */
  readonly revision: number
  /** Between instances. */
  readonly contents: string
}

/** An entry with a number of all that lists depend on: the same on every instance while that is the same. */
export interface Marked {
  readonly mark: number
  /** The same for what no list depends on, but what is learned from the entries does. @defaultValue 0 */
  readonly learnedMark?: number
}

/**
 * A map of the shop's that is read whole now and then, and changed entry by entry in between. A whole reading takes
 * seconds in a large shop: what changed since it began stays changed when it ends, and of two whole readings the one
 * that began later stands, whichever ends last.
 */
export class FollowedMap<Value extends Marked> {
  private map = new OverlaidMap<Value>(new Map())
  private arrivals = 0
  private sum = 0
  private learnedSum = 0
  private count = 0
  private readonly sinceBegun = new Set<Map<string, Value | null>>()
  private begun = 0
  private ended = 0

  get current(): OverlaidMap<Value> {
    return this.map
  }

  /**
   * Moves when an entry comes in or gets another mark. What only goes does not move it: a list that shows it notices by
   * itself, and all others stand.
   */
  get revision(): number {
    return this.arrivals
  }

  /** The same in all maps with the same entries, on whichever instance; another one for any other entries. */
  get contents(): string {
    return `${this.count}.${(this.sum >>> 0).toString(36)}`
  }

  /** The same of what is learned from the entries. */
  get learnedContents(): string {
    return `${this.count}.${(this.learnedSum >>> 0).toString(36)}`
  }

  /** Changes entries; null takes one away. */
  patch(changes: ReadonlyMap<string, Value | null>): void {
    for (const since of this.sinceBegun) for (const [id, value] of changes) since.set(id, value)
    const hasArrivals = this.hasArrivals(changes)
    for (const [id, value] of changes) {
      this.tally(this.map.get(id), -1)
      this.tally(value ?? undefined, 1)
    }
    this.map = this.map.with(changes)
    if (hasArrivals) this.arrivals += 1
  }

  /** Replaces all entries by what `read` finds, but for those patched since it began. */
  async readWhole(read: () => Promise<Map<string, Value>>): Promise<void> {
    const since = new Map<string, Value | null>()
    const number = ++this.begun
    this.sinceBegun.add(since)
    try {
      const whole = await read()
      if (number < this.ended) return
      this.ended = number
      for (const [id, value] of since) {
        if (value === null) whole.delete(id)
        else whole.set(id, value)
      }
      if (this.hasArrivals(whole)) this.arrivals += 1
      this.map = new OverlaidMap(whole)
      this.sum = 0
      this.learnedSum = 0
      this.count = 0
      for (const value of whole.values()) this.tally(value, 1)
    } finally {
      this.sinceBegun.delete(since)
    }
  }

  private hasArrivals(entries: ReadonlyMap<string, Value | null>): boolean {
    for (const [id, value] of entries) if (value !== null && this.map.get(id)?.mark !== value.mark) return true
    return false
  }

  private tally(value: Value | undefined, by: 1 | -1): void {
    if (value === undefined) return
    this.sum ^= value.mark
    this.learnedSum ^= value.learnedMark ?? 0
    this.count += by
  }
}

/** The map's version as it is now. */
export function versionOf({ revision, contents }: FollowedMap<Marked>): PartVersion {
  return { revision, contents }
}
