export type Fields = Record<string, unknown>

/** Readers of what came from outside: what is not of the kind is empty. */
export const fields = (value: unknown): Fields => Object(value) as Fields
export const objects = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter((item): item is Fields => fields(item) === item) : []
export const text = (value: unknown): string => (typeof value === "string" ? value : "")
