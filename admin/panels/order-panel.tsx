import { Badge, Container, Heading, Text } from "@medusajs/ui"
import type { OrderAttributionResponse } from "../../src/types/http"
import { Picture } from "../components/picture"
import { Empty, Loaded } from "../components/states"
import { useEntityNames } from "../lib/api/entities"
import { useOrderAttribution } from "../lib/api/insights"
import { codeWords } from "../lib/code-words"
import { useText } from "../lib/text"

/** On an order's page: which of its lines came from a recommendation. */
export function OrderPanel({ data: order }: { data: { id: string } }) {
  const t = useText()
  const attribution = useOrderAttribution(order.id)
  return (
    <Container className="divide-y p-0" role="region" aria-label={t("order.title")}>
      <div className="px-6 py-4">
        <Heading level="h2">{t("order.title")}</Heading>
      </div>
      <div className="px-6 py-4">
        <Loaded query={attribution}>{({ lines }) => <Lines lines={lines} />}</Loaded>
      </div>
    </Container>
  )
}

function Lines({ lines }: { lines: OrderAttributionResponse["lines"] }) {
  const t = useText()
  const recommended = lines.filter((line) => line.recommended)
  const products = useEntityNames(
    "product",
    recommended.map(({ product_id: id }) => id),
  ).data
  if (recommended.length === 0) return <Empty title={t("order.none")} text={t("order.none_text")} />
  return (
    <div className="flex flex-col gap-y-3">
      <Text size="small">{t("order.count", { some: recommended.length, all: lines.length })}</Text>
      <ul className="flex flex-col gap-y-2">
        {recommended.map((line) => (
          <li key={line.line_item_id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Picture url={products?.get(line.product_id)?.picture} />
            <Text size="small" weight="plus" as="span" className="break-words">
              {line.title}
            </Text>
            {line.strategy ? <Badge size="2xsmall">{codeWords("strategy", line.strategy, t)}</Badge> : null}
            {line.placement ? (
              <Badge size="2xsmall" color="blue">
                {line.placement}
              </Badge>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}
