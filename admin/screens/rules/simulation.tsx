import { Button, Drawer, Input, Text } from "@medusajs/ui"
import { useState } from "react"
import type { RuleInput } from "../../../src/types/http"
import { Field } from "../../components/field"
import { SelectField } from "../../components/select-field"
import { SidePanel } from "../../components/side-panel"
import { Empty, Loaded } from "../../components/states"
import { ViewFields, lacksProduct } from "../../components/view-fields"
import type { View } from "../../lib/api/steering"
import { useSimulation } from "../../lib/api/steering"
import { useText } from "../../lib/text"
import { SimulatedLists } from "./simulated-lists"

interface SimulationDrawerProps {
  open: boolean
  close: () => void
}

/** What all the stored rules do together: lists with them beside lists without any. */
export function SimulationDrawer({ open, close }: SimulationDrawerProps) {
  const t = useText()
  return (
    <SidePanel
      open={open}
      close={close}
      title={t("simulation.title")}
      description={t("simulation.text")}
      footer={
        <Drawer.Close asChild>
          <Button size="small" variant="secondary">
            {t("actions.close")}
          </Button>
        </Drawer.Close>
      }
    >
      {open ? <Simulation rules={NO_RULES} compares="effect" /> : null}
    </SidePanel>
  )
}

const NO_RULES: readonly RuleInput[] = []

interface SimulationProps {
  /** Rules that take the place of the stored ones. */
  rules: readonly RuleInput[]
  /** `change`: stored rules against these. `effect`: none against the stored ones; `rules` is empty then. */
  compares: "change" | "effect"
}

const SHOPPERS = ["customers", "guest"] as const

/** Asks what rules do to lists of real shoppers or of a guest, on the page that is named, and shows both lists. */
export function Simulation({ rules, compares }: SimulationProps) {
  const t = useText()
  const [view, setView] = useState<View>({})
  const [who, setWho] = useState<(typeof SHOPPERS)[number]>("customers")
  const [visitor, setVisitor] = useState("")
  const guest = who === "guest" ? { guest: true, ...(visitor ? { visitor_id: visitor } : {}) } : {}
  const simulation = useSimulation(rules, { ...view, ...guest }, !lacksProduct(view))
  const change = (part: Partial<Record<keyof View, string | null>>): void =>
    setView(Object.fromEntries(Object.entries({ ...view, ...part }).filter(([, value]) => value !== null)))
  return (
    <>
      <div className="border-b pb-6">
        <ViewFields narrow view={view} change={change}>
          <SelectField
            label={t("simulation.who")}
            value={who}
            options={SHOPPERS}
            nameOf={(one) => t(`simulation.${one}`)}
            choose={setWho}
          />
          {who === "guest" ? (
            <Field label={t("view.visitor")} hint={t("view.visitor_hint")}>
              {(control) => (
                <Input {...control} defaultValue={visitor} onBlur={(event) => setVisitor(event.target.value.trim())} />
              )}
            </Field>
          ) : null}
        </ViewFields>
      </div>
      {lacksProduct(view) ? (
        <Empty title={t("view.choose_product")} />
      ) : (
        <Loaded query={simulation} lines={8}>
          {(data) => (
            <>
              {data.placement === null || view.placement ? null : (
                <Text size="small" className="text-ui-fg-subtle">
                  {t("simulation.at", { placement: data.placement })}
                </Text>
              )}
              <SimulatedLists
                simulation={data}
                compares={compares}
                page={{ placement: data.placement, channelId: view.sales_channel_id, productId: view.product_id }}
              />
            </>
          )}
        </Loaded>
      )}
    </>
  )
}
