import type { CohortMetrics } from "../../../src/core/contract/recommender"
import type { Column } from "../../components/data-table"
import type { Format } from "../../lib/format"
import type { Text } from "../../lib/text"

type MeasureName = "hit" | "recall" | "ndcg" | "mrr" | "coverage"

interface Measure {
  readonly header: Parameters<Text>[0]
  readonly of: (metrics: CohortMetrics) => number
  readonly show: (value: number | null, format: Format) => string
}

/** What a hold-out measured, with as many digits as each is shown. */
const MEASURES: Readonly<Record<MeasureName, Measure>> = {
  hit: { header: "metric.hit_rate", of: (found) => found.hitRate10, show: (value, { percent }) => percent(value, 1) },
  recall: { header: "metric.recall", of: (found) => found.recall10, show: (value, { percent }) => percent(value, 1) },
  ndcg: { header: "metric.ndcg", of: (found) => found.ndcg10, show: (value, { score }) => score(value) },
  mrr: { header: "metric.mrr", of: (found) => found.mrr, show: (value, { score }) => score(value) },
  coverage: { header: "metric.coverage", of: (found) => found.coverage, show: (value, { percent }) => percent(value) },
}

/** A table's column of one measure: the same words and digits wherever it stands. */
export function measureColumn<Row>(
  measure: MeasureName,
  metricsOf: (row: Row) => CohortMetrics,
  { t, format }: { readonly t: Text; readonly format: Format },
): Column<Row> {
  const { header, of, show } = MEASURES[measure]
  return {
    key: measure,
    header: t(header),
    value: (row) => of(metricsOf(row)),
    show: (value) => show(value, format),
  }
}
