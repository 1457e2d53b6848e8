import { z } from "@medusajs/framework/zod"
import type { ReconciliationInfo } from "../../../types/http"
import type { ModuleContext } from "../context"
import type { DatabaseClock } from "../database-clock"
import { execute, queryRows } from "../query-rows"
import type { CaptureCounts } from "./capture-counts"
import type { ShopRecords } from "./shop-records"

/** Days back that each run compares: longer than any outage of a bus that nobody notices. */
const DAYS_BACK = 7
const ORDERS_A_PAGE = 200
/** Runs whose outcome is kept. */
const RUNS_KEPT = 200

const touchedOrder = z.object({ id: z.string() })
const runRow = z.object({
  started_at: z.date(),
  finished_at: z.date(),
  orders: z.coerce.number(),
  mended: z.coerce.number(),
})

/** Compares what is stored with the orders themselves, and mends what the bus lost. */
export class Reconciliation {
  constructor(
    private readonly context: ModuleContext,
    private readonly parts: {
      readonly records: ShopRecords
      readonly counts: CaptureCounts
      readonly clock: DatabaseClock
    },
  ) {}

  /** Looks at every order that was placed, canceled, returned or paid back within the last days. */
  async run(): Promise<ReconciliationInfo> {
    const startedAt = new Date(await this.parts.clock.now())
    const since = new Date(startedAt.getTime() - DAYS_BACK * 86_400_000)
    let orders = 0
    let mended = 0
    for (let after = ""; ;) {
      const page = await queryRows(
        this.context.knex(),
        { sql: TOUCHED, bindings: [since, since, since, after, ORDERS_A_PAGE] },
        touchedOrder,
      )
      if (page.length === 0) break
      const ids = page.map(({ id }) => id)
      orders += ids.length
      mended += (await this.parts.records.recordOrders(ids, "reconcile")).stored
      after = ids.at(-1) ?? ""
    }
    this.parts.counts.count("mended", mended)
    await this.parts.counts.flush()
    await execute(this.context.knex(), { sql: KEEP, bindings: [startedAt, orders, mended, RUNS_KEPT] })
    if (mended > 0)
      this.context.logger?.warn(`recommendations: ${mended} purchases or returns were missing and are mended`)
    return {
      started_at: startedAt.toISOString(),
      finished_at: new Date(await this.parts.clock.now()).toISOString(),
      orders,
      mended,
    }
  }

  /** Latest runs, newest first. */
  async latest(limit = 20): Promise<ReconciliationInfo[]> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select started_at, finished_at, orders, mended from recommendation_reconciliation
               order by started_at desc limit ?`,
        bindings: [limit],
      },
      runRow,
    )
    return rows.map((row) => ({
      ...row,
      started_at: row.started_at.toISOString(),
      finished_at: row.finished_at.toISOString(),
    }))
  }
}

const TOUCHED = `
  select o.id from "order" o
   where o.deleted_at is null
     and (o.created_at >= ? or o.updated_at >= ? or exists (
       select 1 from order_payment_collection c
         join payment p on p.payment_collection_id = c.payment_collection_id
         join refund f on f.payment_id = p.id
        where c.order_id = o.id and f.created_at >= ?))
     and o.id > ?
   order by o.id limit ?`

const KEEP = `
  with kept as (
    insert into recommendation_reconciliation (started_at, finished_at, orders, mended) values (?, now(), ?, ?)
    returning started_at)
  delete from recommendation_reconciliation where started_at in (
    select started_at from recommendation_reconciliation order by started_at desc offset ?)`
