import { Input, Text } from "@medusajs/ui"
import { STRATEGIES } from "../../../src/types/settings-schema"
import { Field } from "../../components/field"
import { PlacementField } from "../../components/placements"
import { SelectField } from "../../components/select-field"
import { Loaded } from "../../components/states"
import { useVersions } from "../../lib/api/model"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { COMPARISONS, SETTINGS, atMost, isPercent } from "./comparison"
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
          <PlacementField
            label={t("experiment.placement")}
            hint={t("experiment.placement_hint")}
            value={draft.placement}
            aria-required
            eager
            change={(placement) => set({ placement })}
          />
          <SelectField
            label={t("experiment.other_strategy")}
            value={draft.strategy}
            options={STRATEGIES}
            nameOf={(strategy) => t(`strategy.${strategy}`)}
            choose={(strategy) => set({ strategy })}
          />
        </>
      ) : null}
      {draft.kind === "version" ? <VersionField value={draft.version} choose={(version) => set({ version })} /> : null}
      {draft.kind === "settings" ? (
        <>
          {SETTINGS.map((setting) => (
            <Field
              key={setting}
              label={t(`setting.serving.${setting}`)}
              hint={t("experiment.setting_hint")}
              error={
                isPercent(draft.percents[setting], atMost(setting))
                  ? undefined
                  : t("rule_problem.value", { min: 0, max: atMost(setting) })
              }
            >
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

/** Versions that may be compared with the one that serves. */
function VersionField({ value, choose }: { value: string; choose: (version: string) => void }) {
  const t = useText()
  const format = useFormat()
  const versions = useVersions()
  // Until the answer is there nobody knows whether there is another one.
  if (!versions.data)
    return (
      <Loaded query={versions} lines={2}>
        {() => null}
      </Loaded>
    )
  const others = versions.data.versions.filter(({ status }) => status !== "serving")
  if (others.length === 0)
    return (
      <Text size="small" className="text-ui-fg-subtle" role="status">
        {t("experiment.no_version")}
      </Text>
    )
  const byNumber = new Map(others.map((one) => [String(one.number), one]))
  return (
    <SelectField
      label={t("experiment.other_version")}
      hint={t("experiment.version_hint")}
      value={value}
      options={[...byNumber.keys()]}
      nameOf={(number) =>
        t("experiment.version_name", { number, at: format.date(byNumber.get(number)?.trained_at ?? "") })
      }
      choose={choose}
    />
  )
}
