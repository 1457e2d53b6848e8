export type Fields = Record<string, unknown>

/** Readers of what came from outside: what is not of the kind is empty. */
export const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null
export const objects = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isObject) : [])
export const text = (value: unknown): string => (typeof value === "string" ? value : "")
