import { ChartBar } from "@medusajs/icons"
import { Button } from "@medusajs/ui"
import { useState } from "react"
import type { BehaviorStatsResponse } from "../../../src/types/http"
import { fillDays } from "../../charts/fill-days"
import { Later } from "../../components/later"
import { PeriodSelect, usePeriod } from "../../components/period-select"
import { Screen, Section } from "../../components/screen"
import { Stat, Stats } from "../../components/stat"
import { Empty, Loaded } from "../../components/states"
import { useBehaviorStats } from "../../lib/api/insights"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { Devices, HoursAndWeekdays, Rejected, TopProducts } from "./behavior-breakdowns"
import { EventsOverTime } from "./events-over-time"
import { Funnel } from "./funnel"
import { ImportFile } from "./import-file"
import { LiveTail } from "./live-tail"

/** What shoppers do, and whether all of it arrives. */
export function BehaviorScreen() {
  const t = useText()
  const choice = usePeriod()
  const [importing, setImporting] = useState(false)
  const stats = useBehaviorStats(choice.period)
  const data = stats.data
  const empty = data?.by_day.every(({ counts }) => Object.values(counts).every((count) => count === 0)) ?? false
  const hasTop = (data?.top_products.length ?? 0) > 0
  const hasDevices = data?.devices.some(({ events }) => events > 0) ?? false
  return (
    <Screen
      title={t("behavior.title")}
      subtitle={t("behavior.subtitle")}
      actions={
        <>
          <Button size="small" variant="secondary" onClick={() => setImporting(true)}>
            {t("import_file.open")}
          </Button>
          <PeriodSelect {...choice} />
        </>
      }
    >
      <Section title={t("behavior.over_time")}>
        <Loaded query={stats} lines={8}>
          {(loaded) =>
            empty ? (
              <Empty icon={<ChartBar />} title={t("behavior.empty")} text={t("behavior.empty_text")} />
            ) : (
              <EventsOverTime
                days={fillDays(loaded.by_day, choice, (day) => ({ day, counts: {} }))}
                unfinished={choice.unfinished}
              />
            )
          }
        </Loaded>
      </Section>
      {data && !empty ? (
        <>
          <Section title={t("funnel.title")} hint={t("funnel.hint")}>
            <Funnel funnel={data.funnel} />
          </Section>
          <HoursAndWeekdays stats={data} zone={choice.period.zone} />
          {hasTop ? (
            <Section title={t("behavior.top")} hint={t("behavior.top_hint")} flush>
              <TopProducts products={data.top_products} />
            </Section>
          ) : null}
          {hasDevices ? (
            <Section title={t("behavior.devices")} hint={t("behavior.devices_hint")}>
              <Devices devices={data.devices} />
            </Section>
          ) : null}
        </>
      ) : null}
      {data ? <Quality stats={data} /> : null}
      <LiveTail />
      {data && !empty ? (
        <Later
          parts={[...(hasTop ? [] : [t("behavior.top_later")]), ...(hasDevices ? [] : [t("behavior.devices_later")])]}
        />
      ) : null}
      {importing ? <ImportFile close={() => setImporting(false)} /> : null}
    </Screen>
  )
}

function Quality({ stats }: { stats: BehaviorStatsResponse }) {
  const t = useText()
  const format = useFormat()
  const rejected = stats.rejected.reduce((sum, { count }) => sum + count, 0)
  return (
    <Section title={t("capture.title")} hint={t("capture.hint")}>
      <div className="flex flex-col gap-y-4">
        <Stats>
          <Stat label={t("capture.bots")} value={format.percent(stats.bot_share, 1)} hint={t("capture.bots_hint")} />
          <Stat
            label={t("capture.recovered")}
            value={format.number(stats.recovered)}
            hint={t("capture.recovered_hint")}
          />
          <Stat label={t("capture.rejected")} value={format.number(rejected)} hint={t("capture.rejected_hint")} />
        </Stats>
        {stats.rejected.length > 0 ? <Rejected rejected={stats.rejected} /> : null}
      </div>
    </Section>
  )
}
