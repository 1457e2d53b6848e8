import { Input, Select } from "@medusajs/ui"
import { STRATEGIES } from "../../../src/types/settings-schema"
import { Field } from "../../components/field"
import { useText } from "../../lib/text"
import { COMPARISONS, SETTINGS } from "./comparison"
import type { ComparisonDraft } from "./comparison"

interface ComparisonFieldsProps {
  draft: ComparisonDraft
  change: (draft: ComparisonDraft) => void
}

/** What the two groups differ in. */
export function ComparisonFields({ draft, change }: ComparisonFieldsProps) {
  const t = useText()
  const set = (part: Partial<ComparisonDraft>): void => change({ ...draft, ...part })
  return (
    <>
      <Field label={t("experiment.compare")} hint={t(`comparison_help.${draft.kind}`)}>
        {({ id, ...described }) => (
          <Select
            value={draft.kind}
            onValueChange={(kind) => change({ ...draft, kind: COMPARISONS.find((one) => one === kind) ?? draft.kind })}
          >
            <Select.Trigger id={id} {...described}>
              <Select.Value />
            </Select.Trigger>
            <Select.Content>
              {COMPARISONS.map((kind) => (
                <Select.Item key={kind} value={kind}>
                  {t(`comparison.${kind}`)}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
        )}
      </Field>
      {draft.kind === "strategy" ? (
        <>
          <Field label={t("experiment.placement")} hint={t("experiment.placement_hint")}>
            {(control) => (
              <Input
                {...control}
                value={draft.placement}
                maxLength={100}
                required
                onChange={(event) => set({ placement: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("experiment.other_strategy")}>
            {({ id, ...described }) => (
              <Select
                value={draft.strategy}
                onValueChange={(name) => set({ strategy: STRATEGIES.find((one) => one === name) ?? draft.strategy })}
              >
                <Select.Trigger id={id} {...described}>
                  <Select.Value />
                </Select.Trigger>
                <Select.Content>
                  {STRATEGIES.map((strategy) => (
                    <Select.Item key={strategy} value={strategy}>
                      {t(`strategy.${strategy}`)}
                    </Select.Item>
                  ))}
                </Select.Content>
              </Select>
            )}
          </Field>
        </>
      ) : null}
      {draft.kind === "settings" ? (
        <>
          {SETTINGS.map((setting) => (
            <Field key={setting} label={t(`setting.serving.${setting}`)} hint={t("experiment.setting_hint")}>
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  min={0}
                  max={100}
                  step="any"
                  value={draft.percents[setting]}
                  onChange={(event) => set({ percents: { ...draft.percents, [setting]: event.target.value } })}
                />
              )}
            </Field>
          ))}
        </>
      ) : null}
    </>
  )
}
