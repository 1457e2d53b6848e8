import type { SettingsChange } from "../../../types/http"

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * `base` with what `change` names put over it, group by group; lists are replaced
 * whole. Unknown names stay in, for the schema to refuse.
 */
export function mergeSettings(base: unknown, change: unknown): unknown {
  if (!isGroup(base) || !isGroup(change)) return change === undefined ? base : change
  const names = new Set([...Object.keys(base), ...Object.keys(change)])
  // fromEntries defines plain properties, so that a field called __proto__ is but a name to refuse.
  return Object.fromEntries([...names].map((name) => [name, mergeSettings(ownOf(base, name), ownOf(change, name))]))
}

const ownOf = (group: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(group, name) ? group[name] : undefined

/** Every field that differs, by its dotted path. */
export function changesBetween(before: unknown, after: unknown, path = ""): SettingsChange["changes"] {
  if (!isGroup(before) || !isGroup(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, from: before, to: after }]
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) =>
    changesBetween(ownOf(before, name), ownOf(after, name), path === "" ? name : `${path}.${name}`),
  )
}
