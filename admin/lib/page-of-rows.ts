/** Rows of a table that stand on one page of it. */
export const PAGE_ROWS = 20

interface PageOfRows<Row> {
  readonly rows: readonly Row[]
  readonly page: number
  readonly pages: number
}

/** The page asked for, from 0 on; the last one where rows have gone meanwhile. */
export function pageOfRows<Row>(rows: readonly Row[], asked: number): PageOfRows<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS))
  const page = Math.min(Math.max(0, asked), pages - 1)
  return { rows: rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS), page, pages }
}
