import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { ShopperExport } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"
import { inTransaction } from "../transaction"
import type { ShopperKey } from "../behavior/behavior-store"
import type { Executor } from "../behavior/insert-events"
import { ShopperHashes } from "./shopper-hashes"
import { retryTransient } from "../behavior/transient"

/** Rows that are a shopper's: their own, their visitors', and those of their orders. */
const THEIRS = `
  (e.customer_id = any(?::text[])
   or e.visitor_id = any(?::text[])
   or (e.customer_id is null and e.basket_id in (select o.id from "order" o where o.customer_id = any(?::text[])))
   or (e.customer_id is null and e.basket_id in (select k.id from cart k where k.customer_id = any(?::text[]))))`

const exportRow = z.object({
  id: z.string(),
  type: z.number().transform((code) => BEHAVIOR_TYPES[code] ?? "view"),
  product_id: z.string(),
  variant_id: z.string().nullable(),
  quantity: z.number(),
  price: z.coerce.number().nullable(),
  currency_code: z.string().nullable(),
  sales_channel_id: z.string().nullable(),
  region_id: z.string().nullable(),
  session_id: z.string().nullable(),
  basket_id: z.string().nullable(),
  device: z.string().nullable(),
  placement: z.string().nullable(),
  recommendation_id: z.string().nullable(),
  source: z.string(),
  is_bot: z.boolean(),
  is_gift: z.boolean(),
  occurred_at: z.date().transform((at) => at.toISOString()),
  received_at: z.date().transform((at) => at.toISOString()),
})

interface Identity {
  readonly customers: string[]
  readonly visitors: string[]
}

/** What a shopper may ask for: all of it, or none of it. */
export class ShopperRights {
  private readonly hashes: ShopperHashes

  constructor(private readonly context: ModuleContext) {
    this.hashes = new ShopperHashes(context)
  }

  /**
   * Deletes every row of a shopper in one transaction: events, links of visitor
   * ids, refusals, notes of changes. Counters stay, for they name nobody. What the model learnt of the
   * shopper goes with the next training, for which the same transaction asks: a wish
   * that came behind it could be lost.
   *
   * @returns rows of behavior that went
   */
  async erase(key: ShopperKey): Promise<number> {
    const hash = await this.hashes.hasher()
    return retryTransient(() => this.eraseOnce(key, hash))
  }

  private eraseOnce(key: ShopperKey, hash: (shopper: string) => string): Promise<number> {
    return inTransaction(this.context, async (transaction) => {
      const { customers, visitors } = await identityOf(transaction, key)
      const erased = await queryRows(
        transaction,
        {
          sql: `with gone as (delete from behavior_event e where ${THEIRS} returning 1) select count(*) as count from gone`,
          bindings: [customers, visitors, customers, customers],
        },
        z.object({ count: z.coerce.number() }),
      )
      await transaction.raw(
        `delete from recommendation_visitor where customer_id = any(?::text[]) or visitor_id = any(?::text[])`,
        [customers, visitors],
      )
      await transaction.raw(`delete from recommendation_capture_refusal where shopper = any(?::text[])`, [
        [...customers, ...visitors],
      ])
      await transaction.raw(`delete from recommendation_serving_change where key = any(?::text[])`, [customers])
      // The list stays for the results, as nobody's.
      await transaction.raw(
        `update recommendation_served set shopper_hash = null where shopper_hash = any(?::text[])`,
        [[...customers, ...visitors].map(hash)],
      )
      const count = erased[0]?.count ?? 0
      if (count > 0) await transaction.raw("insert into recommendation_retrain_request (trigger) values ('erasure')")
      return count
    })
  }

  /** All that is kept of a shopper, oldest first. */
  async export(key: ShopperKey): Promise<ShopperExport> {
    const knex = this.context.knex()
    const { customers, visitors } = await identityOf(knex, key)
    const links = await queryRows(
      knex,
      {
        sql: `select visitor_id, linked_at from recommendation_visitor
               where customer_id = any(?::text[]) or visitor_id = any(?::text[]) order by linked_at`,
        bindings: [customers, visitors],
      },
      z.object({ visitor_id: z.string(), linked_at: z.date().transform((at) => at.toISOString()) }),
    )
    const events = await queryRows(
      knex,
      {
        sql: `select ${Object.keys(exportRow.shape)
          .map((column) => `e.${column}`)
          .join(", ")}
                from behavior_event e where ${THEIRS} order by e.occurred_at, e.seq`,
        bindings: [customers, visitors, customers, customers],
      },
      exportRow,
    )
    return {
      customer_id: key.customerId ?? null,
      exported_at: new Date().toISOString(),
      visitors: links,
      events,
    }
  }
}

async function identityOf(executor: Executor, { customerId, visitorId }: ShopperKey): Promise<Identity> {
  const customers = customerId ? [customerId] : []
  const linked = await queryRows(
    executor,
    { sql: "select visitor_id from recommendation_visitor where customer_id = any(?::text[])", bindings: [customers] },
    z.object({ visitor_id: z.string() }),
  )
  return { customers, visitors: [...linked.map((row) => row.visitor_id), ...(visitorId ? [visitorId] : [])] }
}
