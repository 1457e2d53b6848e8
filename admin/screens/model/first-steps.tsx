import { CheckCircleSolid, CircleDottedLine } from "@medusajs/icons"
import { CodeBlock, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import type { ModelInfoResponse } from "../../../src/types/http"
import { Section } from "../../components/screen"
import { useShopIds } from "../../lib/api/entities"
import { useFirstEvent, useResults } from "../../lib/api/insights"
import { usePeriod } from "../../components/period-select"
import { BACKEND_URL } from "../../lib/client"
import { useText } from "../../lib/text"
import { Readiness } from "./readiness"

/** Three steps from an installed plugin to lists that know shoppers; gone once all are done. */
export function FirstSteps({ info, importing }: { info: ModelInfoResponse; importing: boolean }) {
  const t = useText()
  const shop = useShopIds().data
  // Behind a hundred orders the first event is no longer among the latest: what lists were seen is counted anyway.
  const results = useResults(usePeriod().period).data
  const latest = useFirstEvent().data ?? false
  const arrived = latest || (results?.total.impressions ?? 0) > 0
  const learned = info.readiness.orders_not_imported === 0 && !importing
  const trained = info.serving !== null
  const code = snippetWith(shop?.publishableKey ?? "pk_…", shop?.regionId ?? "reg_…")
  if (arrived && learned && trained) return null
  return (
    <Section title={t("steps.title")} hint={t("steps.hint")} flush>
      <ol className="divide-y">
        <Step
          done={learned}
          title={t("steps.orders")}
          text={t(learned ? "steps.orders_done" : "readiness.orders_hint")}
        />
        <Step done={arrived} title={t("steps.storefront")} text={t(arrived ? "steps.arrived" : "steps.waiting")}>
          {arrived ? null : (
            // Medusa's block keeps the code that it was first given: with the shop's key it is another one.
            <CodeBlock
              key={code}
              className="[overflow-wrap:anywhere]"
              snippets={[{ label: "HTML", language: "text", code, hideLineNumbers: true }]}
            >
              <CodeBlock.Body />
            </CodeBlock>
          )}
        </Step>
        <Step done={trained} title={t("steps.model")} text={t(trained ? "steps.trained" : "readiness.hint")} />
      </ol>
      {learned && info.readiness.ready ? null : <Readiness info={info} />}
    </Section>
  )
}

/** The custom element with the shop's own address, key and region: it runs in any storefront. */
function snippetWith(publishableKey: string, regionId: string): string {
  return [
    `<script type="module" src="/assets/svm-recommendations/element.js"></script>`,
    `<svm-recommendations`,
    `  backend-url="${BACKEND_URL}"`,
    `  publishable-key="${publishableKey}"`,
    `  strategy="for_you"`,
    `  region-id="${regionId}"`,
    `  placement="home"`,
    `  consent="granted"`,
    `></svm-recommendations>`,
  ].join("\n")
}

interface StepProps {
  done: boolean
  title: string
  text: string
  children?: ReactNode
}

function Step({ done, title, text, children }: StepProps) {
  const t = useText()
  return (
    <li className="flex gap-x-3 px-6 py-4">
      <span className={done ? "text-ui-tag-green-icon" : "text-ui-fg-muted"}>
        {done ? <CheckCircleSolid aria-hidden /> : <CircleDottedLine aria-hidden />}
        <span className="sr-only">{t(done ? "steps.done" : "steps.open")}</span>
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-y-2">
        <Text size="small" weight="plus">
          {title}
        </Text>
        <Text size="small" className="text-ui-fg-subtle" aria-live="polite">
          {text}
        </Text>
        {children}
      </div>
    </li>
  )
}
