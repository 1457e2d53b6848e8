import { DataTable } from "../../components/data-table"
import { ProductCell } from "../../components/product-cell"
import { Section } from "../../components/screen"
import { ShopperLink } from "../../components/shopper-link"
import { Empty, Loaded, Loading } from "../../components/states"
import { useEntityNames } from "../../lib/api/entities"
import { useLatestEvents } from "../../lib/api/insights"
import { useFormat } from "../../lib/format"
import { recentShoppers } from "../../lib/recent-shoppers"
import type { RecentShopper, ShopperKind } from "../../lib/recent-shoppers"
import { useText } from "../../lib/text"

/** Who was in the shop of late: a way in for who knows no name and no id. */
export function RecentShoppers({ kind }: { kind: ShopperKind }) {
  const t = useText()
  const latest = useLatestEvents()
  return (
    <Section
      title={t(`shopper.recent_${kind}`)}
      hint={latest.data ? t("shopper.recent_hint", { count: latest.data.length }) : undefined}
      flush
    >
      <Loaded query={latest}>{(events) => <Rows kind={kind} rows={recentShoppers(events, kind)} />}</Loaded>
    </Section>
  )
}

function Rows({ kind, rows }: { kind: ShopperKind; rows: readonly RecentShopper[] }) {
  const t = useText()
  const format = useFormat()
  const names = useEntityNames("customer", kind === "customer" ? rows.map(({ shopper }) => shopper) : [])
  const products = useEntityNames(
    "product",
    rows.map(({ last }) => last.product_id),
  ).data
  if (names.isLoading) return <Loading lines={5} />
  // A customer who was deleted meanwhile has no list to look at.
  const known = rows.filter(({ shopper }) => names.data?.has(shopper) ?? true)
  if (known.length === 0) return <Empty title={t("shopper.recent_none")} text={t("shopper.recent_none_text")} />
  return (
    <DataTable
      label={t(`shopper.recent_${kind}`)}
      rows={known}
      rowKey={({ shopper }) => shopper}
      columns={[
        {
          key: "shopper",
          header: t("tail.shopper"),
          cell: ({ shopper }) => <ShopperLink shopper={shopper} name={names.data?.get(shopper)?.name} />,
          value: ({ shopper }) => shopper,
        },
        { key: "when", header: t("shopper.last_seen"), cell: ({ last }) => format.relative(last.received_at) },
        { key: "type", header: t("tail.type"), cell: ({ last }) => t(`behavior_type.${last.type}`) },
        {
          key: "product",
          header: t("behavior.product"),
          cell: ({ last: { product_id: id, product_title: title } }) =>
            title === null ? (
              t("trace.gone_product")
            ) : (
              <ProductCell id={id} title={title} picture={products?.get(id)?.picture} />
            ),
          value: ({ last }) => last.product_title,
        },
        {
          key: "events",
          header: t("shopper.events"),
          numeric: true,
          cell: ({ events }) => format.number(events),
          value: ({ events }) => events,
        },
      ]}
    />
  )
}
