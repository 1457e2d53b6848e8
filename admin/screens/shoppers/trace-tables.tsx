import type { ShopperTraceResponse } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { ProductCell } from "../../components/product-cell"
import { Empty } from "../../components/states"
import { useEntityNames } from "../../lib/api/entities"
import { useSayings } from "../../lib/use-sayings"
import type { Text } from "../../lib/text"
import { useText } from "../../lib/text"
import { en } from "../../texts/en"

type List = ShopperTraceResponse["list"]
type Pictures = ReturnType<typeof useEntityNames>["data"]

/** Why a product was taken out; a rule by its name. */
function filterWords({ by, detail }: List["removed"][number], t: Text): string {
  if (by === "rule") return t("filter.rule", { rule: detail })
  return Object.hasOwn(en.filter, by) ? t(`filter.${by as keyof typeof en.filter}`) : detail
}

/** A product of the trace: one that is gone has neither page nor picture. */
function Traced({ id, title, pictures }: { id: string; title: string | null | undefined; pictures: Pictures }) {
  const t = useText()
  return title ? <ProductCell id={id} title={title} picture={pictures?.get(id)?.picture} /> : t("trace.gone_product")
}

const usePictures = (rows: readonly { product_id: string }[]): Pictures =>
  useEntityNames(
    "product",
    rows.map(({ product_id: id }) => id),
  ).data

/** What filters and rules took out. */
export function Removed({ removed }: { removed: List["removed"] }) {
  const t = useText()
  const pictures = usePictures(removed)
  if (removed.length === 0) return <Empty title={t("trace.removed_none")} />
  return (
    <DataTable
      label={t("trace.removed")}
      rows={removed.map((row, index) => ({ ...row, index }))}
      rowKey={(row) => `${row.product_id}-${row.index}`}
      columns={[
        {
          key: "product",
          header: t("behavior.product"),
          cell: (row) => <Traced id={row.product_id} title={row.title} pictures={pictures} />,
        },
        {
          key: "by",
          header: t("trace.by"),
          cell: (row) => <span className="block min-w-52 whitespace-normal py-2">{filterWords(row, t)}</span>,
        },
      ]}
    />
  )
}

/** What rules changed. */
export function Fired({ list }: { list: List }) {
  const t = useText()
  const saying = useSayings()
  const fired = list.rules_fired
  const pictures = usePictures(fired)
  const titles = new Map([
    ...list.removed.map((row): [string, string | null] => [row.product_id, row.title]),
    ...list.recommendations.map(({ product }): [string, string] => [product.id, product.title]),
  ])
  if (fired.length === 0) return <Empty title={t("trace.fired_none")} />
  return (
    <DataTable
      label={t("trace.fired")}
      rows={fired.map((row, index) => ({ ...row, index }))}
      rowKey={(row) => `${row.rule_id}-${row.index}`}
      columns={[
        {
          key: "rule",
          header: t("trace.rule"),
          cell: (row) => <span className="text-ui-fg-base block min-w-28 whitespace-normal py-2">{row.name}</span>,
        },
        {
          key: "product",
          header: t("behavior.product"),
          cell: (row) => <Traced id={row.product_id} title={titles.get(row.product_id)} pictures={pictures} />,
        },
        {
          key: "effect",
          header: t("trace.effect"),
          cell: (row) => <span className="block min-w-40 whitespace-normal py-2">{saying(row.said, row.effect)}</span>,
        },
      ]}
    />
  )
}
