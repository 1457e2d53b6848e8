import type { GiftInsightResponse } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { ProductCell } from "../../components/product-cell"
import { Empty } from "../../components/states"
import { useEntityNames } from "../../lib/api/entities"
import { codeWords } from "../../lib/code-words"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

type Question = GiftInsightResponse["questions"][number]

const COUNTS = ["asked", "answered", "skipped", "left"] as const

/** What became of each question. */
export function Questions({ questions }: Pick<GiftInsightResponse, "questions">) {
  const t = useText()
  const format = useFormat()
  const count = (key: string, header: string, value: (row: Question) => number) => ({
    key,
    header,
    value,
    show: format.number,
  })
  return (
    <DataTable
      label={t("gifts.questions")}
      rows={questions}
      rowKey={(row) => row.key}
      columns={[
        {
          key: "text",
          header: t("gifts.question"),
          cell: (row) => <span className="text-ui-fg-base">{row.text}</span>,
        },
        ...COUNTS.map((key) => count(key, t(`gifts.${key}`), (row) => row[key])),
        count("opened", t("gifts.left_opened"), (row) => row.opened),
        count("own_words", t("gifts.own_words"), (row) => row.own_words),
        count("changed", t("gifts.changed"), (row) => row.changed),
      ]}
    />
  )
}

/** How often each way ends in a purchase. */
export function Channels({ channels }: Pick<GiftInsightResponse, "channels">) {
  const t = useText()
  const format = useFormat()
  return (
    <DataTable
      label={t("gifts.channels")}
      rows={channels}
      rowKey={(row) => row.channel}
      columns={[
        {
          key: "channel",
          header: t("gifts.channel"),
          cell: (row) => <span className="text-ui-fg-base">{codeWords("gift_channel", row.channel, t)}</span>,
        },
        {
          key: "rate",
          header: t("gifts.rate"),
          value: (row) => (row.asked > 0 ? row.bought / row.asked : null),
          show: (rate) => format.percent(rate, 1),
        },
        {
          ...{ key: "revenue", header: t("gifts.revenue"), numeric: true },
          cell: (row) => row.revenue.map((one) => format.money(one.amount, one.currency_code)).join(" + ") || NO_FIGURE,
          value: (row) => row.revenue.map((one) => `${one.amount} ${one.currency_code.toUpperCase()}`).join(" + "),
        },
        { key: "bought", header: t("gifts.bought"), value: (row) => row.bought, show: format.number },
        { key: "asked", header: t("gifts.count"), value: (row) => row.asked, show: format.number },
      ]}
    />
  )
}

/** What no product suits, the most asked for first. */
export function UnmetWishes({ wishes }: Pick<GiftInsightResponse, "wishes">) {
  const t = useText()
  const format = useFormat()
  if (wishes.length === 0) return <Empty title={t("gifts.wishes_empty")} />
  return (
    <DataTable
      label={t("gifts.wishes")}
      rows={wishes}
      rowKey={(row) => JSON.stringify([row.answers, row.given_up])}
      columns={[
        {
          key: "wish",
          header: t("gifts.wish"),
          cell: (row) => <span className="text-ui-fg-base">{row.answers.map(({ text }) => text).join(" · ")}</span>,
        },
        { key: "searches", header: t("gifts.searches_header"), value: (row) => row.searches, show: format.number },
        {
          key: "given_up",
          header: t("gifts.given_up"),
          cell: (row) => row.given_up.map((key) => codeWords("gift_question", key, t)).join(", "),
        },
      ]}
    />
  )
}

/** Products that no list showed, those that suit the fewest answers first. */
export function UnreachedProducts({ examples }: Pick<GiftInsightResponse["products"], "examples">) {
  const t = useText()
  const format = useFormat()
  const products = useEntityNames(
    "product",
    examples.map(({ product_id: id }) => id),
  ).data
  if (examples.length === 0) return <Empty title={t("gifts.products_empty")} />
  return (
    <DataTable
      label={t("gifts.products")}
      rows={examples}
      rowKey={(row) => row.product_id}
      columns={[
        {
          key: "title",
          header: t("gifts.product"),
          cell: (row) => (
            <ProductCell id={row.product_id} title={row.title} picture={products?.get(row.product_id)?.picture} />
          ),
        },
        { key: "suits", header: t("gifts.suits"), value: (row) => row.suits, show: format.number },
      ]}
    />
  )
}
