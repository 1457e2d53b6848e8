import type { ModelInfoResponse } from "../../../src/types/http"
import { Chart } from "../../charts/chart"
import type { ChartSeries } from "../../charts/chart-options"
import { useShopZone } from "../../lib/api/steering"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** Accuracy on real choices over time, beside what it was when the model was promoted. */
export function AccuracyTrend({ accuracy }: { accuracy: ModelInfoResponse["accuracy"] }) {
  const t = useText()
  const format = useFormat()
  const zone = useShopZone()
  const { trend, at_promotion: promised } = accuracy
  const series: ChartSeries[] = [
    { key: "pairwise", label: t("accuracy.pairwise"), color: "blue", values: trend.map((point) => point.pairwise) },
    { key: "hit_rate", label: t("accuracy.hit_rate"), color: "green", values: trend.map((point) => point.hit_rate) },
    ...(promised
      ? [
          {
            key: "promised",
            label: t("accuracy.at_promotion"),
            color: "grey" as const,
            dashed: true,
            values: trend.map(() => promised.pairwise),
          },
        ]
      : []),
  ]
  return (
    <Chart
      label={t("accuracy.chart")}
      axis={{ kind: "instants", times: trend.map((point) => new Date(point.at).getTime() / 1000), zone }}
      axisLabel={t("chart.date")}
      series={series}
      formatValue={(value) => format.percent(value)}
      max={1}
    />
  )
}
