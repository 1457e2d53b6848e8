import { Badge, Text } from "@medusajs/ui"
import type { MethodMetrics } from "../../../src/core/contract/recommender"
import type { ModelVersionSummary } from "../../../src/types/http"
import type { Bar } from "../../charts/bar-list"
import { BarList } from "../../charts/bar-list"
import type { SeriesColor } from "../../charts/palette"
import type { Column } from "../../components/data-table"
import { DataTable } from "../../components/data-table"
import { Details } from "../../components/details"
import { Facts } from "../../components/stat"
import { TextLink } from "../../components/text-link"
import { useVersion } from "../../lib/api/model"
import type { Format } from "../../lib/format"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import type { Text as TextOf } from "../../lib/text"
import { useText } from "../../lib/text"
import { ListQuality } from "./list-quality"
import { measureColumn } from "../versions/measure-column"
import { versionPath } from "../versions/paths"

/** Which version serves, and what its hold-out says about it, words before figures. */
export function ModelQuality({ serving }: QualityTableProps) {
  const t = useText()
  return (
    <div className="divide-y">
      <div className="grid grid-cols-1 gap-6 px-6 py-5 lg:grid-cols-[3fr_2fr]">
        <QualityWords version={serving} />
        {serving.metrics.all.shoppers > 0 ? <QualityBars serving={serving} /> : null}
      </div>
      <ListQuality version={serving} />
      <Details summary={t("quality.table")}>
        <QualityTable serving={serving} />
        <ServingFacts serving={serving} />
      </Details>
    </div>
  )
}

/** The hit rate as a shop owner says it. */
export function QualityWords({ version }: { version: ModelVersionSummary }) {
  const t = useText()
  const format = useFormat()
  const ofHundred = (share: number | null) => (share === null ? NO_FIGURE : format.number(share * 100))
  const { all, new: newcomers } = version.metrics
  return (
    <div className="flex flex-col gap-y-2">
      <Text size="xlarge" weight="plus">
        {all.shoppers > 0 ? t("quality.words", { model: ofHundred(all.hitRate10) }) : t("quality.unmeasured")}
      </Text>
      {all.shoppers > 0 ? (
        <Text className="text-ui-fg-subtle">
          {t("quality.words_baselines", {
            popularity: ofHundred(version.baselines.popularity.all.hitRate10),
            itemknn: ofHundred(version.baselines.item_knn.all.hitRate10),
          })}
        </Text>
      ) : null}
      {newcomers.shoppers > 0 ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t("quality.words_new", {
            model: ofHundred(newcomers.hitRate10),
            popularity: ofHundred(version.baselines.popularity.new.hitRate10),
          })}
        </Text>
      ) : null}
    </div>
  )
}

/** The same three or four figures to look at. */
function QualityBars({ serving }: QualityTableProps) {
  const t = useText()
  const format = useFormat()
  const bar = (key: string, label: string, metrics: MethodMetrics, color: SeriesColor): Bar => ({
    ...{ key, label, color, value: metrics.all.hitRate10 },
    text: t("quality.of_hundred", { share: format.number(metrics.all.hitRate10 * 100) }),
  })
  return (
    <BarList
      label={t("quality.bars")}
      max={1}
      bars={[
        bar("this", t("quality.this", { number: serving.number }), serving.metrics, "green"),
        ...(serving.champion ? [bar("last", t("quality.last"), serving.champion, "blue")] : []),
        bar("item_knn", t("quality.item_knn"), serving.baselines.item_knn, "grey"),
        bar("popularity", t("quality.popularity"), serving.baselines.popularity, "grey"),
      ]}
    />
  )
}

interface MethodRow {
  key: string
  name: string
  metrics: MethodMetrics
  auc: number | null
}

function metricColumns(t: TextOf, format: Format): Column<MethodRow>[] {
  const measure = (name: Parameters<typeof measureColumn>[0]): Column<MethodRow> =>
    measureColumn(name, ({ metrics }) => metrics.all, { t, format })
  return [
    { key: "name", header: t("metric.method"), cell: (row) => <span className="text-ui-fg-base">{row.name}</span> },
    ...(["hit", "recall", "ndcg", "mrr"] as const).map(measure),
    { key: "auc", header: t("metric.auc"), value: (row) => row.auc, show: format.score },
    measure("coverage"),
  ]
}

interface QualityTableProps {
  serving: ModelVersionSummary
}

export function QualityTable({ serving }: QualityTableProps) {
  const t = useText()
  const format = useFormat()
  const rows: MethodRow[] = [
    {
      key: "this",
      name: t(serving.status === "serving" ? "quality.this" : "versions.number", { number: serving.number }),
      metrics: serving.metrics,
      auc: serving.auc,
    },
    ...(serving.champion ? [{ key: "last", name: t("quality.last"), metrics: serving.champion, auc: null }] : []),
    { key: "item_knn", name: t("quality.item_knn"), metrics: serving.baselines.item_knn, auc: null },
    { key: "popularity", name: t("quality.popularity"), metrics: serving.baselines.popularity, auc: null },
  ]
  return (
    <div>
      <DataTable label={t("quality.table")} columns={metricColumns(t, format)} rows={rows} rowKey={(row) => row.key} />
      <Text size="xsmall" className="text-ui-fg-subtle px-6 py-3">
        {t("quality.table_note", { shoppers: format.number(serving.metrics.all.shoppers) })}
      </Text>
      <MetricHelp />
    </div>
  )
}

const EXPLAINED = ["hit_rate", "recall", "ndcg", "mrr", "auc", "coverage"] as const

/** What each figure means, for those who ask. */
function MetricHelp() {
  const t = useText()
  return (
    <details className="text-ui-fg-subtle px-6 pb-4">
      <summary className="txt-compact-xsmall-plus focus-visible:shadow-borders-focus w-fit cursor-pointer rounded-sm outline-none">
        {t("metric.help")}
      </summary>
      <dl className="mt-2 grid grid-cols-1 gap-x-6 gap-y-2 md:grid-cols-2">
        {EXPLAINED.map((metric) => (
          <div key={metric}>
            <dt className="txt-compact-small-plus text-ui-fg-base">{t(`metric.${metric}`)}</dt>
            <dd className="txt-small">{t(`metric_help.${metric}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function ServingFacts({ serving }: { serving: ModelVersionSummary }) {
  const t = useText()
  const format = useFormat()
  const detail = useVersion(serving.id).data?.version
  return (
    <Facts
      facts={[
        {
          label: t("facts.version"),
          value: (
            <span className="flex flex-wrap items-center gap-2">
              <TextLink to={versionPath(serving.id)}>{t("versions.number", { number: serving.number })}</TextLink>
              {serving.forced ? (
                <Badge size="2xsmall" color="orange">
                  {t("versions.forced")}
                </Badge>
              ) : null}
            </span>
          ),
        },
        { label: t("facts.since"), value: serving.promoted_at ? format.dateTime(serving.promoted_at) : NO_FIGURE },
        {
          label: t("facts.trained"),
          value: t("facts.trained_value", {
            at: format.dateTime(serving.trained_at),
            trigger: t(`trigger.${serving.trigger}`),
          }),
        },
        ...(detail
          ? [
              {
                label: t("facts.data"),
                value: t("facts.data_value", {
                  events: format.number(detail.counts.events),
                  shoppers: format.number(detail.counts.shoppers),
                  products: format.number(detail.counts.products),
                  from: format.date(detail.window.from),
                  to: format.date(detail.window.to),
                }),
              },
            ]
          : []),
        {
          label: t("facts.calibration"),
          value: t("facts.calibration_value", { error: format.smallPercent(serving.calibration_error) }),
        },
      ]}
    />
  )
}
