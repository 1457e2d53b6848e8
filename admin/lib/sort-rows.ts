import type { CsvValue } from "./csv"

/** By which column rows stand, and whether the largest is first. */
export interface Sorting {
  readonly key: string
  readonly down: boolean
}

/** Rows by a value of each; without a value they stand last, and of equal ones the order stays. */
export function sortRows<Row>(rows: readonly Row[], value: (row: Row) => CsvValue, down: boolean): Row[] {
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b))
    return down ? -order : order
  })
}

/** What a press on a column's header makes of it: the largest first, then the smallest, then as it came. */
export function nextSorting(now: Sorting | null, key: string): Sorting | null {
  if (now?.key !== key) return { key, down: true }
  return now.down ? { key, down: false } : null
}
