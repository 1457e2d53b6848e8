import type { ResultsRow } from "../../../src/types/http"
import type { Format } from "../../lib/format"
import { NO_FIGURE } from "../../lib/format"

/** Revenue now and before where both are in one and the same currency; amounts of several do not add up. */
export function comparableRevenue(now: ResultsRow, before: ResultsRow | null): [number, number | undefined] {
  const [one, ...others] = now.revenue
  const then = before?.revenue.length === 1 ? before.revenue[0] : undefined
  if (!one || others.length > 0 || then?.currency_code !== one.currency_code) return [0, undefined]
  return [one.amount, then.amount]
}

/** Each currency's amount by itself. */
export function revenueText(row: ResultsRow, format: Format): string {
  return row.revenue.length === 0
    ? NO_FIGURE
    : row.revenue.map(({ amount, currency_code }) => format.money(amount, currency_code)).join(" + ")
}

/** A figure against the period before, in words; nothing where there is nothing to compare with. */
export function changeOf(
  now: number,
  then: number | undefined,
  words: (relative: number) => string,
): { text: string; up: boolean | null } | undefined {
  if (!then) return undefined
  const relative = now / then - 1
  return { text: words(relative), up: relative === 0 ? null : relative > 0 }
}
