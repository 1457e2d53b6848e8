import { LRUCache } from "lru-cache"
import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../database/query-rows"
import type { NewBehaviorEvent } from "./event"

/** Lists that are known; an id takes some 100 bytes. */
const MAX_KEPT = 20_000
/** Milliseconds for which a list that is not there is not asked for again: one served a moment ago is written soon. */
const UNKNOWN_MS = 1_000

const listRow = z.object({ id: z.string(), gift: z.boolean() })

/** Lists that are asked for together, and the promise that they are known. */
interface Batch {
  readonly ids: Set<string>
  readonly done: Promise<void>
}

/**
 * Which lists were of gifts: whoever opens a product of one looks for somebody else. However many reports name lists that
 * are not known here, one statement at a time asks for them, and those that come meanwhile wait for the next one.
 */
export class GiftLists {
  private readonly kept = new LRUCache<string, boolean>({ max: MAX_KEPT })
  private last: Promise<void> = Promise.resolve()
  private next: Batch | null = null

  constructor(private readonly context: ModuleContext) {}

  /** The events, those of products that a list of gifts led to marked as looks for a gift. */
  async mark(events: readonly NewBehaviorEvent[]): Promise<NewBehaviorEvent[]> {
    const ids = new Set(events.flatMap(({ recommendationId }) => recommendationId ?? []))
    const missing = [...ids].filter((id) => !this.kept.has(id))
    if (missing.length > 0) await this.learn(missing)
    const isGift = ({ recommendationId }: NewBehaviorEvent): boolean =>
      typeof recommendationId === "string" && this.kept.get(recommendationId) === true
    return events.map((event) => (isGift(event) ? { ...event, isGift: true } : event))
  }

  private learn(missing: readonly string[]): Promise<void> {
    const batch = (this.next ??= this.nextBatch())
    for (const id of missing) batch.ids.add(id)
    return batch.done
  }

  private nextBatch(): Batch {
    const ids = new Set<string>()
    const ask = (): Promise<void> => {
      this.next = null
      return this.read([...ids])
    }
    // One that failed has told those who wait for it, and is no matter of the next.
    const done = this.last.then(ask, ask)
    this.last = done
    return { ids, done }
  }

  private async read(ids: string[]): Promise<void> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: "select id, strategy = 'gift' as gift from recommendation_served where id = any(?::text[])",
        bindings: [ids],
        timeoutMs: SHOPPERS_TIMEOUT_MS,
      },
      listRow,
    )
    const found = new Map(rows.map(({ id, gift }) => [id, gift]))
    for (const id of ids) {
      const gift = found.get(id)
      this.kept.set(id, gift ?? false, gift === undefined ? { ttl: UNKNOWN_MS } : {})
    }
  }
}
