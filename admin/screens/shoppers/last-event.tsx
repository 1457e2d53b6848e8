import { Text } from "@medusajs/ui"
import type { ShopperTraceResponse } from "../../../src/types/http"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** Products named before it gets too long to read. */
const NAMED = 3

/** What the shopper's last event did to the list: who came, who went, how many moved. */
export function LastEvent({ trace }: { trace: ShopperTraceResponse }) {
  const t = useText()
  const format = useFormat()
  const [last] = trace.profile.recent
  const before = trace.before_last_event
  if (!last || before.length === 0) return null
  const now = trace.list.recommendations.map(({ product }) => ({ product_id: product.id, title: product.title }))
  const came = without(now, before)
  const went = without(before, now)
  const places = new Map(before.map(({ product_id: id }, place) => [id, place]))
  const moved = now.filter(({ product_id: id }, place) => places.has(id) && places.get(id) !== place).length
  const changes = [
    came.length > 0 ? t("trace.came", { products: names(came) }) : "",
    went.length > 0 ? t("trace.went", { products: names(went) }) : "",
    moved > 0 ? t("trace.moved", { count: moved }) : "",
  ].filter(Boolean)
  return (
    <div
      role="note"
      aria-label={t("trace.changed")}
      className="bg-ui-bg-subtle flex flex-col gap-y-1 border-b px-6 py-3"
    >
      <Text size="small" weight="plus">
        {t("trace.last_event", {
          type: t(`behavior_type.${last.type}`),
          product: last.title ?? t("trace.gone_product"),
          when: format.relative(last.at),
        })}
      </Text>
      <Text size="small" className="text-ui-fg-subtle">
        {changes.length > 0 ? changes.join(" ") : t("trace.changed_nothing")}
      </Text>
    </div>
  )
}

type Listed = ShopperTraceResponse["before_last_event"][number]

function without(list: readonly Listed[], other: readonly Listed[]): Listed[] {
  const ids = new Set(other.map(({ product_id: id }) => id))
  return list.filter(({ product_id: id }) => !ids.has(id))
}

function names(list: readonly Listed[]): string {
  const named = list.slice(0, NAMED).map(({ title }) => title)
  return list.length > NAMED ? `${named.join(", ")} … (+${list.length - NAMED})` : named.join(", ")
}
