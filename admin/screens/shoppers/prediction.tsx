import { StatusBadge, Text } from "@medusajs/ui"
import { useState } from "react"
import { EntityPicker } from "../../components/entity-picker"
import { Section } from "../../components/screen"
import { Failing, Loading } from "../../components/states"
import { usePrediction } from "../../lib/api/steering"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"

/** Whether this shopper would want any one product, and why. */
export function Prediction({ customerId }: { customerId: string }) {
  const t = useText()
  const format = useFormat()
  const [productId, setProductId] = useState<string | null>(null)
  const { data, error, isError, isLoading, refetch } = usePrediction(customerId, productId)
  return (
    <Section title={t("predict.title")} hint={t("predict.hint")}>
      <div className="flex flex-col gap-y-4">
        <EntityPicker
          kind="product"
          label={t("predict.product")}
          single
          value={productId ? [productId] : []}
          onChange={([id]) => setProductId(id ?? null)}
        />
        {isLoading ? <Loading lines={2} /> : null}
        {isError ? <Failing error={error} retry={() => void refetch()} /> : null}
        {data && !isError ? (
          <div aria-live="polite" className="flex flex-col gap-y-1">
            <span>
              <StatusBadge color={data.preferred ? "green" : "grey"}>
                {t(data.preferred ? "predict.yes" : "predict.no")}
              </StatusBadge>
            </span>
            <Text size="small" className="text-ui-fg-subtle">
              {t("predict.chance", {
                above: format.percent(data.confidence),
                chance: format.smallPercent(data.chance),
              })}
            </Text>
            {data.reasons.map((reason) => (
              <Text key={`${reason.code}-${reason.product_id ?? ""}`} size="small">
                {reason.text}
              </Text>
            ))}
          </div>
        ) : null}
      </div>
    </Section>
  )
}
