import { ModelFormatError } from "../../../svm"

/** Numeric columns that a section can hold, in the order of their codes in the file. Append only. */
export type NumericSectionKind = "float64" | "float32" | "int32" | "uint32" | "uint16" | "uint8"

/** The array behind each kind of numeric section. */
export interface NumericSectionArrays {
  readonly float64: Float64Array
  readonly float32: Float32Array
  readonly int32: Int32Array
  readonly uint32: Uint32Array
  readonly uint16: Uint16Array
  readonly uint8: Uint8Array
}

/**
 * One named part of a model file. Names are unique in a file and at most 255 bytes of UTF-8. Numbers in
 * `float64` and `float32` sections must be finite: a value that is not known needs a code of its own.
 */
export type ModelSection =
  | { readonly name: string; readonly kind: "json"; readonly value: unknown }
  | { readonly name: string; readonly kind: "strings"; readonly value: readonly string[] }
  | {
      [K in NumericSectionKind]: { readonly name: string; readonly kind: K; readonly value: NumericSectionArrays[K] }
    }[NumericSectionKind]

/** Every kind of section. */
export type ModelSectionKind = ModelSection["kind"]

/**
 * A model file that has been read and checked. Each getter returns what the section holds and throws
 * {@link ModelFormatError} naming the section when it is missing, of another kind, or (where a length is
 * expected) of another length, so that a loader is a list of plain reads.
 */
export class ModelFile {
  readonly #sections: ReadonlyMap<string, ModelSection>

  /** @param sections sections with unique names, in file order */
  constructor(sections: readonly ModelSection[]) {
    this.#sections = new Map(sections.map((section) => [section.name, section]))
  }

  /** Names in file order. */
  get names(): readonly string[] {
    return [...this.#sections.keys()]
  }

  /** Bytes of each section's values in file order, JSON left out. */
  get sizes(): readonly (readonly [name: string, bytes: number])[] {
    return [...this.#sections.values()].map((section) => [section.name, sizeOf(section)])
  }

  /** Whether there is a section of this name, of whatever kind. */
  has(name: string): boolean {
    return this.#sections.has(name)
  }

  /** The JSON value of a section; its shape is for the caller to check. */
  json(name: string): unknown {
    const section = this.#find(name)
    return section.kind === "json" ? section.value : refuseKind(section, "json")
  }

  /** A dictionary of strings. */
  strings(name: string, expectedLength?: number): readonly string[] {
    const section = this.#find(name)
    if (section.kind !== "strings") return refuseKind(section, "strings")
    return checkedLength(section, section.value, expectedLength)
  }

  /** Doubles, all finite. */
  float64(name: string, expectedLength?: number): Float64Array {
    const section = this.#find(name)
    if (section.kind !== "float64") return refuseKind(section, "float64")
    return checkedLength(section, section.value, expectedLength)
  }

  /** Single-precision numbers, all finite. */
  float32(name: string, expectedLength?: number): Float32Array {
    const section = this.#find(name)
    if (section.kind !== "float32") return refuseKind(section, "float32")
    return checkedLength(section, section.value, expectedLength)
  }

  /** Signed 32-bit integers. */
  int32(name: string, expectedLength?: number): Int32Array {
    const section = this.#find(name)
    if (section.kind !== "int32") return refuseKind(section, "int32")
    return checkedLength(section, section.value, expectedLength)
  }

  /** Unsigned 32-bit integers. */
  uint32(name: string, expectedLength?: number): Uint32Array {
    const section = this.#find(name)
    if (section.kind !== "uint32") return refuseKind(section, "uint32")
    return checkedLength(section, section.value, expectedLength)
  }

  /** Unsigned 16-bit integers. */
  uint16(name: string, expectedLength?: number): Uint16Array {
    const section = this.#find(name)
    if (section.kind !== "uint16") return refuseKind(section, "uint16")
    return checkedLength(section, section.value, expectedLength)
  }

  /** Bytes. */
  uint8(name: string, expectedLength?: number): Uint8Array {
    const section = this.#find(name)
    if (section.kind !== "uint8") return refuseKind(section, "uint8")
    return checkedLength(section, section.value, expectedLength)
  }

  #find(name: string): ModelSection {
    const section = this.#sections.get(name)
    if (section === undefined) throw new ModelFormatError(`section "${name}"`, "is missing")
    return section
  }
}

function sizeOf(section: ModelSection): number {
  if (section.kind === "json") return 0
  if (section.kind !== "strings") return section.value.byteLength
  return section.value.reduce((sum, text) => sum + new TextEncoder().encode(text).length + 4, 0)
}

function refuseKind(section: ModelSection, expected: ModelSectionKind): never {
  throw new ModelFormatError(`section "${section.name}"`, `holds ${section.kind}, expected ${expected}`)
}

function checkedLength<T extends { readonly length: number }>(
  section: ModelSection,
  value: T,
  expectedLength: number | undefined,
): T {
  if (expectedLength !== undefined && value.length !== expectedLength) {
    throw new ModelFormatError(
      `section "${section.name}" length`,
      `is ${value.length}, expected ${expectedLength} to fit the rest of the file`,
    )
  }
  return value
}
