import { ModelFormatError } from "../../svm"

/** The JSON part of a model file. */
export interface ModelHeader {
  readonly kind: "svm-recommender"
  readonly schema: 5
  /** Names of the columns that the weights belong to. */
  readonly features: readonly string[]
  readonly moment: number
  readonly goal: "purchase" | "interest"
  readonly hasTime: boolean
}

/**
 * Checks the header's shape, and that its features are the ones that this release computes.
 *
 * @throws ModelFormatError naming the field
 */
export function parseHeader(value: unknown, features: readonly string[]): ModelHeader {
  const fields = new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : [])
  if (fields.get("kind") !== "svm-recommender")
    throw new ModelFormatError("header kind", "is not that of a recommender")
  if (fields.get("schema") !== 5)
    throw new ModelFormatError("header schema", "is not 5, which this release reads: train again")
  const stored = fields.get("features")
  const isSame =
    Array.isArray(stored) && stored.length === features.length && features.every((name, at) => stored[at] === name)
  if (!isSame) throw new ModelFormatError("header features", "are not the features of this release: train again")
  const goal = fields.get("goal")
  if (goal !== "purchase" && goal !== "interest") throw new ModelFormatError("header goal", "is unknown")
  const hasTime = fields.get("hasTime")
  if (typeof hasTime !== "boolean") throw new ModelFormatError("header hasTime", "is neither true nor false")
  const finite = (name: string): number => {
    const number = fields.get(name)
    if (typeof number !== "number" || !Number.isFinite(number)) {
      throw new ModelFormatError(`header ${name}`, "is not a finite number")
    }
    return number
  }
  return {
    kind: "svm-recommender",
    schema: 5,
    features,
    moment: finite("moment"),
    goal,
    hasTime,
  }
}

/**
 * Offsets must start at 0, never fall, and end with the length of what they cut up.
 *
 * @throws ModelFormatError naming the section
 */
export function checkOffsets(name: string, offsets: Int32Array, length: number): void {
  if (offsets.length === 0 || offsets[0] !== 0) throw new ModelFormatError(`section "${name}"`, "does not start with 0")
  for (let at = 1; at < offsets.length; at++) {
    if (offsets[at] < offsets[at - 1]) throw new ModelFormatError(`section "${name}"`, `falls at ${at}`)
  }
  if (offsets[offsets.length - 1] !== length) {
    throw new ModelFormatError(`section "${name}"`, `ends with ${offsets[offsets.length - 1]}, expected ${length}`)
  }
}

/**
 * Indices must lie in [from, to).
 *
 * @throws ModelFormatError naming the section
 */
export function checkIndices(
  name: string,
  indices: Int32Array,
  range: { readonly from: number; readonly to: number },
): void {
  for (const index of indices) {
    if (index < range.from || index >= range.to) {
      throw new ModelFormatError(`section "${name}"`, `holds ${index}, outside of ${range.from} to ${range.to - 1}`)
    }
  }
}
