import { Bug } from "@medusajs/icons"
import { Label, Select, StatusBadge, Switch } from "@medusajs/ui"
import { useId, useState } from "react"
import type { BehaviorTailEvent } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { ProductCell } from "../../components/product-cell"
import { Section } from "../../components/screen"
import { ShopperLink } from "../../components/shopper-link"
import { Empty, Loaded } from "../../components/states"
import { useEntityNames } from "../../lib/api/entities"
import { useBehaviorTail } from "../../lib/api/insights"
import { useFormat } from "../../lib/use-format"
import { codeWords } from "../../lib/code-words"
import { useText } from "../../lib/text"

type Outcome = BehaviorTailEvent["outcome"]

const OUTCOME_COLORS = { stored: "green", duplicate: "grey", bot: "orange", rejected: "red" } as const satisfies Record<
  Outcome,
  string
>
const OUTCOMES = Object.keys(OUTCOME_COLORS) as readonly Outcome[]
const ANY = "any"

/** Events as they come in, and what became of each: for the person who builds the storefront. */
export function LiveTail() {
  const t = useText()
  const [on, setOn] = useState(false)
  const [outcome, setOutcome] = useState<string>(ANY)
  const tail = useBehaviorTail(on)
  const switchId = useId()
  return (
    <Section
      title={t("tail.title")}
      hint={t("tail.hint")}
      flush
      actions={
        <>
          <Select size="small" value={outcome} onValueChange={setOutcome}>
            <Select.Trigger aria-label={t("tail.filter")} className="w-36">
              <Select.Value />
            </Select.Trigger>
            <Select.Content>
              {[ANY, ...OUTCOMES].map((one) => (
                <Select.Item key={one} value={one}>
                  {one === ANY ? t("tail.any") : t(`outcome.${one as Outcome}`)}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
          <div className="flex items-center gap-x-2">
            <Switch id={switchId} checked={on} onCheckedChange={setOn} />
            <Label htmlFor={switchId} size="small">
              {t("tail.follow")}
            </Label>
          </div>
        </>
      }
    >
      {!on && tail.data === undefined ? (
        <Empty icon={<Bug />} title={t("tail.off")} text={t("tail.off_text")} />
      ) : (
        <Loaded query={tail}>
          {(events) => <TailTable events={events.filter((event) => outcome === ANY || event.outcome === outcome)} />}
        </Loaded>
      )}
    </Section>
  )
}

function TailTable({ events }: { events: readonly BehaviorTailEvent[] }) {
  const t = useText()
  const format = useFormat()
  const products = useEntityNames(
    "product",
    events.flatMap(({ product_id: id, product_title: title }) => (title === null ? [] : [id])),
  ).data
  if (events.length === 0) return <Empty icon={<Bug />} title={t("tail.empty")} text={t("tail.empty_text")} />
  return (
    <DataTable
      label={t("tail.title")}
      rows={events}
      rowKey={(row) => `${row.seq}-${row.id}`}
      filters={[
        {
          key: "type",
          label: t("tail.type"),
          of: (row) => row.type,
          nameOf: (row) => t(`behavior_type.${row.type}`),
        },
      ]}
      columns={[
        {
          key: "at",
          header: t("tail.received"),
          cell: (row) => format.time(row.received_at),
          value: (row) => row.received_at,
        },
        {
          key: "outcome",
          header: t("tail.outcome"),
          cell: (row) => (
            <span className="flex items-center gap-2">
              <StatusBadge color={OUTCOME_COLORS[row.outcome]}>{t(`outcome.${row.outcome}`)}</StatusBadge>
              {row.code ? (
                <>
                  <span>{codeWords("refusal", row.code, t)}</span>
                  <code className="txt-compact-xsmall font-mono">{row.code}</code>
                </>
              ) : null}
            </span>
          ),
        },
        { key: "type", header: t("tail.type"), cell: (row) => t(`behavior_type.${row.type}`) },
        {
          key: "product",
          header: t("behavior.product"),
          // What a storefront sent for a product may be no product of the shop.
          cell: ({ product_id: id, product_title: title }) =>
            title === null ? id : <ProductCell id={id} title={title} picture={products?.get(id)?.picture} />,
          value: (row) => row.product_title ?? row.product_id,
        },
        {
          key: "shopper",
          header: t("tail.shopper"),
          cell: (row) => <ShopperLink shopper={row.shopper} />,
          value: (row) => row.shopper,
        },
        {
          key: "id",
          header: t("tail.id"),
          cell: (row) => <code className="txt-compact-xsmall font-mono">{row.id}</code>,
        },
      ]}
    />
  )
}
