import type { ExplorationFigures } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { ProductCell } from "../../components/product-cell"
import { Section } from "../../components/screen"
import { Stat, Stats } from "../../components/stat"
import { useEntityNames } from "../../lib/api/entities"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** Null where nothing was seen, for then 0 % would be said of nothing. */
const rateOf = ({ impressions, clicks }: { impressions: number; clicks: number }): number | null =>
  impressions === 0 ? null : Math.min(1, clicks / impressions)

/** What new products were given of the lists: what that found, and what it cost. */
export function Exploration({ figures }: { figures: ExplorationFigures }) {
  const t = useText()
  const format = useFormat()
  const named = useEntityNames(
    "product",
    figures.products.map((one) => one.product_id),
  ).data
  if (figures.impressions === 0) return null
  const given = figures.clicks_given_up
  return (
    <Section title={t("exploration.title")} hint={t("exploration.hint")}>
      <div className="flex flex-col gap-y-6">
        <Stats>
          <Stat
            label={t("exploration.impressions")}
            value={format.number(figures.impressions)}
            hint={t("exploration.share", {
              share: format.percent(figures.impressions / (figures.impressions + figures.others.impressions), 1),
            })}
          />
          <Stat
            label={t("results.click_through")}
            value={format.percent(rateOf(figures), 1)}
            hint={t("exploration.others", { rate: format.percent(rateOf(figures.others), 1) })}
          />
          <Stat
            label={given !== null && given < 0 ? t("exploration.gained") : t("exploration.given_up")}
            value={given === null ? NO_FIGURE : format.number(Math.round(Math.abs(given)))}
            hint={t("exploration.given_up_hint")}
          />
        </Stats>
        <DataTable
          label={t("exploration.found")}
          rows={figures.products}
          rowKey={(one) => one.product_id}
          columns={[
            {
              key: "product",
              header: t("exploration.found"),
              cell: (one) => (
                <ProductCell
                  id={one.product_id}
                  title={named?.get(one.product_id)?.name ?? one.product_id}
                  picture={named?.get(one.product_id)?.picture}
                />
              ),
              value: (one) => named?.get(one.product_id)?.name ?? one.product_id,
            },
            {
              key: "impressions",
              header: t("results.impressions"),
              value: (one) => one.impressions,
              show: format.number,
            },
            { key: "clicks", header: t("results.clicks"), value: (one) => one.clicks, show: format.number },
            { key: "ctr", header: t("results.click_through"), value: rateOf, show: (rate) => format.percent(rate, 1) },
          ]}
        />
      </div>
    </Section>
  )
}
