import { giniCoefficient } from "../../../core/evaluation/concentration"
import type { ResultsResponse, ResultsRow } from "../../../types/http"
import type { ModuleContext } from "../context"
import { countConversions, countExposures, countShown, sumSales } from "./attribution"
import type { Conversion, DailyScope, Exposure } from "./attribution"
import { explorationFigures } from "./exploration"
import { countServed } from "./served"

/** Key of what came from a list whose placement or strategy is not known. */
const UNKNOWN = "unknown"

export type ResultsFigures = Omit<ResultsResponse, "note">

export interface ResultsScope extends DailyScope {
  /** Products for sale: what coverage and concentration are measured against. */
  readonly catalogSize: number
}

/** What recommendations earned in a period: last-click attribution, returns deducted. */
export async function recommendationResults(context: ModuleContext, scope: ResultsScope): Promise<ResultsFigures> {
  const exposures = await countExposures(context, scope)
  const conversions = await countConversions(context, scope)
  const shown = await countShown(context, scope)
  const sales = await sumSales(context, scope)
  const served = await countServed(context, scope)
  const exploration = await explorationFigures(context, scope)
  const neverShown = Math.max(0, scope.catalogSize - shown.length)
  const counts = [...shown.map((product) => product.shown), ...new Array<number>(neverShown).fill(0)]
  return {
    from: scope.from.toISOString(),
    to: scope.to.toISOString(),
    window_days: scope.windowDays,
    total: summarize("total", exposures, conversions),
    by_placement: groupBy(exposures, conversions, (row) => row.placement ?? UNKNOWN),
    by_strategy: groupBy(exposures, conversions, (row) => row.strategy ?? UNKNOWN),
    by_day: groupBy(exposures, conversions, (row) => row.day)
      .sort((a, b) => a.key.localeCompare(b.key))
      .map(({ key, impressions, clicks, conversions: bought }) => ({
        day: key,
        impressions,
        clicks,
        conversions: bought,
      })),
    sales: sales.map(({ currency, amount }) => ({ currency_code: currency, amount: roundMoney(amount) })),
    ...{ served, exploration },
    coverage: counts.length === 0 ? 0 : shown.length / counts.length,
    concentration: giniCoefficient(counts),
  }
}

function groupBy(
  exposures: readonly Exposure[],
  conversions: readonly Conversion[],
  keyOf: (row: Exposure | Conversion) => string,
): ResultsRow[] {
  const keys = new Set([...exposures, ...conversions].map(keyOf))
  return [...keys]
    .map((key) =>
      summarize(
        key,
        exposures.filter((row) => keyOf(row) === key),
        conversions.filter((row) => keyOf(row) === key),
      ),
    )
    .sort((a, b) => b.impressions - a.impressions || b.conversions - a.conversions)
}

function summarize(key: string, exposures: readonly Exposure[], conversions: readonly Conversion[]): ResultsRow {
  const impressions = sum(exposures.map((row) => row.impressions))
  const clicks = sum(exposures.map((row) => row.clicks))
  const revenue = new Map<string, number>()
  for (const row of conversions) revenue.set(row.currency, (revenue.get(row.currency) ?? 0) + row.revenue)
  return {
    key,
    impressions,
    clicks,
    // A click may arrive without its impression (a storefront that reports clicks alone).
    click_through: impressions === 0 ? 0 : Math.min(1, clicks / impressions),
    conversions: sum(conversions.map((row) => row.conversions)),
    revenue: [...revenue].map(([currency_code, amount]) => ({ currency_code, amount: roundMoney(amount) })),
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Takes off the dust that adding floats leaves; four decimals hold any currency's smallest coin. */
const roundMoney = (amount: number): number => Math.round(amount * 10_000) / 10_000
