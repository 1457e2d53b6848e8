import { ArrowDownMini, ArrowUpMini } from "@medusajs/icons"
import { Button, Table, clx } from "@medusajs/ui"
import { useEffect, useRef, useState } from "react"
import type { ReactNode, RefObject } from "react"
import type { CsvValue } from "../lib/csv"
import { download, toCsv } from "../lib/csv"
import { pageOfRows } from "../lib/page-of-rows"
import { nextSorting, sortRows } from "../lib/sort-rows"
import type { Sorting } from "../lib/sort-rows"
import { useText } from "../lib/text"
import { Filters, Pager, keptRows } from "./table-controls"
import type { Chosen, TableFilter } from "./table-controls"

interface ColumnBase {
  key: string
  header: ReactNode
}

interface TextColumn<Row> extends ColumnBase {
  numeric?: false
  cell: (row: Row) => ReactNode
  /** Raw value for the CSV file: an instant of its own zone, a whole id. The text of the cell where absent. */
  value?: (row: Row) => CsvValue
  /** A column of buttons is none of the file's. @defaultValue true */
  inFile?: boolean
}

/** Of one figure: its text is that of the very value which sorting and the file have. */
interface FigureColumn<Row> extends ColumnBase {
  value: (row: Row) => number | null
  show: (value: number | null) => string
}

/** Of figures whose text is of more than one value. */
interface NumericColumn<Row> extends ColumnBase {
  numeric: true
  cell: (row: Row) => ReactNode
  /** For the CSV file and for sorting: "1,234" and "12.5%" are no numbers to a sheet. */
  value: (row: Row) => CsvValue
  /** Header of the CSV file's column, where the values there have a unit. */
  fileHeader?: string
}

export type Column<Row> = TextColumn<Row> | FigureColumn<Row> | NumericColumn<Row>

const isNumeric = <Row,>(column: Column<Row> | undefined): boolean =>
  column !== undefined && ("show" in column || column.numeric === true)

const contentOf = <Row,>(column: Column<Row>, row: Row): ReactNode =>
  "show" in column ? column.show(column.value(row)) : column.cell(row)

interface DataTableProps<Row> {
  /** Read out to those who do not see the heading above it. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Whether the rows can be kept as a CSV file. @defaultValue true */
  exportable?: boolean
  /** Whether rows are of one kind, so that they can be put in order by a number. @defaultValue true */
  sortable?: boolean
  /** Whether many rows come in pages; what stands for a chart has them all. @defaultValue true */
  paged?: boolean
  /** By what rows can be chosen, where there are many. */
  filters?: readonly TableFilter<Row>[]
}

/** Rows from which on it is worth to sort them, and to choose some of them. */
const SORTED_FROM = 3
const FILTERED_FROM = 6
const NO_FILTERS = [] as const

/** On a narrow screen the first column stays in sight, and takes no more than its share of the width. */
const FIRST =
  "max-md:sticky max-md:left-0 max-md:z-[1] max-md:bg-inherit max-md:min-w-28 max-md:max-w-44 max-md:whitespace-normal max-md:break-words max-md:pl-4"
const CELL = "whitespace-nowrap pr-4 first:pl-6 last:pr-6"

/**
 * A table in pages that scrolls sideways within its own frame on a narrow screen, by
 * keyboard too. What does not fit fades at the edge, so that nobody takes the
 * part in sight for all there is.
 */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  exportable = true,
  sortable = true,
  paged: inPages = true,
  ...given
}: DataTableProps<Row>) {
  const t = useText()
  const frame = useRef<HTMLDivElement>(null)
  const { overflows, hasMore } = useOverflow(frame)
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const by = columns.find(({ key }) => key === sorting?.key)?.value
  const filters = rows.length < FILTERED_FROM ? NO_FILTERS : (given.filters ?? NO_FILTERS)
  const [chosen, setChosen] = useState<Chosen>({})
  const [page, setPage] = useState(0)
  const kept = keptRows(rows, filters, chosen)
  const sorted = sorting && by ? sortRows(kept, by, sorting.down) : kept
  const paged = pageOfRows(sorted, page)
  // The file holds the rows of all pages, with the words of their cells: for a moment all of them stand there.
  const [isExporting, setIsExporting] = useState(false)
  const shown = isExporting || !inPages ? sorted : paged.rows
  useEffect(() => {
    if (!isExporting) return
    download(fileName(label), asCsv(columns, sorted, frame.current), "text/csv")
    setIsExporting(false)
  }, [isExporting])
  return (
    // Isolated: what is stacked within would else stand above drawers and prompts, which Medusa stacks by their order alone.
    <div className="relative isolate">
      <Filters
        rows={rows}
        filters={filters}
        chosen={chosen}
        choose={(next) => {
          setChosen(next)
          setPage(0)
        }}
      />
      {/* What fades is the table alone, not the pages and the file below it. */}
      <div className="relative">
        <div
          ref={frame}
          className="overflow-x-auto"
          role="group"
          aria-label={label}
          {...(overflows ? { tabIndex: 0 } : {})}
        >
          <Table>
            <Table.Header>
              <Table.Row>
                {columns.map((column, index) => (
                  <Table.HeaderCell
                    key={column.key}
                    scope="col"
                    className={clx(cellClass(columns, index), isNumeric(column) && "text-right")}
                    {...(sorting?.key === column.key ? { "aria-sort": sorting.down ? "descending" : "ascending" } : {})}
                  >
                    {isNumeric(column) && sortable && rows.length >= SORTED_FROM ? (
                      <button
                        type="button"
                        className="hover:text-ui-fg-base focus-visible:shadow-borders-focus inline-flex items-center gap-x-1 rounded-sm outline-none"
                        onClick={() => {
                          setSorting(nextSorting(sorting, column.key))
                          setPage(0)
                        }}
                      >
                        {column.header}
                        {sorting?.key === column.key ? sorting.down ? <ArrowDownMini /> : <ArrowUpMini /> : null}
                      </button>
                    ) : (
                      column.header
                    )}
                  </Table.HeaderCell>
                ))}
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {shown.map((row) => (
                <Table.Row key={rowKey(row)}>
                  {columns.map((column, index) => (
                    <Table.Cell
                      key={column.key}
                      className={clx(cellClass(columns, index), isNumeric(column) && "text-right tabular-nums")}
                    >
                      {contentOf(column, row)}
                    </Table.Cell>
                  ))}
                </Table.Row>
              ))}
            </Table.Body>
          </Table>
        </div>
        {hasMore ? (
          <div
            aria-hidden
            data-more-columns
            className="pointer-events-none absolute inset-y-0 right-0 z-[2] w-10"
            style={{ background: "linear-gradient(to left, var(--bg-base), transparent)" }}
          />
        ) : null}
      </div>
      {inPages ? (
        <Pager label={label} count={kept.length} page={paged.page} pages={paged.pages} turn={setPage} />
      ) : null}
      {exportable && rows.length > 0 ? (
        <div className="flex justify-end px-6 py-2">
          <Button
            size="small"
            variant="transparent"
            type="button"
            aria-label={`${t("chart.export")}: ${label}`}
            onClick={() => setIsExporting(true)}
          >
            {t("chart.export")}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

/** "By placement" as by-placement.csv. */
function fileName(label: string): string {
  return `${label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`
}

/** The table as it stands, with raw values where a column has them. */
function asCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[], frame: HTMLElement | null): string {
  const texts = [...(frame?.querySelectorAll("tr") ?? [])].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? ""),
  )
  const [header = [], ...body] = texts
  const kept = columns.flatMap((column, index) => ("inFile" in column && !column.inFile ? [] : [{ column, index }]))
  return toCsv(
    kept.map(({ column, index }) => ("fileHeader" in column ? column.fileHeader : undefined) ?? header[index] ?? ""),
    rows.map((row, at) =>
      kept.map(({ column, index }) => (column.value ? column.value(row) : (body[at]?.[index] ?? null))),
    ),
  )
}

/** Words behind a number keep their distance: the one ends where the others begin. */
function cellClass<Row>(columns: readonly Column<Row>[], index: number): string {
  const followsNumber = !isNumeric(columns[index]) && isNumeric(columns[index - 1])
  return clx(CELL, followsNumber && "pl-6", index === 0 && FIRST)
}

/** Whether the content is wider than its frame, and whether some of it lies beyond the right edge. */
function useOverflow(frame: RefObject<HTMLDivElement>): { overflows: boolean; hasMore: boolean } {
  const [state, setState] = useState({ overflows: false, hasMore: false })
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const measure = (): void => {
      const hidden = element.scrollWidth - element.clientWidth
      const next = { overflows: hidden > 1, hasMore: hidden - element.scrollLeft > 1 }
      setState((now) => (now.overflows === next.overflows && now.hasMore === next.hasMore ? now : next))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    element.addEventListener("scroll", measure, { passive: true })
    measure()
    return () => {
      observer.disconnect()
      element.removeEventListener("scroll", measure)
    }
  }, [frame])
  return state
}
