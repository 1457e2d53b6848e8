import { ModelFormatError } from "../../../svm"
import type { ModelSection, ModelSectionKind } from "./model-file"

/** The position in this list is the code of the kind in the file: append only. */
export const SECTION_KINDS: readonly ModelSectionKind[] = [
  "json",
  "strings",
  "float64",
  "float32",
  "int32",
  "uint32",
  "uint16",
  "uint8",
]

/** Bytes of one element; `strings` have no fixed size. */
export const ELEMENT_BYTES = { json: 1, float64: 8, float32: 4, int32: 4, uint32: 4, uint16: 2, uint8: 1 } as const

const OFFSET_BYTES = 4
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/**
 * What a section holds as bytes, and its number of elements.
 *
 * @throws ModelFormatError when a number is not finite or the value is not JSON
 */
export function encodePayload(section: ModelSection): { payload: Uint8Array; count: number } {
  if (section.kind === "json") {
    // `stringify` gives undefined for a function or undefined itself, whatever its type says.
    const text: string | undefined = JSON.stringify(section.value)
    if (text === undefined) throw new ModelFormatError(`section "${section.name}"`, "holds what JSON cannot")
    const payload = new TextEncoder().encode(text)
    return { payload, count: payload.length }
  }
  if (section.kind === "strings") return { payload: encodeStrings(section.value), count: section.value.length }
  checkFinite(section)
  const { buffer, byteOffset, byteLength } = section.value
  return { payload: new Uint8Array(buffer, byteOffset, byteLength), count: section.value.length }
}

/**
 * The section behind a payload whose length already fits its count.
 *
 * @param payload the section's own bytes: numeric arrays stay views of them
 * @throws ModelFormatError when text is not UTF-8 or JSON, an offset is out of order, or a number is not finite
 */
export function decodePayload(
  { name, kind, count }: { readonly name: string; readonly kind: ModelSectionKind; readonly count: number },
  payload: Uint8Array<ArrayBuffer>,
): ModelSection {
  switch (kind) {
    case "json":
      return { name, kind, value: decodeJson(name, payload) }
    case "strings":
      return { name, kind, value: decodeStrings(name, payload, count) }
    case "float64":
      return checkFinite({ name, kind, value: new Float64Array(payload.buffer) })
    case "float32":
      return checkFinite({ name, kind, value: new Float32Array(payload.buffer) })
    case "int32":
      return { name, kind, value: new Int32Array(payload.buffer) }
    case "uint32":
      return { name, kind, value: new Uint32Array(payload.buffer) }
    case "uint16":
      return { name, kind, value: new Uint16Array(payload.buffer) }
    case "uint8":
      return { name, kind, value: payload }
  }
}

/** @throws ModelFormatError naming `field` when the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array, field: string): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    throw new ModelFormatError(field, "is not UTF-8 text")
  }
}

function encodeStrings(strings: readonly string[]): Uint8Array {
  const encoder = new TextEncoder()
  // One by one: joined, halves of a surrogate pair in neighboring strings would grow together.
  const texts = strings.map((value) => encoder.encode(value))
  const head = OFFSET_BYTES * (strings.length + 1)
  const payload = new Uint8Array(texts.reduce((sum, text) => sum + text.length, head))
  const view = new DataView(payload.buffer)
  let offset = 0
  texts.forEach((text, i) => {
    payload.set(text, head + offset)
    offset += text.length
    view.setUint32(OFFSET_BYTES * (i + 1), offset, true)
  })
  return payload
}

function decodeStrings(name: string, payload: Uint8Array, count: number): string[] {
  const view = new DataView(payload.buffer)
  const head = OFFSET_BYTES * (count + 1)
  const field = `section "${name}"`
  const strings: string[] = []
  let from = 0
  if (view.getUint32(0, true) !== 0 || view.getUint32(OFFSET_BYTES * count, true) !== payload.length - head) {
    throw new ModelFormatError(`${field} offsets`, "do not span the text")
  }
  for (let i = 1; i <= count; i++) {
    const to = view.getUint32(OFFSET_BYTES * i, true)
    if (to < from || head + to > payload.length) throw new ModelFormatError(`${field} offsets`, "are out of order")
    strings.push(decodeUtf8(payload.subarray(head + from, head + to), field))
    from = to
  }
  return strings
}

function decodeJson(name: string, payload: Uint8Array): unknown {
  const text = decodeUtf8(payload, `section "${name}"`)
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ModelFormatError(`section "${name}"`, "is not JSON")
  }
}

function checkFinite<T extends ModelSection>(section: T): T {
  if (section.kind !== "float64" && section.kind !== "float32") return section
  const bad = section.value.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    throw new ModelFormatError(`section "${section.name}" value ${bad}`, `is ${section.value[bad]}, not finite`)
  }
  return section
}
