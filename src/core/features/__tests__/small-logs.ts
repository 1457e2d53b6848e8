import type { InteractionRow } from "../../data/interaction-log-builder"
import type { ItemTable } from "../item-table"
import type { PackedTable } from "../packed-table"
import { DAY_MS } from "../profile"
import { RowReader } from "../row-reader"

/** The moment of small logs: midnight, so that a whole number of days before it begins a day. */
export const NOW = Date.UTC(2026, 0, 31)

/** One piece of product "a", bought by shopper "u" in no session, so many days before {@link NOW}. */
export function aRow(changes: Partial<InteractionRow> & { readonly daysAgo: number }): InteractionRow {
  const { daysAgo, ...others } = changes
  return {
    ...{ userId: "u", itemId: "a", behavior: "purchase", quantity: 1, price: 1, sessionId: "" },
    time: NOW - daysAgo * DAY_MS,
    ...others,
  }
}

/** Neighbors and weights of a product in the order of the table. */
export function entriesOf({ offsets, items, weights }: ItemTable, row: number): [item: number, weight: number][] {
  return Array.from({ length: offsets[row + 1] - offsets[row] }, (_, at) => [
    items[offsets[row] + at],
    weights[offsets[row] + at],
  ])
}

/** Products of a packed row, and its numbers by column. */
export function unpacked(table: PackedTable, row: number): { items: number[]; columns: number[][] } {
  const reader = new RowReader()
  const length = reader.read(table, row)
  return {
    items: [...reader.items.subarray(0, length)],
    columns: Array.from({ length: table.columns }, (_, column) => [...reader.values(column).subarray(0, length)]),
  }
}
