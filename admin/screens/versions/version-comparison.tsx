import { Text, clx } from "@medusajs/ui"
import type { CohortMetrics } from "../../../src/core/contract/recommender"
import type { ModelVersionDetail } from "../../../src/types/http"
import { BarList } from "../../charts/bar-list"
import { DataTable } from "../../components/data-table"
import { Section } from "../../components/screen"
import { Failing, Loading } from "../../components/states"
import { useVersion } from "../../lib/api/model"
import type { Format } from "../../lib/format"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { featureWords } from "./feature-words"
import { changeOf } from "./version-change"
import type { ComparedFigure } from "./version-change"
import { signalWeights, strongestFirst } from "./signal-weights"

/** Weights that changed most, of which so many are shown. */
const CHANGES_SHOWN = 12

interface ComparedRow extends ComparedFigure {
  key: string
  name: string
  /** Whether more is better; null where it is neither. */
  moreIsBetter: boolean | null
}

/** Two versions, figure by figure, and the weights that changed most between them. */
export function VersionComparison({ first, second }: { first: string; second: string }) {
  const t = useText()
  const a = useVersion(first)
  const b = useVersion(second)
  const failed = a.isError ? a : b.isError ? b : null
  const pair = a.data && b.data ? inOrder(a.data.version, b.data.version) : null
  return (
    <Section title={t("compare.title")} hint={t("compare.hint")} flush>
      {pair ? (
        <Comparison older={pair[0]} newer={pair[1]} />
      ) : failed ? (
        <Failing error={failed.error} retry={() => void failed.refetch()} />
      ) : (
        <div className="px-6">
          <Loading />
        </div>
      )}
    </Section>
  )
}

function inOrder(a: ModelVersionDetail, b: ModelVersionDetail): [ModelVersionDetail, ModelVersionDetail] {
  return a.number <= b.number ? [a, b] : [b, a]
}

function Comparison({ older, newer }: { older: ModelVersionDetail; newer: ModelVersionDetail }) {
  const t = useText()
  const format = useFormat()
  const sameCut = older.window.cut === newer.window.cut
  return (
    <div className="divide-y">
      {sameCut ? null : (
        <Text size="small" className="text-ui-fg-subtle px-6 py-3">
          {t("compare.different_cuts")}
        </Text>
      )}
      <DataTable
        label={t("compare.title")}
        rows={useComparedRows(older, newer)}
        rowKey={(row) => row.key}
        sortable={false}
        columns={[
          {
            key: "name",
            header: t("compare.figure"),
            cell: (row) => <span className="text-ui-fg-base">{row.name}</span>,
          },
          ...[older, newer].map((version, index) => ({
            key: version.id,
            header: t("versions.number", { number: version.number }),
            numeric: true as const,
            cell: (row: ComparedRow) => row.text(row.values[index] ?? null),
            // Milliseconds beside shares and scores would be taken for anything.
            value: ({ key, values, text }: ComparedRow) =>
              key === "duration" ? text(values[index] ?? null) : (values[index] ?? null),
          })),
          {
            key: "change",
            header: t("compare.change"),
            numeric: true,
            cell: (row) => <Change row={row} format={format} sameCut={sameCut} />,
            value: (row) => changeOf(row, sameCut),
          },
        ]}
      />
      <WeightChanges older={older} newer={newer} />
    </div>
  )
}

function useComparedRows(older: ModelVersionDetail, newer: ModelVersionDetail): ComparedRow[] {
  const t = useText()
  const format = useFormat()
  const metric = (
    cohort: "all" | "novel" | "new",
    field: keyof CohortMetrics,
  ): readonly [number | null, number | null] => [older.metrics[cohort][field], newer.metrics[cohort][field]]
  const row = (key: string, name: string, more: Omit<ComparedRow, "key" | "name">): ComparedRow => ({
    key,
    name,
    ...more,
  })
  const share = { measured: true, moreIsBetter: true, text: (value: number | null) => format.percent(value, 1) }
  const score = { measured: true, moreIsBetter: true, text: (value: number | null) => format.score(value) }
  return [
    row("hit", t("metric.hit_rate"), { values: metric("all", "hitRate10"), ...share }),
    row("hit_novel", t("compare.hit_novel"), { values: metric("novel", "hitRate10"), ...share }),
    row("hit_new", t("compare.hit_new"), { values: metric("new", "hitRate10"), ...share }),
    row("recall", t("metric.recall"), { values: metric("all", "recall10"), ...share }),
    row("ndcg", t("metric.ndcg"), { values: metric("all", "ndcg10"), ...score }),
    row("mrr", t("metric.mrr"), { values: metric("all", "mrr"), ...score }),
    row("auc", t("metric.auc"), { values: [older.auc, newer.auc], ...score }),
    row("coverage", t("metric.coverage"), { values: metric("all", "coverage"), ...share }),
    row("calibration", t("facts.calibration"), {
      values: [older.calibration_error, newer.calibration_error],
      ...{ measured: true, moreIsBetter: false },
      text: format.smallPercent,
    }),
    row("events", t("compare.events"), {
      values: [older.counts.events, newer.counts.events],
      ...{ measured: false, moreIsBetter: null },
      text: (value) => format.number(value),
    }),
    row("duration", t("versions.duration"), {
      values: [older.duration_ms, newer.duration_ms],
      ...{ measured: false, moreIsBetter: false },
      text: (value) => (value === null ? NO_FIGURE : format.duration(value)),
    }),
  ]
}

interface ChangeProps {
  row: ComparedRow
  format: Format
  /** Whether both were measured on the same purchases. */
  sameCut: boolean
}

function Change({ row, format, sameCut }: ChangeProps) {
  const change = changeOf(row, sameCut)
  if (change === null) return <>{NO_FIGURE}</>
  const better = row.moreIsBetter === null ? null : change > 0 === row.moreIsBetter
  return (
    <span className={clx(better === true && "text-ui-tag-green-text", better === false && "text-ui-tag-red-text")}>
      {change > 0 ? "+" : ""}
      {format.percent(change, 1)}
    </span>
  )
}

function WeightChanges({ older, newer }: { older: ModelVersionDetail; newer: ModelVersionDetail }) {
  const t = useText()
  const format = useFormat()
  const before = new Map(signalWeights(older.weights).map(({ feature, weight }) => [feature, weight]))
  const after = new Map(signalWeights(newer.weights).map(({ feature, weight }) => [feature, weight]))
  const changes = strongestFirst(
    [...new Set([...after.keys(), ...before.keys()])].map((feature) => ({
      feature,
      weight: (after.get(feature) ?? 0) - (before.get(feature) ?? 0),
    })),
  ).slice(0, CHANGES_SHOWN)
  if (changes.length === 0) return null
  return (
    <div className="flex flex-col gap-y-3 px-6 py-4">
      <Text size="small" weight="plus">
        {t("compare.weights")}
      </Text>
      <BarList
        label={t("compare.weights")}
        signed
        bars={changes.map(({ feature, weight: change }) => ({
          key: feature,
          label: featureWords(feature, t),
          value: change,
          text: `${change > 0 ? "+" : ""}${format.score(change)}`,
        }))}
      />
    </div>
  )
}
