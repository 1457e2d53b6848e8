import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../query-rows"
import { lineAdded, lineRemoved, pageOfCartLines } from "../cart-lines"
import type { ShopRecords } from "../shop-records"
import type { HeldImport, ImportPage, ImportRuns } from "./import-runs"

export const ORDERS_SOURCE = "orders"

const ORDERS_A_PAGE = 500
const LINES_A_PAGE = 1_000
/** Cursors of the two halves: orders first, then carts. */
const IN_ORDERS = "order:"
const IN_CARTS = "cart:"

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
    const [orders] = await queryRows(this.context.knex(), { sql: COUNT_EVENTS, bindings: [] }, countRow)
    return this.parts.runs.begin(ORDERS_SOURCE, orders?.count ?? 0)
  }

  /** Runs until all is stored, or until it is canceled. */
  async run(held: HeldImport): Promise<void> {
    try {
      for (let cursor = held.cursor || IN_ORDERS; ;) {
        const page = cursor.startsWith(IN_ORDERS) ? await this.orders(cursor) : await this.carts(cursor)
        if (page === null) break
        if (!(await this.parts.runs.advance(held, page))) return
        cursor = page.cursor
      }
      await this.parts.runs.finish(held)
    } catch (error) {
      await this.parts.runs.finish(
        held,
        "The database refused a page; the import goes on from there when it is started again.",
      )
      throw error
    }
  }

  private async orders(cursor: string): Promise<ImportPage> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select id from "order" where id > ? and deleted_at is null order by id limit ?`,
        bindings: [cursor.slice(IN_ORDERS.length), ORDERS_A_PAGE],
      },
      z.object({ id: z.string() }),
    )
    const last = rows.at(-1)
    if (!last) return { read: 0, stored: 0, bad: 0, cursor: IN_CARTS }
    const outcome = await this.parts.records.recordOrders(
      rows.map((row) => row.id),
      "import",
    )
    return { ...outcome, bad: 0, cursor: `${IN_ORDERS}${last.id}` }
  }

  private async carts(cursor: string): Promise<ImportPage | null> {
    const lines = await pageOfCartLines(this.context.knex(), cursor.slice(IN_CARTS.length), LINES_A_PAGE)
    const last = lines.at(-1)
    if (!last) return null
    const events = lines.flatMap((line) => [
      lineAdded(line, "import"),
      ...(line.deleted_at === null ? [] : [lineRemoved(line, "import")]),
    ])
    const outcome = await this.parts.records.recordOnce(events)
    return { ...outcome, bad: 0, cursor: `${IN_CARTS}${last.id}` }
  }
}

const COUNT_EVENTS = `
  select (select count(distinct i.item_id) from order_item i where i.deleted_at is null)
       + (select count(*) + count(deleted_at) from cart_line_item where product_id is not null) as count`
