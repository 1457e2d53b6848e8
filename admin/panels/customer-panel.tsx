import { Container, Heading, Text } from "@medusajs/ui"
import { Picture } from "../components/picture"
import { Empty, Loaded } from "../components/states"
import { TextLink } from "../components/text-link"
import { useEntityNames } from "../lib/api/entities"
import { useShopperTrace } from "../lib/api/steering"
import { useText } from "../lib/text"

const SHOWN = 5

/** On a customer's page: the top of their list, and why. */
export function CustomerPanel({ data: customer }: { data: { id: string } }) {
  const t = useText()
  const trace = useShopperTrace(customer.id)
  const shown = trace.data?.list.recommendations.slice(0, SHOWN) ?? []
  const products = useEntityNames(
    "product",
    shown.map(({ product }) => product.id),
  ).data
  return (
    <Container className="divide-y p-0" role="region" aria-label={t("customer.title")}>
      <div className="flex flex-wrap items-center justify-between gap-2 px-6 py-4">
        <Heading level="h2">{t("customer.title")}</Heading>
        <TextLink to={`/recommendations/shoppers?customer=${encodeURIComponent(customer.id)}`}>
          {t("customer.trace")}
        </TextLink>
      </div>
      <div className="px-6 py-4">
        <Loaded query={trace}>
          {({ list }) =>
            shown.length === 0 ? (
              <Empty title={t("trace.empty")} />
            ) : (
              <ol className="flex flex-col gap-y-3">
                {shown.map(({ product, reasons, rank }) => (
                  <li key={product.id} className="flex items-center gap-x-3">
                    <Picture url={products?.get(product.id)?.picture} />
                    <div className="min-w-0 flex-1">
                      <Text size="small" weight="plus" className="break-words">
                        {rank}. {product.title}
                      </Text>
                      <Text size="small" className="text-ui-fg-subtle break-words">
                        {reasons[0]?.text ?? t(`rung.${list.rung}`)}
                      </Text>
                    </div>
                  </li>
                ))}
              </ol>
            )
          }
        </Loaded>
      </div>
    </Container>
  )
}
