import { LRUCache } from "lru-cache"

/** Shoppers whose number is known by name. */
const BY_NAME = 50_000

/**
 * A number for each shopper that moves when they act; it stands in the keys of what is kept of them, so that nothing
 * kept from before is found again. Of names too old to be remembered it is taken that they moved.
 */
export class Revisions {
  private clock = 0
  private floor = 0
  private readonly numbers = new LRUCache<string, number>({
    max: BY_NAME,
    dispose: (number, _name, reason) => {
      if (reason === "evict") this.floor = Math.max(this.floor, number)
    },
  })

  of(name: string): number {
    return Math.max(this.floor, this.numbers.get(name) ?? 0)
  }

  move(names: Iterable<string>): void {
    this.clock += 1
    for (const name of names) this.numbers.set(name, this.clock)
  }

  moveAll(): void {
    this.floor = ++this.clock
  }
}
