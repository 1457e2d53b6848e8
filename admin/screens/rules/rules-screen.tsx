import { AdjustmentsDone } from "@medusajs/icons"
import { Button } from "@medusajs/ui"
import { useState } from "react"
import type { RuleInfo } from "../../../src/types/http"
import { Screen, Section } from "../../components/screen"
import { Empty, Loaded } from "../../components/states"
import { useRules } from "../../lib/api/steering"
import { useText } from "../../lib/text"
import { emptyRule, ruleInput } from "./rule-draft"
import { RuleForm } from "./rule-form"
import { RulesList } from "./rules-list"
import { SimulationDrawer } from "./simulation"
import { Suggestions } from "./suggestions"

/** The shop owner's own will, above the model's. */
export function RulesScreen() {
  const t = useText()
  const rules = useRules()
  const [edited, setEdited] = useState<RuleInfo | "new" | null>(null)
  const [simulating, setSimulating] = useState(false)
  const list = rules.data?.rules ?? []
  return (
    <Screen
      title={t("rules.title")}
      subtitle={t("rules.subtitle")}
      actions={
        <>
          <Button size="small" variant="secondary" onClick={() => setSimulating(true)}>
            {t("rules.simulate")}
          </Button>
          <Button size="small" onClick={() => setEdited("new")}>
            {t("rules.create")}
          </Button>
        </>
      }
    >
      <Section title={t("rules.list")} hint={t("rules.list_hint")} flush>
        <Loaded query={rules}>
          {({ rules: loaded }) =>
            loaded.length === 0 ? (
              <Empty
                icon={<AdjustmentsDone />}
                title={t("rules.empty")}
                text={t("rules.empty_text")}
                action={
                  <Button size="small" variant="secondary" onClick={() => setEdited("new")}>
                    {t("rules.create")}
                  </Button>
                }
              />
            ) : (
              <RulesList rules={loaded} edit={setEdited} />
            )
          }
        </Loaded>
      </Section>
      <Suggestions />
      {edited === null ? null : (
        <RuleForm
          key={edited === "new" ? "new" : `${edited.id}-${edited.version}`}
          initial={edited === "new" ? emptyRule() : ruleInput(edited)}
          of={edited === "new" ? null : edited}
          others={list.filter((rule) => edited === "new" || rule.id !== edited.id).map(ruleInput)}
          close={() => setEdited(null)}
        />
      )}
      <SimulationDrawer open={simulating} close={() => setSimulating(false)} />
    </Screen>
  )
}
