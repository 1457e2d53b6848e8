import { LRUCache } from "lru-cache"
import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { execute, queryRows, SHOPPERS_PATIENCE_MS } from "../query-rows"

const MAX_KEPT = 50_000
const ownerRow = z.object({ customer_id: z.string() })

/** Whose a visitor id is: the first customer's who showed it, for good. */
export class Visitors {
  private readonly owners = new LRUCache<string, string>({ max: MAX_KEPT })

  constructor(private readonly context: ModuleContext) {}

  /**
   * Makes a visitor id the customer's, once: all that was done under it before,
   * and what arrives late, is then the customer's. The next person at the same
   * browser does not get it, nor the profile behind it.
   *
   * @returns whose it is now
   */
  async link(visitorId: string, customerId: string): Promise<string> {
    const known = this.owners.get(visitorId)
    if (known !== undefined) return known
    const knex = this.context.knex()
    await execute(knex, {
      sql: "insert into recommendation_visitor (visitor_id, customer_id) values (?, ?) on conflict (visitor_id) do nothing",
      bindings: [visitorId, customerId],
      patienceMs: SHOPPERS_PATIENCE_MS,
    })
    const rows = await queryRows(
      knex,
      {
        sql: "select customer_id from recommendation_visitor where visitor_id = ?",
        bindings: [visitorId],
        patienceMs: SHOPPERS_PATIENCE_MS,
      },
      ownerRow,
    )
    const owner = rows[0]?.customer_id ?? customerId
    this.owners.set(visitorId, owner)
    return owner
  }

  /** Drops what is kept in memory of a visitor, or of all of a customer's. */
  forget(customerId: string): void {
    for (const [visitorId, owner] of this.owners.entries()) if (owner === customerId) this.owners.delete(visitorId)
  }
}
