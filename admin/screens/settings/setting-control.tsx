import { Input, Switch } from "@medusajs/ui"
import { Field } from "../../components/field"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import type { SettingField, SettingsProblem } from "./settings-form-model"

interface SettingControlProps {
  field: SettingField
  value: string | boolean
  problem: SettingsProblem | undefined
  change: (value: string | boolean) => void
}

export function SettingControl({ field, value, problem, change }: SettingControlProps) {
  const t = useText()
  const message = useProblemText()(problem, field.kind === "percent")
  return (
    <Field label={t(`setting.${field.path}`)} hint={t(`setting_hint.${field.path}`)} error={message}>
      {(control) =>
        typeof value === "boolean" ? (
          <Switch {...control} checked={value} onCheckedChange={change} />
        ) : (
          <Input
            {...control}
            {...(field.kind === "text" || field.kind === "optional_text"
              ? { placeholder: field.kind === "optional_text" ? t("settings.not_used") : "" }
              : { type: "number", step: field.kind === "whole" ? 1 : "any" })}
            value={value}
            onChange={(event) => change(event.target.value)}
          />
        )
      }
    </Field>
  )
}

/** What is wrong with a value, in words; bounds of a share in percent, as it was typed. */
export function useProblemText(): (problem: SettingsProblem | undefined, percent?: boolean) => string | undefined {
  const t = useText()
  const format = useFormat()
  return (problem, percent = false) => {
    if (!problem) return undefined
    const bound = problem.bound === null ? "" : format.number(percent ? problem.bound * 100 : problem.bound, 4)
    return t(`problem.${problem.code}`, { bound })
  }
}
