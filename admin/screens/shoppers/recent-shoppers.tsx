import type { RecentShopper, ShopperKind } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { ProductCell } from "../../components/product-cell"
import { Section } from "../../components/screen"
import { ShopperLink } from "../../components/shopper-link"
import { Empty, Loaded, Loading } from "../../components/states"
import { useEntityNames } from "../../lib/api/entities"
import { useRecentShoppers } from "../../lib/api/insights"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** Who was in the shop of late: a way in for who knows no name and no id. */
export function RecentShoppers({ kind }: { kind: ShopperKind }) {
  const t = useText()
  const recent = useRecentShoppers(kind)
  return (
    <Section title={t(`shopper.recent_${kind}`)} hint={t("shopper.recent_hint")} flush>
      <Loaded query={recent}>{(shoppers) => <Rows kind={kind} rows={shoppers} />}</Loaded>
    </Section>
  )
}

function Rows({ kind, rows }: { kind: ShopperKind; rows: readonly RecentShopper[] }) {
  const t = useText()
  const format = useFormat()
  const names = useEntityNames("customer", kind === "customer" ? rows.map(({ id }) => id) : [])
  const products = useEntityNames(
    "product",
    rows.map(({ last }) => last.product_id),
  ).data
  if (names.isLoading) return <Loading lines={5} />
  // A customer who was deleted meanwhile has no list to look at.
  const known = rows.filter(({ id }) => names.data?.has(id) ?? true)
  if (known.length === 0) return <Empty title={t("shopper.recent_none")} text={t("shopper.recent_none_text")} />
  return (
    <DataTable
      label={t(`shopper.recent_${kind}`)}
      rows={known}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "shopper",
          header: t("tail.shopper"),
          cell: ({ id }) => <ShopperLink shopper={id} name={names.data?.get(id)?.name} />,
          value: ({ id }) => id,
        },
        {
          key: "when",
          header: t("shopper.last_seen"),
          cell: ({ last }) => format.relative(last.occurred_at),
          value: ({ last }) => last.occurred_at,
        },
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
      ]}
    />
  )
}
