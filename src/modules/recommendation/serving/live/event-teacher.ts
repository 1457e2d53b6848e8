import { LRUCache } from "lru-cache"
import type { ProfileEvent, Recommender } from "../../../../core/contract"
import type { StoredEvent } from "../../behavior/event"
import type { ModuleContext } from "../../context"
import type { Catalog } from "../catalog/catalog"
import { observerKey, purchasesGivenBack, toObserved } from "./given-back"

/** Products outside the catalog that are remembered for their events. */
const UNKNOWN_PRODUCTS = 10_000

/** Hands behavior over to models. */
export class EventTeacher {
  /** Products outside the catalog, of which there were events: a model that does not know them passes over those. */
  private readonly unknown = new LRUCache<string, true>({ max: UNKNOWN_PRODUCTS })

  constructor(
    private readonly context: ModuleContext,
    private readonly catalog: Catalog,
  ) {}

  /** Teaches events at once, and that a purchase was given back as soon as that is known. */
  teach(recommender: Recommender, events: readonly StoredEvent[]): void {
    this.observe(recommender, events)
    void this.takeBack(recommender, events)
  }

  /** Whether events of any of these products may have been passed over; asked once for each. */
  passedOver(ids: Iterable<string>): boolean {
    let any = false
    for (const id of ids) any = this.unknown.delete(id) || any
    return any
  }

  /** Purchases of which nothing is kept stop counting. Where the database does not answer, the next training sees to it. */
  async takeBack(recommender: Recommender, events: readonly StoredEvent[]): Promise<void> {
    try {
      for (const { shopper, event } of await purchasesGivenBack(this.context, events))
        recommender.observe(shopper, [event])
    } catch (error) {
      this.context.logger?.warn(`recommendations: returns count from the next training on: ${String(error)}`)
    }
  }

  /** Hands events over by shopper; bots teach nothing. */
  observe(recommender: Recommender, events: readonly StoredEvent[]): void {
    const byShopper = new Map<string, ProfileEvent[]>()
    for (const event of events) {
      if (event.isBot) continue
      if (!this.catalog.current.has(event.productId)) this.unknown.set(event.productId, true)
      const key = observerKey(event)
      const list = byShopper.get(key) ?? []
      list.push(toObserved(event))
      byShopper.set(key, list)
    }
    for (const [shopper, list] of byShopper) recommender.observe(shopper, list)
  }
}
