import { LRUCache } from "lru-cache"
import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../query-rows"
import type { NewBehaviorEvent } from "./event"

/** Lists that are known; an id takes some 100 bytes. */
const MAX_KEPT = 20_000

const listRow = z.object({ id: z.string(), gift: z.boolean() })

/** Which lists were of gifts: whoever opens a product of one looks for somebody else. */
export class GiftLists {
  private readonly kept = new LRUCache<string, boolean>({ max: MAX_KEPT })

  constructor(private readonly context: ModuleContext) {}

  /** The events, those of products that a list of gifts led to marked as looks for a gift. */
  async mark(events: readonly NewBehaviorEvent[]): Promise<NewBehaviorEvent[]> {
    await this.learn(new Set(events.flatMap(({ recommendationId }) => recommendationId ?? [])))
    const isGift = ({ recommendationId }: NewBehaviorEvent): boolean =>
      typeof recommendationId === "string" && this.kept.get(recommendationId) === true
    return events.map((event) => (isGift(event) ? { ...event, isGift: true } : event))
  }

  /** A list that was served a moment ago may not be written yet: only what is found is kept. */
  private async learn(ids: ReadonlySet<string>): Promise<void> {
    const missing = [...ids].filter((id) => !this.kept.has(id))
    if (missing.length === 0) return
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: "select id, strategy = 'gift' as gift from recommendation_served where id = any(?::text[])",
        bindings: [missing],
        timeoutMs: SHOPPERS_TIMEOUT_MS,
      },
      listRow,
    )
    for (const { id, gift } of rows) this.kept.set(id, gift)
  }
}
