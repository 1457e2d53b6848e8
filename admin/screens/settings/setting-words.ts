import { codeWords } from "../../lib/code-words"
import type { Format } from "../../lib/format"
import type { Text } from "../../lib/text"
import { scheduleWords } from "./schedule-choice"
import type { SettingField } from "./settings-form-model"
import { SETTING_SECTIONS } from "./settings-form-model"

const FIELDS: ReadonlyMap<string, SettingField> = new Map(
  Object.values(SETTING_SECTIONS)
    .flat()
    .map((field) => [field.path, field]),
)

const CRON = "retrain.schedule.cron"

/** Name of a setting as the form calls it; one of a newer release keeps its path. */
export function settingLabel(path: string, t: Text): string {
  const field = FIELDS.get(path)
  if (field) return t(`setting.${field.path}`)
  if (path === CRON) return t("schedule.when")
  if (path === "retrain.schedule.time_zone") return t("schedule.zone")
  if (path === "retrain.schedule.enabled") return t("schedule.title")
  return path === "serving.disabled_strategies" ? t("strategies.off") : path
}

/** A setting's value as a person reads it; the label says the unit. */
export function settingValue(path: string, value: unknown, words: { t: Text; format: Format }): string {
  const { t, format } = words
  if (typeof value === "boolean") return t(value ? "history.on" : "history.off")
  if (typeof value === "number") return format.number(FIELDS.get(path)?.kind === "percent" ? value * 100 : value, 4)
  if (typeof value === "string") return path === CRON ? scheduleWords(value, words) : value
  if (!Array.isArray(value)) return t("settings.not_used")
  return value.length === 0
    ? t("history.nothing")
    : value.map((one) => codeWords("strategy", String(one), t)).join(", ")
}
