import { CursorArrowRays } from "@medusajs/icons"
import { Link } from "react-router-dom"
import type { ResultsResponse, ResultsRow } from "../../../src/types/http"
import { Chart } from "../../charts/chart"
import { fillDays } from "../../charts/fill-days"
import { DataTable } from "../../components/data-table"
import { PeriodSelect, periodBefore, usePeriod } from "../../components/period-select"
import { Screen, Section } from "../../components/screen"
import { Stat, Stats } from "../../components/stat"
import { Empty, Loaded } from "../../components/states"
import { useResults } from "../../lib/api/insights"
import type { Format } from "../../lib/format"
import { NO_FIGURE, useFormat } from "../../lib/format"
import { codeWords } from "../../lib/code-words"
import { useText } from "../../lib/text"
import { Experiments } from "./experiments"

/** Key of what came from a list whose placement or strategy is not known. */
const UNKNOWN = "unknown"

/** What recommendations bring, and how sure one can be that they brought it. */
export function ResultsScreen() {
  const t = useText()
  const choice = usePeriod()
  const results = useResults(choice.period)
  const before = useResults(periodBefore(choice)).data?.total ?? null
  const data = results.data
  const empty = data?.total.impressions === 0 && data.total.clicks === 0
  return (
    <Screen title={t("results.title")} subtitle={t("results.subtitle")} actions={<PeriodSelect {...choice} />}>
      <Section title={t("results.total")} hint={data ? t("results.window", { count: data.window_days }) : undefined}>
        <Loaded query={results} lines={6}>
          {(loaded) =>
            empty ? (
              <Empty icon={<CursorArrowRays />} title={t("results.empty")} text={t("results.empty_text")} />
            ) : (
              <Totals results={loaded} before={before} days={choice.days} />
            )
          }
        </Loaded>
      </Section>
      {data && !empty ? (
        <>
          <Section title={t("results.by_placement")} flush>
            <Rows
              label={t("results.by_placement")}
              header={t("results.placement")}
              rows={data.by_placement}
              name={(key) => (key === UNKNOWN ? t("results.unknown") : key)}
            />
          </Section>
          <Section title={t("results.by_strategy")} flush>
            <Rows
              label={t("results.by_strategy")}
              header={t("results.strategy")}
              rows={data.by_strategy}
              name={(key) => (key === UNKNOWN ? t("results.unknown") : codeWords("strategy", key, t))}
            />
          </Section>
          <Spread results={data} />
        </>
      ) : null}
      <Experiments />
    </Screen>
  )
}

/** Revenue now and before where both are in one and the same currency; amounts of several do not add up. */
function revenues(now: ResultsRow, before: ResultsRow | null): [number, number | undefined] {
  const [one, ...others] = now.revenue
  const then = before?.revenue.length === 1 ? before.revenue[0] : undefined
  if (!one || others.length > 0 || then?.currency_code !== one.currency_code) return [0, undefined]
  return [one.amount, then.amount]
}

function revenueText(row: ResultsRow, format: Format): string {
  return row.revenue.length === 0
    ? NO_FIGURE
    : row.revenue.map(({ amount, currency_code }) => format.money(amount, currency_code)).join(" + ")
}

interface TotalsProps {
  results: ResultsResponse
  /** The same over as many days before; null while it is not known. */
  before: ResultsRow | null
  days: number
}

function Totals({ results, before, days: length }: TotalsProps) {
  const t = useText()
  const format = useFormat()
  const change = (now: number, then: number | undefined): { text: string; up: boolean | null } | undefined => {
    if (!then) return undefined
    const relative = now / then - 1
    const words = `${relative > 0 ? "+" : ""}${format.percent(relative)}`
    return { text: t("results.change", { change: words, count: length }), up: relative === 0 ? null : relative > 0 }
  }
  const { total } = results
  const days = fillDays(results.by_day, results.to, (day) => ({ day, impressions: 0, clicks: 0, conversions: 0 }))
  return (
    <div className="flex flex-col gap-y-6">
      <Stats>
        <Stat
          label={t("results.impressions")}
          value={format.number(total.impressions)}
          change={change(total.impressions, before?.impressions)}
        />
        <Stat
          change={change(total.click_through, before?.click_through)}
          label={t("results.click_through")}
          value={format.percent(total.click_through, 1)}
          hint={t("results.clicks_value", { clicks: format.number(total.clicks) })}
        />
        <Stat
          change={change(total.conversions, before?.conversions)}
          label={t("results.conversions")}
          value={format.number(total.conversions)}
          hint={t("results.conversion_value", {
            share: format.percent(total.clicks > 0 ? total.conversions / total.clicks : null, 1),
          })}
        />
        <Stat
          label={t("results.revenue")}
          value={revenueText(total, format)}
          hint={t("results.revenue_hint")}
          change={change(...revenues(total, before))}
        />
      </Stats>
      <Chart
        label={t("results.chart")}
        axis={{ kind: "time", times: days.map(({ day }) => new Date(day).getTime() / 1000) }}
        axisLabel={t("chart.date")}
        series={[
          { key: "clicks", label: t("results.clicks"), color: "blue", values: days.map((day) => day.clicks) },
          {
            key: "conversions",
            label: t("results.conversions"),
            color: "green",
            values: days.map((day) => day.conversions),
          },
        ]}
        formatValue={(value) => format.number(value)}
      />
      <Link
        to="/recommendations/settings"
        className="txt-small text-ui-fg-base hover:text-ui-fg-interactive w-fit underline"
      >
        {t("results.change_window")}
      </Link>
    </div>
  )
}

interface RowsProps {
  label: string
  header: string
  rows: readonly ResultsRow[]
  name: (key: string) => string
}

function Rows({ label, header, rows, name }: RowsProps) {
  const t = useText()
  const format = useFormat()
  if (rows.length === 0) return <Empty title={t("results.empty")} />
  return (
    <DataTable
      label={label}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { key: "key", header, cell: (row) => <span className="text-ui-fg-base">{name(row.key)}</span> },
        {
          key: "impressions",
          header: t("results.impressions"),
          numeric: true,
          cell: (row) => format.number(row.impressions),
        },
        { key: "clicks", header: t("results.clicks"), numeric: true, cell: (row) => format.number(row.clicks) },
        {
          key: "ctr",
          header: t("results.click_through"),
          numeric: true,
          cell: (row) => format.percent(row.click_through, 1),
        },
        {
          key: "conversions",
          header: t("results.conversions"),
          numeric: true,
          cell: (row) => format.number(row.conversions),
        },
        { key: "revenue", header: t("results.revenue"), numeric: true, cell: (row) => revenueText(row, format) },
      ]}
    />
  )
}

/** Below this, impressions are spread; above the second, a few products take nearly all. */
const EVEN_BELOW = 0.5
const NARROW_ABOVE = 0.8

function Spread({ results }: { results: ResultsResponse }) {
  const t = useText()
  const format = useFormat()
  const { coverage, concentration } = results
  const words = concentration < EVEN_BELOW ? "even" : concentration > NARROW_ABOVE ? "narrow" : "some"
  return (
    <Section title={t("spread.title")} hint={t("spread.hint")}>
      <Stats>
        <Stat label={t("spread.coverage")} value={format.percent(coverage)} hint={t("spread.coverage_hint")} />
        <Stat label={t("spread.concentration")} value={format.number(concentration, 2)} hint={t(`spread.${words}`)} />
      </Stats>
    </Section>
  )
}
