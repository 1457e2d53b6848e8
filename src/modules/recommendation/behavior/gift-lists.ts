import { LRUCache } from "lru-cache"
import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../database/query-rows"
import { Paced } from "../paced"
import type { NewBehaviorEvent } from "./event"

/** Lists that are known; an id takes some 100 bytes. */
const MAX_KEPT = 20_000
/** Milliseconds for which a list that is not there is not asked for again: one served a moment ago is written soon. */
const UNKNOWN_MS = 1_000

const listRow = z.object({ id: z.string(), gift: z.boolean() })

/**
 * Which lists were of gifts: whoever opens a product of one looks for somebody else. However many reports name lists that
 * are not known here, one statement at a time asks for them, and those that come meanwhile wait for the next one.
 */
export class GiftLists {
  private readonly kept = new LRUCache<string, boolean>({ max: MAX_KEPT })
  /** Lists that the next reading asks for. */
  private asked = new Set<string>()
  private readonly reads = new Paced(() => this.read(), { restTimes: 0, restAtMostMs: 0 })

  constructor(private readonly context: ModuleContext) {}

  /** The events, those of products that a list of gifts led to marked as looks for a gift. */
  async mark(events: readonly NewBehaviorEvent[]): Promise<NewBehaviorEvent[]> {
    const ids = new Set(events.flatMap(({ recommendationId }) => recommendationId ?? []))
    const missing = [...ids].filter((id) => !this.kept.has(id))
    for (const id of missing) this.asked.add(id)
    if (missing.length > 0) await this.reads.ask()
    const isGift = ({ recommendationId }: NewBehaviorEvent): boolean =>
      typeof recommendationId === "string" && this.kept.get(recommendationId) === true
    return events.map((event) => (isGift(event) ? { ...event, isGift: true } : event))
  }

  private async read(): Promise<void> {
    const ids = [...this.asked]
    this.asked = new Set()
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
