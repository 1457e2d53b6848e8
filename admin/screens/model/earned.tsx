import { Text } from "@medusajs/ui"
import { periodBefore, usePeriod } from "../../components/period-select"
import { Section } from "../../components/screen"
import { Stat, Stats } from "../../components/stat"
import { Loaded } from "../../components/states"
import { TextLink } from "../../components/text-link"
import { useResults } from "../../lib/api/insights"
import { clickThroughOf } from "../../lib/click-through"
import { useFormat } from "../../lib/use-format"
import { RESULTS_PATH } from "../../lib/paths"
import { useText } from "../../lib/text"
import { comparableRevenue, revenueText, revenueHint, useChange } from "../results/revenue"

/** What recommendations earned in the last 30 days, before anything about the model. */
export function Earned() {
  const t = useText()
  const format = useFormat()
  const choice = usePeriod()
  const results = useResults(choice.period)
  const before = useResults(periodBefore(choice)).data?.total ?? null
  const change = useChange(choice.days)
  return (
    <Section
      title={t("earned.title")}
      hint={t("period.days", { count: choice.days })}
      actions={<TextLink to={RESULTS_PATH}>{t("earned.more")}</TextLink>}
    >
      <Loaded query={results}>
        {({ total, sales }) =>
          total.impressions === 0 && total.clicks === 0 ? (
            <Text size="small" className="text-ui-fg-subtle">
              {t("results.empty")}
            </Text>
          ) : (
            <Stats>
              <Stat
                label={t("results.revenue")}
                value={revenueText(total, format)}
                hint={revenueHint({ total, sales }, t, format)}
                change={change(...comparableRevenue(total, before))}
              />
              <Stat
                label={t("results.conversions")}
                value={format.number(total.conversions)}
                change={change(total.conversions, before?.conversions)}
              />
              <Stat
                label={t("results.click_through")}
                value={format.percent(clickThroughOf(total), 1)}
                hint={t("results.clicks_value", { clicks: format.number(total.clicks) })}
                change={change(total.click_through, before?.click_through)}
              />
            </Stats>
          )
        }
      </Loaded>
    </Section>
  )
}
