import type { BehaviorStatsResponse } from "../../../src/types/http"
import { BarList } from "../../charts/bar-list"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** View, cart, purchase; how many go on from each to the next. */
export function Funnel({ funnel }: { funnel: BehaviorStatsResponse["funnel"] }) {
  const t = useText()
  const format = useFormat()
  const step = (value: number, before: number): string | undefined => {
    if (value > before) return t("funnel.more_than_before")
    return before > 0 ? t("funnel.of_before", { share: format.percent(value / before, 1) }) : undefined
  }
  const shoppers = (count: number): string => t("funnel.shoppers", { count, number: format.number(count) })
  return (
    <BarList
      label={t("funnel.title")}
      bars={[
        {
          key: "views",
          label: t("funnel.views"),
          value: funnel.views,
          text: shoppers(funnel.views),
          color: "blue",
        },
        {
          key: "carts",
          label: t("funnel.carts"),
          value: funnel.carts,
          text: shoppers(funnel.carts),
          color: "orange",
          hint: step(funnel.carts, funnel.views),
        },
        {
          key: "purchases",
          label: t("funnel.purchases"),
          value: funnel.purchases,
          text: shoppers(funnel.purchases),
          color: "green",
          hint: step(funnel.purchases, funnel.carts),
        },
      ]}
    />
  )
}
