import { z } from "@medusajs/framework/zod"
import { BACKGROUND_TIMEOUT_MS, inBackground } from "../../background"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import { pageOfCartLines } from "../cart-lines"
import type { ShopRecords } from "../shop-records"
import { codeOf, isGivenUp } from "../transient"
import type { HeldImport, ImportPage, ImportRuns } from "./import-runs"

export const ORDERS_SOURCE = "orders"

/** A page is what is lost when one fails, and the step in which progress shows: a fraction of a second. */
const ORDERS_A_PAGE = 100
const LINES_A_PAGE = 500
/** Cursors of the two halves: orders first, then carts. */
const IN_ORDERS = "order:"
const IN_CARTS = "cart:"

const idRow = z.object({ id: z.string() })
const countRow = z.object({ count: z.coerce.number() })

export interface OrderImportParts {
  readonly runs: ImportRuns
  readonly records: ShopRecords
}

/** Learns from what the shop sold before the plugin came: all orders, then all carts. */
export class OrderImport {
  constructor(
    private readonly context: ModuleContext,
    private readonly parts: OrderImportParts,
  ) {}

  /** Begins, or goes on where the last one stopped; null while another process is at it. */
  async begin(): Promise<HeldImport | null> {
    return this.parts.runs.begin(ORDERS_SOURCE, await this.count())
  }

  /** Runs until all is stored, or until it is canceled. */
  async run(held: HeldImport): Promise<void> {
    const rest = this.parts.runs.keepAlive(held)
    let cursor = held.cursor || IN_ORDERS
    try {
      for (;;) {
        const page = cursor.startsWith(IN_ORDERS) ? await this.orders(cursor) : await this.carts(cursor)
        if (page === null) break
        if (!(await this.parts.runs.advance(held, page))) return
        cursor = page.cursor
      }
      await this.parts.runs.finish(held)
    } catch (error) {
      await this.parts.runs.finish(held, "failed", causeOf(error, cursor))
      throw error
    } finally {
      rest()
    }
  }

  /** What there is to read; null where counting takes longer than anybody should wait for a bar of progress. */
  private async count(): Promise<number | null> {
    try {
      return await inBackground(this.context, async (transaction) => {
        const [counted] = await queryRows(transaction, { sql: COUNT_EVENTS, bindings: [] }, countRow)
        return counted?.count ?? 0
      })
    } catch (error) {
      if (isGivenUp(error)) return null
      throw error
    }
  }

  private async orders(cursor: string): Promise<ImportPage> {
    const after = cursor.slice(IN_ORDERS.length)
    const rows = await inBackground(this.context, async (transaction) => {
      await transaction.raw("set local enable_seqscan = off")
      return queryRows(transaction, { sql: PAGE_OF_ORDERS, bindings: [after, ORDERS_A_PAGE] }, idRow)
    })
    const last = rows.at(-1)
    if (!last) return { read: 0, stored: 0, bad: 0, cursor: IN_CARTS }
    const outcome = await this.parts.records.recordOrders(
      rows.map((row) => row.id),
      "import",
    )
    return { ...outcome, bad: 0, cursor: `${IN_ORDERS}${last.id}` }
  }

  private async carts(cursor: string): Promise<ImportPage | null> {
    const lines = await inBackground(this.context, (transaction) =>
      pageOfCartLines(transaction, cursor.slice(IN_CARTS.length), LINES_A_PAGE),
    )
    const last = lines.at(-1)
    if (!last) return null
    const outcome = await this.parts.records.recordCartLines(lines, "import")
    return { ...outcome, bad: 0, cursor: `${IN_CARTS}${last.id}` }
  }
}

/** For the dashboard: what went wrong where, without words of the database, which may hold rows. */
function causeOf(error: unknown, cursor: string): string {
  const what = isGivenUp(error)
    ? `Postgres took more than ${BACKGROUND_TIMEOUT_MS / 1_000} seconds for one statement`
    : `the database refused a page (${codeOf(error)})`
  const [kind, id = ""] = cursor.split(":", 2)
  const where = id === "" ? `at the first ${kind}` : `behind ${kind} ${id}`
  return `Stopped ${where}: ${what}. Started again, it goes on from there.`
}

const PAGE_OF_ORDERS = `select id from "order" where id > ? and deleted_at is null order by id limit ?`

const COUNT_EVENTS = `
  select (select count(distinct i.item_id) from order_item i where i.deleted_at is null)
       + (select count(*) + count(deleted_at) from cart_line_item where product_id is not null) as count`
