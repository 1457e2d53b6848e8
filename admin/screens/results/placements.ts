import type { ResultsResponse, ResultsRow } from "../../../src/types/http"

/** Key of what came from a list whose placement or strategy is not known. */
export const UNKNOWN_PLACE = "unknown"

/** What lists at a place were asked for, the most often first. */
export function strategiesAt({ served }: Pick<ResultsResponse, "served">, placement: string): string[] {
  const lists = new Map<string, number>()
  for (const row of served)
    if (row.placement === placement) lists.set(row.strategy, (lists.get(row.strategy) ?? 0) + row.lists)
  return [...lists].sort(([, a], [, b]) => b - a).map(([strategy]) => strategy)
}

/** All places that are known: those with results, then those whose lists nobody has looked at yet. */
export function withIdle({ by_placement: rows, served }: ResultsResponse): ResultsRow[] {
  const known = new Set(rows.map(({ key }) => key))
  const idle = new Set(
    served.flatMap(({ placement }) => (placement === null || known.has(placement) ? [] : [placement])),
  )
  const nothing = { impressions: 0, clicks: 0, click_through: 0, conversions: 0, revenue: [] }
  return [...rows, ...[...idle].sort().map((key) => ({ key, ...nothing }))]
}
