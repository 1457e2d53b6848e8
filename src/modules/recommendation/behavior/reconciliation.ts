import { z } from "@medusajs/framework/zod"
import type { ReconciliationInfo } from "../../../types/http"
import { inBackground } from "../background"
import type { ModuleContext } from "../context"
import type { DatabaseClock } from "../database/database-clock"
import { execute, queryRows } from "../database/query-rows"
import type { CaptureCounts } from "./capture-counts"
import type { Executor } from "./insert-events"
import { ordersOfPayments } from "./orders/read-refunds"
import type { ShopRecords } from "./shop-records"

/** Days back that each run compares: longer than any outage of a bus that nobody notices. */
const DAYS_BACK = 7
const ORDERS_A_PAGE = 100
const DAY_MS = 86_400_000
/** Runs whose outcome is kept. */
const RUNS_KEPT = 200

const idRow = z.object({ id: z.string() })
const runRow = z.object({
  started_at: z.date(),
  finished_at: z.date(),
  orders: z.coerce.number(),
  recovered: z.coerce.number(),
})

/** Compares what is stored with the orders themselves, and adds what the bus lost. */
export class Reconciliation {
  constructor(
    private readonly context: ModuleContext,
    private readonly parts: {
      readonly records: ShopRecords
      readonly counts: CaptureCounts
      readonly clock: DatabaseClock
    },
  ) {}

  /**
   * Looks at every order that was placed, changed, handed over, canceled, returned or paid back within the last days. A
   * page that fails does not keep the others from being looked at.
   *
   * @throws the first page's error, when all others are done
   */
  async run(): Promise<ReconciliationInfo> {
    const startedAt = new Date(await this.parts.clock.now())
    const ids = await inBackground(this.context, (transaction) =>
      touchedOrders(transaction, new Date(startedAt.getTime() - DAYS_BACK * DAY_MS)),
    )
    let recovered = 0
    const failures: unknown[] = []
    for (let at = 0; at < ids.length; at += ORDERS_A_PAGE) {
      try {
        const page = ids.slice(at, at + ORDERS_A_PAGE)
        recovered += (await this.parts.records.recordOrders(page, "reconcile")).stored
      } catch (error) {
        failures.push(error)
      }
    }
    this.parts.counts.count("recovered", recovered)
    await this.parts.counts.flush()
    await inBackground(this.context, (transaction) =>
      execute(transaction, { sql: KEEP, bindings: [startedAt, ids.length, recovered, RUNS_KEPT] }),
    )
    if (recovered > 0)
      this.context.logger?.warn(`recommendations: ${recovered} purchases or returns were missing and are stored now`)
    if (failures.length > 0) throw failures[0]
    return {
      started_at: startedAt.toISOString(),
      finished_at: new Date(await this.parts.clock.now()).toISOString(),
      orders: ids.length,
      recovered,
    }
  }

  /** Latest runs, newest first. */
  async latest(limit = 20): Promise<ReconciliationInfo[]> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select started_at, finished_at, orders, recovered from recommendation_reconciliation
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

/** Ids of orders that something happened to since then: each statement reads one table, once. */
async function touchedOrders(transaction: Executor, since: Date): Promise<string[]> {
  const changed = await queryRows(transaction, { sql: CHANGED, bindings: [since, since] }, idRow)
  // A payment provider's own hook may pay back without Medusa's touching the order.
  const refunded = await queryRows(transaction, { sql: REFUNDED, bindings: [since] }, idRow)
  const paidBack = await ordersOfPayments(
    transaction,
    refunded.map(({ id }) => id),
  )
  return [...new Set([...changed.map(({ id }) => id), ...paidBack])].sort()
}

const CHANGED = `select id from "order" where deleted_at is null and (created_at >= ? or updated_at >= ?)`

const REFUNDED = `select distinct payment_id as id from refund where created_at >= ? and deleted_at is null`

const KEEP = `
  with kept as (
    insert into recommendation_reconciliation (started_at, finished_at, orders, recovered) values (?, now(), ?, ?)
    returning started_at)
  delete from recommendation_reconciliation where started_at in (
    select started_at from recommendation_reconciliation order by started_at desc offset ?)`
