import type { BehaviorStatsResponse } from "../../../src/types/http"
import { BarList } from "../../charts/bar-list"
import { Chart } from "../../charts/chart"
import { DataTable } from "../../components/data-table"
import { ProductCell } from "../../components/product-cell"
import { Section } from "../../components/screen"
import { useEntityNames } from "../../lib/api/entities"
import { useFormat } from "../../lib/use-format"
import { codeWords } from "../../lib/code-words"
import { useText } from "../../lib/text"

export function HoursAndWeekdays({ stats, zone }: { stats: BehaviorStatsResponse; zone: string }) {
  const t = useText()
  const format = useFormat()
  const chart = (label: string, labels: readonly string[], values: readonly number[], axisLabel: string) => (
    <Section title={label} hint={t("behavior.zone", { zone })}>
      <Chart
        label={label}
        mode="bars"
        axis={{ kind: "category", labels }}
        axisLabel={axisLabel}
        series={[{ key: "events", label: t("behavior.events"), color: "blue", values }]}
        formatValue={(value) => format.number(value)}
        height={180}
      />
    </Section>
  )
  const hours = stats.by_hour.map((_, hour) => String(hour).padStart(2, "0"))
  return (
    <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
      {chart(t("behavior.hours"), hours, stats.by_hour, t("behavior.hour"))}
      {chart(
        t("behavior.weekdays"),
        stats.by_weekday.map((_, day) => format.weekday(day)),
        stats.by_weekday,
        t("behavior.weekday"),
      )}
    </div>
  )
}

export function TopProducts({ products: top }: { products: BehaviorStatsResponse["top_products"] }) {
  const t = useText()
  const format = useFormat()
  const products = useEntityNames(
    "product",
    top.map(({ product_id: id }) => id),
  ).data
  return (
    <DataTable
      label={t("behavior.top")}
      rows={top}
      rowKey={(row) => row.product_id}
      columns={[
        {
          key: "title",
          header: t("behavior.product"),
          cell: (row) => (
            <ProductCell id={row.product_id} title={row.title} picture={products?.get(row.product_id)?.picture} />
          ),
        },
        {
          key: "conversion",
          header: t("behavior.conversion"),
          value: (row) => row.conversion,
          show: (share) => format.percent(share, 1),
        },
        { key: "views", header: t("funnel.views"), value: (row) => row.views, show: format.number },
        { key: "purchases", header: t("funnel.purchases"), value: (row) => row.purchases, show: format.number },
      ]}
    />
  )
}

export function Devices({ devices }: { devices: BehaviorStatsResponse["devices"] }) {
  const t = useText()
  const format = useFormat()
  const total = devices.reduce((sum, { events }) => sum + events, 0)
  return (
    <BarList
      label={t("behavior.devices")}
      max={total}
      bars={devices.map(({ device, events }) => ({
        key: device,
        label: codeWords("device", device, t),
        value: events,
        text: `${format.number(events)} (${format.percent(events / total, 1)})`,
      }))}
    />
  )
}

export function Rejected({ rejected }: { rejected: BehaviorStatsResponse["rejected"] }) {
  const t = useText()
  const format = useFormat()
  return (
    <BarList
      label={t("capture.rejected")}
      bars={rejected.map(({ code, count }) => ({
        key: code,
        label: codeWords("refusal", code, t),
        hint: code,
        value: count,
        text: format.number(count),
        color: "red",
      }))}
    />
  )
}
