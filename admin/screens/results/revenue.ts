import type { ResultsResponse, ResultsRow } from "../../../src/types/http"
import type { Format } from "../../lib/format"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import type { Text } from "../../lib/text"

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

/** What was taken off, and the share of all sales, of each currency apart. */
export function revenueHint(
  { sales, total }: Pick<ResultsResponse, "sales" | "total">,
  t: Text,
  format: Format,
): string {
  const shares = sales.flatMap(({ currency_code: currency, amount }) => {
    const earned = total.revenue.find((row) => row.currency_code === currency)?.amount ?? 0
    const share = format.percent(earned / amount, 1)
    return amount > 0 ? [t("results.revenue_share", { share, sales: format.money(amount, currency) })] : []
  })
  return [t("results.revenue_hint"), ...shares].join(" · ")
}

/** Says of a figure how it stands against as many days before; nothing where there is nothing to compare with. */
export function useChange(days: number) {
  const t = useText()
  const format = useFormat()
  return (now: number, then: number | undefined): { text: string; up: boolean | null } | undefined => {
    if (!then) return undefined
    const relative = now / then - 1
    const change = `${relative > 0 ? "+" : ""}${format.percent(relative)}`
    return { text: t("results.change", { change, count: days }), up: relative === 0 ? null : relative > 0 }
  }
}
