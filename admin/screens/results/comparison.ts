import type { Comparison } from "../../../src/types/experiment-schema"
import type { Strategy } from "../../../src/core/contract/recommender"
import type { Format } from "../../lib/format"
import type { Text } from "../../lib/text"

/** What a test may compare, in the order of the form. */
export const COMPARISONS = ["popularity", "nothing", "strategy", "settings", "version"] as const

/** Settings that may differ, in the order of the form; as shares of 1 in the API, in percent on the screen. */
export const SETTINGS = ["diversity", "rotation", "exploration", "repeats", "blend"] as const

type SettingName = (typeof SETTINGS)[number]

/** The form's fields, those of all comparisons beside each other: whoever changes their mind loses nothing. */
export interface ComparisonDraft {
  readonly kind: Comparison["kind"]
  readonly placement: string
  readonly strategy: Strategy
  /** Number of a model version; empty while none is chosen. */
  readonly version: string
  /** As typed; empty is as the shop has it. */
  readonly percents: Readonly<Record<SettingName, string>>
}

export const NO_COMPARISON: ComparisonDraft = {
  kind: "popularity",
  placement: "",
  strategy: "trending",
  version: "",
  percents: { diversity: "", rotation: "", exploration: "", repeats: "", blend: "" },
}

/** Percents at most, as the settings' schema has it. */
export const atMost = (setting: SettingName): number => (setting === "exploration" ? 20 : 100)

/** Whether what was typed is within bounds; nothing at all is. */
export const isPercent = (text: string, most: number): boolean => Number(text) >= 0 && Number(text) <= most

/** The comparison as the API takes it; null while something is missing or out of range. */
export function comparisonOf({ kind, placement, strategy, version, percents }: ComparisonDraft): Comparison | null {
  if (kind === "strategy") return placement.trim() === "" ? null : { kind, placement: placement.trim(), strategy }
  if (kind === "version") return version === "" ? null : { kind, version: Number(version) }
  if (kind !== "settings") return { kind }
  const typed = SETTINGS.filter((setting) => percents[setting].trim() !== "")
  if (typed.length === 0 || !typed.every((setting) => isPercent(percents[setting], atMost(setting)))) return null
  return { kind, settings: Object.fromEntries(typed.map((setting) => [setting, Number(percents[setting]) / 100])) }
}

/** In a word or two what a test compares. */
export function describeComparison(comparison: Comparison, { t, format }: { t: Text; format: Format }): string {
  if (comparison.kind === "strategy")
    return t("experiment.compares_strategy", {
      placement: comparison.placement,
      strategy: t(`strategy.${comparison.strategy}`),
    })
  if (comparison.kind === "version") return t("experiment.compares_version", { version: comparison.version })
  if (comparison.kind !== "settings") return t(`comparison.${comparison.kind}`)
  const { settings } = comparison
  return SETTINGS.flatMap((setting) => {
    const value = settings[setting]
    return value === undefined ? [] : [`${t(`setting.serving.${setting}`)}: ${format.number(value * 100, 1)}`]
  }).join(", ")
}
