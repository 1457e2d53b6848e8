import { settingsSchema } from "../../../src/types/settings-schema"
import type { AdminSettings } from "../../../src/types/http"

/** How a setting is entered; a share is shown in percent. */
export type FieldKind = "whole" | "number" | "percent" | "text" | "optional_text" | "switch"

export interface SettingField {
  path: SettingPath
  kind: FieldKind
}

export const SETTING_SECTIONS = {
  retrain: [
    { path: "retrain.min_interactions", kind: "whole" },
    { path: "retrain.min_new_share", kind: "percent" },
    { path: "retrain.min_pause_minutes", kind: "number" },
    { path: "retrain.accuracy_drop", kind: "percent" },
    { path: "retrain.accuracy_min_sample", kind: "whole" },
    { path: "retrain.catalog_change", kind: "percent" },
    { path: "gate.tolerance", kind: "percent" },
    { path: "gate.require_evidence", kind: "switch" },
    { path: "retrain.paused", kind: "switch" },
  ],
  serving: [
    { path: "serving.new_shopper_orders", kind: "whole" },
    { path: "serving.diversity", kind: "percent" },
    { path: "serving.rotation", kind: "percent" },
    { path: "serving.exploration", kind: "percent" },
    { path: "serving.repeats", kind: "percent" },
    { path: "serving.orders_together", kind: "whole" },
    { path: "serving.blend", kind: "percent" },
    { path: "attribution.window_days", kind: "number" },
  ],
  privacy: [
    { path: "consent.required", kind: "switch" },
    { path: "retention.behavior_days", kind: "whole" },
    { path: "retention.served_days", kind: "whole" },
    { path: "retention.versions_kept", kind: "whole" },
  ],
  segments: [
    { path: "segments.age", kind: "optional_text" },
    { path: "segments.birth_date", kind: "optional_text" },
    { path: "segments.gender", kind: "optional_text" },
    { path: "segments.country", kind: "optional_text" },
    { path: "segments.legitimate_interest", kind: "switch" },
  ],
  gift: [
    { path: "gift.recipient", kind: "text" },
    { path: "gift.occasion", kind: "text" },
    { path: "gift.age_band", kind: "text" },
    { path: "gift.gift_order_flag", kind: "text" },
    { path: "gift.shipping_name_differs", kind: "switch" },
    { path: "gift.delivery_days", kind: "optional_text" },
    { path: "gift.wrap_product", kind: "optional_text" },
    { path: "gift.wrap", kind: "text" },
    { path: "gift.message", kind: "optional_text" },
  ],
} as const satisfies Record<string, readonly SettingField[]>

export type SettingSection = keyof typeof SETTING_SECTIONS

/** Fields of one value, `group.field`. */
type Leaf<Group> = {
  [Key in keyof Group & string]: Group[Key] extends string | number | boolean | null ? Key : never
}[keyof Group & string]

export type SettingPath = {
  [Group in keyof AdminSettings]: `${Group}.${Leaf<AdminSettings[Group]>}`
}[keyof AdminSettings]

/** What stands in the form: text as typed, until it is checked. */
export interface SettingsDraft {
  fields: Readonly<Record<string, string | boolean>>
  schedule: { cron: string; time_zone: string; enabled: boolean }
  /** What is said of single placements: set through the API, kept as it is. */
  byPlacement: Pick<AdminSettings["serving"], "blend_by_placement" | "exploration_off">
  disabledStrategies: readonly AdminSettings["serving"]["disabled_strategies"][number][]
}

const ALL_FIELDS: readonly SettingField[] = Object.values(SETTING_SECTIONS).flat()

/** Shares times a hundred are rounded to what a person can read: 0.07 is 7, not 7.000000000000001. */
const PERCENT_DIGITS = 6

function split(path: string): [string, string] {
  const [group = "", key = ""] = path.split(".")
  return [group, key]
}

function toField(kind: FieldKind, value: unknown): string | boolean {
  if (kind === "switch") return value === true
  if (value === null || value === undefined) return ""
  if (kind === "percent") return String(Number((Number(value) * 100).toFixed(PERCENT_DIGITS)))
  return typeof value === "string" ? value : JSON.stringify(value)
}

function fromField(kind: FieldKind, value: string | boolean): unknown {
  if (typeof value === "boolean") return value
  if (kind === "optional_text") return value.trim() === "" ? null : value.trim()
  if (kind === "text") return value.trim()
  if (value.trim() === "") return undefined
  return kind === "percent" ? Number((Number(value) / 100).toFixed(PERCENT_DIGITS + 2)) : Number(value)
}

export function toDraft(settings: AdminSettings): SettingsDraft {
  const groups = new Map<string, Map<string, unknown>>(
    Object.entries<object>({ ...settings }).map(([group, values]) => [group, new Map(Object.entries(values))]),
  )
  const fields = Object.fromEntries(
    ALL_FIELDS.map(({ path, kind }) => {
      const [group, key] = split(path)
      return [path, toField(kind, groups.get(group)?.get(key))]
    }),
  )
  return {
    fields,
    schedule: { ...settings.retrain.schedule },
    byPlacement: {
      blend_by_placement: settings.serving.blend_by_placement,
      exploration_off: settings.serving.exploration_off,
    },
    disabledStrategies: settings.serving.disabled_strategies,
  }
}

export interface SettingsProblem {
  code: "too_small" | "too_big" | "required" | "invalid"
  bound: number | null
}

export interface CheckedDraft {
  settings: AdminSettings | null
  problems: ReadonlyMap<string, SettingsProblem>
}

/** Checks a draft by the very schema of the API; problems by `group.field`. */
export function checkDraft(draft: SettingsDraft): CheckedDraft {
  const groups: Record<string, Record<string, unknown>> = {}
  for (const { path, kind } of ALL_FIELDS) {
    const [group, key] = split(path)
    const value = fromField(kind, draft.fields[path] ?? "")
    groups[group] = { ...groups[group], [key]: value === undefined ? Number.NaN : value }
  }
  const parsed = settingsSchema.safeParse({
    ...groups,
    retrain: { ...groups.retrain, schedule: draft.schedule },
    serving: {
      ...groups.serving,
      ...draft.byPlacement,
      disabled_strategies: [...draft.disabledStrategies],
    },
  })
  if (parsed.success) return { settings: parsed.data, problems: new Map() }
  const problems = parsed.error.issues.map((issue): [string, SettingsProblem] => [
    issue.path.join("."),
    toProblem(issue),
  ])
  return { settings: null, problems: new Map(problems.reverse()) }
}

type Issue = NonNullable<ReturnType<typeof settingsSchema.safeParse>["error"]>["issues"][number]

function toProblem(issue: Issue): SettingsProblem {
  if (issue.code === "too_small") {
    return issue.origin === "string"
      ? { code: "required", bound: null }
      : { code: "too_small", bound: Number(issue.minimum) }
  }
  if (issue.code === "too_big") return { code: "too_big", bound: Number(issue.maximum) }
  return { code: "invalid", bound: null }
}
