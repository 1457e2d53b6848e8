import { LRUCache } from "lru-cache"

/** Shoppers whose last drop is remembered by name. */
const REMEMBERED_AT_MOST = 10_000

/**
 * Tells whether what was begun before a shopper did something is finished after it, and so must not be kept. Bounded:
 * of drops too old to be remembered by name it is taken that they might be anybody's, so that a crowd of others who
 * do something meanwhile keeps nobody's from being kept.
 */
export class Drops {
  private readonly times = new LRUCache<string, number>({
    max: REMEMBERED_AT_MOST,
    dispose: (time, _name, reason) => {
      if (reason === "evict") this.latestForgotten = time
    },
  })
  private clock = 0
  private latestForgotten = 0
  private latestOfAll = 0

  /** A ticket, to be taken before anything is read that what is begun depends on. */
  begin(): number {
    return this.clock
  }

  drop(names: readonly string[]): void {
    this.clock += 1
    for (const name of names) this.times.set(name, this.clock)
  }

  dropAll(): void {
    this.clock += 1
    this.latestOfAll = this.clock
  }

  /** Whether one of these, or everybody, was dropped since the ticket was taken. */
  since(ticket: number, names: readonly string[]): boolean {
    if (Math.max(this.latestOfAll, this.latestForgotten) > ticket) return true
    return names.some((name) => (this.times.peek(name) ?? 0) > ticket)
  }
}
