import { Input } from "@medusajs/ui"
import { STRATEGIES } from "../../../src/types/settings-schema"
import { Field } from "../../components/field"
import { SelectField } from "../../components/select-field"
import { useText } from "../../lib/text"
import { COMPARISONS, SETTINGS, atMost } from "./comparison"
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
      <SelectField
        label={t("experiment.compare")}
        hint={t(`comparison_help.${draft.kind}`)}
        value={draft.kind}
        options={COMPARISONS}
        nameOf={(kind) => t(`comparison.${kind}`)}
        choose={(kind) => set({ kind })}
      />
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
          <SelectField
            label={t("experiment.other_strategy")}
            value={draft.strategy}
            options={STRATEGIES}
            nameOf={(strategy) => t(`strategy.${strategy}`)}
            choose={(strategy) => set({ strategy })}
          />
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
                  max={atMost(setting)}
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
