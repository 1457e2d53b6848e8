import { CursorArrowRays } from "@medusajs/icons"
import { Alert } from "@medusajs/ui"
import type { ResultsResponse, ResultsRow } from "../../../src/types/http"
import { Chart } from "../../charts/chart"
import { fillDays } from "../../charts/fill-days"
import { DataTable } from "../../components/data-table"
import type { PeriodChoice } from "../../components/period-select"
import { PeriodSelect, periodBefore, usePeriod } from "../../components/period-select"
import { Screen, Section } from "../../components/screen"
import { Stat, Stats } from "../../components/stat"
import { Empty, Loaded } from "../../components/states"
import { TextLink } from "../../components/text-link"
import { clickThroughOf } from "../../lib/click-through"
import { useResults } from "../../lib/api/insights"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { codeWords } from "../../lib/code-words"
import type { Day } from "../../lib/days"
import { addDays } from "../../lib/days"
import { SETTINGS_PATH, START_PATH } from "../../lib/paths"
import { noteIn } from "../../lib/note"
import { useLocale, useText } from "../../lib/text"
import { Answers } from "./answers"
import { Exploration } from "./exploration"
import { Experiments } from "./experiments"
import { UNKNOWN_PLACE, strategiesAt, withIdle } from "./placements"
import { comparableRevenue, revenueText, revenueHint, useChange } from "./revenue"

/** What recommendations bring, and how sure one can be that they brought it. */
export function ResultsScreen() {
  const t = useText()
  const choice = usePeriod()
  const results = useResults(choice.period)
  const before = useResults(periodBefore(choice)).data ?? null
  const data = results.data
  const note = noteIn(data?.note ?? null, useLocale())
  const empty = data?.total.impressions === 0 && data.total.clicks === 0
  return (
    <Screen title={t("results.title")} subtitle={t("results.subtitle")} actions={<PeriodSelect {...choice} />}>
      {note ? <Alert variant="info">{note}</Alert> : null}
      <Section title={t("results.total")} hint={data ? t("results.window", { count: data.window_days }) : undefined}>
        <Loaded query={results} lines={6}>
          {(loaded) =>
            empty ? (
              <Empty
                icon={<CursorArrowRays />}
                title={t("results.empty")}
                text={t("results.empty_text")}
                action={<TextLink to={START_PATH}>{t("results.empty_action")}</TextLink>}
              />
            ) : (
              <Totals results={loaded} before={before} choice={choice} />
            )
          }
        </Loaded>
      </Section>
      {data && !empty ? (
        <>
          <Section title={t("results.by_placement")} hint={t("results.by_placement_hint")} flush>
            <Rows
              label={t("results.by_placement")}
              header={t("results.placement")}
              rows={withIdle(data)}
              shows={(key) =>
                strategiesAt(data, key)
                  .map((one) => codeWords("strategy", one, t))
                  .join(", ")
              }
              name={(key) => (key === UNKNOWN_PLACE ? t("results.unknown") : key)}
            />
          </Section>
          <Section title={t("results.by_strategy")} flush>
            <Rows
              label={t("results.by_strategy")}
              header={t("results.strategy")}
              rows={data.by_strategy}
              name={(key) => (key === UNKNOWN_PLACE ? t("results.unknown") : codeWords("strategy", key, t))}
            />
          </Section>
          <Exploration figures={data.exploration} />
          <Answers served={data.served} />
          <Spread results={data} />
        </>
      ) : null}
      <Experiments />
    </Screen>
  )
}

interface TotalsProps {
  results: ResultsResponse
  /** The same over as many days before; null while it is not known. */
  before: ResultsResponse | null
  choice: PeriodChoice
}

const noResults = (day: Day): ResultsResponse["by_day"][number] => ({ day, impressions: 0, clicks: 0, conversions: 0 })

function Totals({ results, before, choice }: TotalsProps) {
  const t = useText()
  const format = useFormat()
  const change = useChange(choice.days)
  const { total } = results
  const then = before?.total
  return (
    <div className="flex flex-col gap-y-6">
      <Stats>
        <Stat
          label={t("results.impressions")}
          value={format.number(total.impressions)}
          change={change(total.impressions, then?.impressions)}
        />
        <Stat
          change={change(total.click_through, then?.click_through)}
          label={t("results.click_through")}
          value={format.percent(clickThroughOf(total), 1)}
          hint={t("results.clicks_value", { clicks: format.number(total.clicks) })}
        />
        <Stat
          change={change(total.conversions, then?.conversions)}
          label={t("results.conversions")}
          value={format.number(total.conversions)}
          hint={
            // Carts from the list's own button are no clicks: there may be more purchases than clicks, or no click at all.
            total.conversions > total.clicks || total.clicks === 0
              ? undefined
              : t("results.conversion_value", { share: format.percent(total.conversions / total.clicks, 1) })
          }
        />
        <Stat
          label={t("results.revenue")}
          value={revenueText(total, format)}
          hint={revenueHint(results, t, format)}
          change={change(...comparableRevenue(total, then ?? null))}
        />
      </Stats>
      <ResultsChart results={results} before={before} choice={choice} />
      <TextLink to={SETTINGS_PATH}>{t("results.change_window")}</TextLink>
    </div>
  )
}

/** Clicks and purchases by day, purchases of the period before behind them, day for day. */
function ResultsChart({ results, before, choice }: TotalsProps) {
  const t = useText()
  const format = useFormat()
  const days = fillDays(results.by_day, choice, noResults)
  const first = addDays(choice.first, -choice.days)
  const earlier = before ? fillDays(before.by_day, { first, last: addDays(choice.first, -1) }, noResults) : []
  const bought = t("results.conversions")
  return (
    <Chart
      label={t("results.chart")}
      axis={{ kind: "days", days: days.map(({ day }) => day), unfinished: choice.unfinished }}
      axisLabel={t("chart.date")}
      series={[
        { key: "clicks", label: t("results.clicks"), color: "blue", values: days.map((day) => day.clicks) },
        { key: "conversions", label: bought, color: "green", values: days.map((day) => day.conversions) },
        ...(earlier.some((day) => day.conversions > 0)
          ? [
              {
                ...{ key: "before", label: t("chart.before", { label: bought }), color: "grey" as const, dashed: true },
                values: earlier.map((day) => day.conversions),
              },
            ]
          : []),
      ]}
      formatValue={(value) => format.number(value)}
    />
  )
}

interface RowsProps {
  label: string
  header: string
  rows: readonly ResultsRow[]
  name: (key: string) => string
  /** What stands there, in words. */
  shows?: (key: string) => string
}

function Rows({ label, header, rows, name, shows }: RowsProps) {
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
        // Money stands next to the name: on a phone the columns behind it are out of sight.
        {
          key: "revenue",
          header: t("results.revenue"),
          numeric: true,
          cell: (row) => revenueText(row, format),
          value: (row) => row.revenue.map((one) => `${one.amount} ${one.currency_code.toUpperCase()}`).join(" + "),
        },
        { key: "conversions", header: t("results.conversions"), value: (row) => row.conversions, show: format.number },
        { key: "clicks", header: t("results.clicks"), value: (row) => row.clicks, show: format.number },
        {
          key: "ctr",
          header: t("results.click_through"),
          value: clickThroughOf,
          show: (share) => format.percent(share, 1),
        },
        { key: "impressions", header: t("results.impressions"), value: (row) => row.impressions, show: format.number },
        ...(shows
          ? [{ key: "shows", header: t("results.shows"), cell: (row: ResultsRow) => shows(row.key) || NO_FIGURE }]
          : []),
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
