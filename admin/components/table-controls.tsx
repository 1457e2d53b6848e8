import { Select, Table } from "@medusajs/ui"
import { PAGE_ROWS } from "../lib/page-of-rows"
import { useText } from "../lib/text"

/** One question by which rows are kept, such as their status. */
export interface TableFilter<Row> {
  key: string
  label: string
  of: (row: Row) => string
  /** What the row's value is called. */
  nameOf: (row: Row) => string
}

/** Chosen values by the filter's key; a filter without one keeps all. */
export type Chosen = Readonly<Record<string, string>>

const ANY = "any"

export const keptRows = <Row,>(
  rows: readonly Row[],
  filters: readonly TableFilter<Row>[],
  chosen: Chosen,
): readonly Row[] =>
  rows.filter((row) => filters.every(({ key, of }) => chosen[key] === undefined || chosen[key] === of(row)))

interface FiltersProps<Row> {
  rows: readonly Row[]
  filters: readonly TableFilter<Row>[]
  chosen: Chosen
  choose: (chosen: Chosen) => void
}

/** A choice of the values that occur, for each filter of which more than one does. */
export function Filters<Row>({ rows, filters, chosen, choose }: FiltersProps<Row>) {
  const t = useText()
  const shown = filters
    .map(({ key, label, of, nameOf }) => ({ key, label, names: new Map(rows.map((row) => [of(row), nameOf(row)])) }))
    .filter(({ key, names }) => names.size > 1 || chosen[key] !== undefined)
  if (shown.length === 0) return null
  return (
    <div className="flex flex-wrap gap-2 px-6 py-3">
      {shown.map(({ key, label, names }) => (
        <Select
          key={key}
          size="small"
          value={chosen[key] ?? ANY}
          onValueChange={(value) => {
            const others = Object.entries(chosen).filter(([name]) => name !== key)
            choose(Object.fromEntries(value === ANY ? others : [...others, [key, value]]))
          }}
        >
          <Select.Trigger aria-label={label} className="w-44">
            <Select.Value />
          </Select.Trigger>
          <Select.Content>
            <Select.Item value={ANY}>{t("table.any", { label })}</Select.Item>
            {[...names].map(([value, name]) => (
              <Select.Item key={value} value={value}>
                {name}
              </Select.Item>
            ))}
          </Select.Content>
        </Select>
      ))}
    </div>
  )
}

interface PagerProps {
  /** Of the table: two of a page have buttons of the same words. */
  label: string
  count: number
  page: number
  pages: number
  turn: (page: number) => void
}

/** Medusa's own pages of a table, where there is more than one. */
export function Pager({ label, count, page, pages, turn }: PagerProps) {
  const t = useText()
  if (pages === 1) return null
  return (
    <Table.Pagination
      role="navigation"
      aria-label={label}
      count={count}
      pageSize={PAGE_ROWS}
      pageIndex={page}
      pageCount={pages}
      canPreviousPage={page > 0}
      canNextPage={page < pages - 1}
      previousPage={() => turn(page - 1)}
      nextPage={() => turn(page + 1)}
      translations={{
        of: t("table.of"),
        results: t("table.results"),
        pages: t("table.pages"),
        prev: t("table.previous"),
        next: t("table.next"),
      }}
    />
  )
}
