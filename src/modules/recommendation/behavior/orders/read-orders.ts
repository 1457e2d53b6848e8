import { z } from "@medusajs/framework/zod"
import type { Executor } from "../insert-events"
import { byIds, grouped } from "./by-ids"
import { mostAsked, refundTimes } from "./read-refunds"
import type { OrderHistory, OrderVersion, VersionLine } from "./order-history"

const amount = z.coerce.number()

const orderRow = z.object({
  id: z.string(),
  version: z.number(),
  customer_id: z.string().nullable(),
  currency_code: z.string(),
  sales_channel_id: z.string().nullable(),
  region_id: z.string().nullable(),
  metadata: z.unknown(),
  created_at: z.date(),
  canceled_at: z.date().nullable(),
  shipping_address_id: z.string().nullable(),
  billing_address_id: z.string().nullable(),
})
const itemRow = z.object({
  order_id: z.string(),
  item_id: z.string(),
  version: z.number(),
  quantity: amount,
  unit_price: amount.nullable(),
  returned: amount,
  written_off: amount,
  created_at: z.date(),
})
const lineRow = z.object({
  id: z.string(),
  product_id: z.string().nullable(),
  variant_id: z.string().nullable(),
  unit_price: amount,
  is_tax_inclusive: z.boolean(),
  metadata: z.unknown(),
})
const discountRow = z.object({ item_id: z.string(), version: z.number(), amount, is_tax_inclusive: z.boolean() })
const taxRow = z.object({ item_id: z.string(), rate: amount })
const creditRow = z.object({ order_id: z.string(), version: z.number(), amount })
const summaryRow = z.object({
  order_id: z.string(),
  version: z.number(),
  total: amount.nullable(),
  created_at: z.date(),
})

export type OrderRow = z.output<typeof orderRow>
export type OrderLineRow = z.output<typeof lineRow>

/** An order as Medusa keeps it. */
export interface OrderRecord {
  readonly order: OrderRow
  readonly lines: ReadonlyMap<string, OrderLineRow>
  readonly history: OrderHistory
}

/**
 * Orders with all that happened to them. Drafts are none. Each statement reads one table by an index, and what belongs
 * together is put together here: no join means no join order, so a shop whose tables have no statistics is read as fast
 * as any other. Refused scans make sure of the index, for a planner without statistics takes a page of ids for the
 * whole table.
 */
export async function readOrders(transaction: Executor, orderIds: readonly string[]): Promise<OrderRecord[]> {
  await transaction.raw("set local enable_seqscan = off")
  const orders = await byIds(transaction, ORDERS, orderIds, orderRow)
  const ids = orders.map(({ id }) => id)
  const items = await byIds(transaction, ITEMS, ids, itemRow)
  const lineIds = [...new Set(items.map(({ item_id }) => item_id))]
  const lines = new Map((await byIds(transaction, LINES, lineIds, lineRow)).map((line) => [line.id, line]))
  const parts: HistoryParts = {
    items: grouped(items, (row) => row.order_id),
    discounts: grouped(await byIds(transaction, DISCOUNTS, lineIds, discountRow), discountKey),
    taxes: grouped(await byIds(transaction, TAXES, lineIds, taxRow), (row) => row.item_id),
    credits: grouped(await byIds(transaction, CREDITS, ids, creditRow), (row) => row.order_id),
    summaries: grouped(await byIds(transaction, SUMMARIES, ids, summaryRow), (row) => row.order_id),
    lines,
  }
  const histories = orders.map((order) => ({ order, versions: versionsOf(order, parts) }))
  const refunded = await refundTimes(
    transaction,
    new Map(histories.map(({ order, versions }) => [order.id, mostAsked(versions)])),
  )
  return histories.map(({ order, versions }) => ({
    order,
    lines,
    history: {
      createdAt: order.created_at,
      versions,
      canceledAt: order.canceled_at,
      refundedAt: refunded.get(order.id) ?? null,
    },
  }))
}

interface HistoryParts {
  readonly items: ReadonlyMap<string, readonly z.output<typeof itemRow>[]>
  readonly lines: ReadonlyMap<string, OrderLineRow>
  readonly discounts: ReadonlyMap<string, readonly z.output<typeof discountRow>[]>
  readonly taxes: ReadonlyMap<string, readonly z.output<typeof taxRow>[]>
  readonly credits: ReadonlyMap<string, readonly z.output<typeof creditRow>[]>
  readonly summaries: ReadonlyMap<string, readonly z.output<typeof summaryRow>[]>
}

const discountKey = ({ item_id: itemId, version }: { readonly item_id: string; readonly version: number }): string =>
  `${itemId} ${version}`

function versionsOf(order: OrderRow, parts: HistoryParts): OrderVersion[] {
  const items = grouped(parts.items.get(order.id) ?? [], (row) => String(row.version))
  const summaries = new Map((parts.summaries.get(order.id) ?? []).map((row) => [row.version, row]))
  const credits = parts.credits.get(order.id) ?? []
  const versions: OrderVersion[] = []
  for (let version = 1; version <= order.version; version += 1) {
    const rows = items.get(String(version)) ?? []
    const summary = summaries.get(version)
    const at = rows[0]?.created_at ?? summary?.created_at
    // A version that Medusa wrote nothing with changed nothing.
    if (at === undefined) continue
    versions.push({
      version,
      at,
      lines: rows.flatMap((row) => lineOf(row, parts)),
      credits: credits.filter((row) => row.version === version).reduce((sum, row) => sum + row.amount, 0),
      total: summary?.total ?? null,
    })
  }
  return versions
}

function lineOf(row: z.output<typeof itemRow>, { lines, discounts, taxes }: HistoryParts): VersionLine[] {
  const line = lines.get(row.item_id)
  if (!line) return []
  return [
    {
      lineId: line.id,
      quantity: row.quantity,
      returned: row.returned,
      writtenOff: row.written_off,
      unitPrice: row.unit_price ?? line.unit_price,
      isTaxInclusive: line.is_tax_inclusive,
      taxRate: (taxes.get(line.id) ?? []).reduce((sum, { rate }) => sum + rate, 0) / 100,
      discounts: (discounts.get(discountKey(row)) ?? []).map((discount) => ({
        amount: discount.amount,
        isTaxInclusive: discount.is_tax_inclusive,
      })),
    },
  ]
}

const ORDERS = `
  select id, version, customer_id, currency_code, sales_channel_id, region_id, metadata, created_at, canceled_at,
         shipping_address_id, billing_address_id
    from "order" where id = any(?::text[]) and deleted_at is null and not is_draft_order and status <> 'draft'`

const ITEMS = `
  select order_id, item_id, version, quantity, unit_price, written_off_quantity as written_off, created_at,
         return_received_quantity + return_dismissed_quantity as returned
    from order_item where order_id = any(?::text[]) and deleted_at is null order by version, created_at, id`

const LINES = `
  select id, product_id, variant_id, unit_price, is_tax_inclusive, metadata
    from order_line_item where id = any(?::text[])`

const DISCOUNTS = `
  select item_id, version, amount, is_tax_inclusive
    from order_line_item_adjustment where item_id = any(?::text[]) and deleted_at is null`

const TAXES = `select item_id, rate from order_line_item_tax_line where item_id = any(?::text[]) and deleted_at is null`

const CREDITS = `
  select order_id, version, amount from order_credit_line where order_id = any(?::text[]) and deleted_at is null`

const SUMMARIES = `
  select order_id, version, (totals ->> 'current_order_total')::numeric as total, created_at
    from order_summary where order_id = any(?::text[]) and deleted_at is null`
