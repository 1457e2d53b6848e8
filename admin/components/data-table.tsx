import { Table, clx } from "@medusajs/ui"
import type { ReactNode } from "react"

export interface Column<Row> {
  key: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  numeric?: boolean
}

interface DataTableProps<Row> {
  /** Read out to those who do not see the heading above it. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
}

/** A table that scrolls sideways within its own frame on a narrow screen, by keyboard too. */
export function DataTable<Row>({ label, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <div className="overflow-x-auto" role="group" aria-label={label} tabIndex={0}>
      <Table>
        <Table.Header>
          <Table.Row>
            {columns.map((column) => (
              <Table.HeaderCell
                key={column.key}
                scope="col"
                className={clx("whitespace-nowrap pr-4 first:pl-6 last:pr-6", column.numeric && "text-right")}
              >
                {column.header}
              </Table.HeaderCell>
            ))}
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {rows.map((row) => (
            <Table.Row key={rowKey(row)}>
              {columns.map((column) => (
                <Table.Cell
                  key={column.key}
                  className={clx(
                    "whitespace-nowrap pr-4 first:pl-6 last:pr-6",
                    column.numeric && "text-right tabular-nums",
                  )}
                >
                  {column.cell(row)}
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  )
}
