import { crc32 } from "./crc32"
import { ModelFormatError } from "../../../svm"
import { ModelFile } from "./model-file"
import type { ModelSection } from "./model-file"
import { decodePayload, decodeUtf8, ELEMENT_BYTES, encodePayload, SECTION_KINDS } from "./model-section-codec"

/** Newest format that this code writes and reads; older ones would be converted in {@link decodeModelFile}. */
export const MODEL_FILE_VERSION = 1

/** Like PNG's: a byte above 127, a name, and line ends that a text-mode copy would damage. */
const MAGIC = Uint8Array.of(0x89, 0x53, 0x56, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a)
const FILE_HEADER_BYTES = 20
const SECTION_HEADER_BYTES = 12
const CHECKSUM_BYTES = 4
const ALIGNMENT = 8
const LONGEST_NAME_BYTES = 255
/**
 * Writes sections into one self-checking file. All numbers are little-endian:
 *
 *     magic 8 B | format version u32 | section count u32 | file length u32 | sections | CRC-32 u32 of all before it
 *     section = name length u16 | kind u8 | 0 u8 | element count u32 | byte length u32 | name, payload, each padded to 8 B
 *     strings = (count + 1) offsets u32 into the UTF-8 text that follows them
 *
 * The same sections give the same bytes. Text with unpaired surrogates comes back with U+FFFD in their place.
 *
 * @throws ModelFormatError when a name repeats, is empty or too long, a number is not finite, a value is not JSON,
 * or the file would pass 4 GiB: what could not be read back is not written
 */
export function encodeModelFile(sections: readonly ModelSection[]): Uint8Array {
  const names = new Set<string>()
  const parts = sections.map((section) => {
    if (names.has(section.name)) throw new ModelFormatError(`section "${section.name}"`, "is there twice")
    names.add(section.name)
    return encodeSection(section)
  })
  const length = parts.reduce((sum, part) => sum + part.length, FILE_HEADER_BYTES + CHECKSUM_BYTES)
  if (length > 0xffffffff) throw new ModelFormatError("file length", `of ${length} bytes passes 4 GiB`)
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  view.setUint32(8, MODEL_FILE_VERSION, true)
  view.setUint32(12, sections.length, true)
  view.setUint32(16, length, true)
  let at = FILE_HEADER_BYTES
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  view.setUint32(at, crc32(bytes.subarray(0, at)), true)
  return bytes
}

/**
 * Reads and checks a model file. Nothing is trusted: magic, version, length and checksum are verified before
 * a section is looked at, every length is compared with the bytes that are there before anything is
 * allocated (so never more than the file's own size), and every floating-point number must be finite.
 * The sections are copies: the file's bytes may be reused.
 *
 * @throws ModelFormatError naming the part that is wrong
 */
export function decodeModelFile(bytes: Uint8Array): ModelFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  checkEnvelope(bytes, view)
  const end = bytes.length - CHECKSUM_BYTES
  const count = view.getUint32(12, true)
  if (count * SECTION_HEADER_BYTES > end) {
    throw new ModelFormatError("section count", `is ${count}, more than ${bytes.length} bytes can hold`)
  }
  const sections: ModelSection[] = []
  const names = new Set<string>()
  let at = FILE_HEADER_BYTES
  for (let index = 0; index < count; index++) {
    const { section, next } = decodeSection({ bytes, view, at, end }, index)
    if (names.has(section.name)) throw new ModelFormatError(`section ${index} name`, "is there twice")
    names.add(section.name)
    sections.push(section)
    at = next
  }
  if (at !== end) throw new ModelFormatError("section count", `leaves ${end - at} bytes that belong to no section`)
  return new ModelFile(sections)
}

/** CRC-32 that a model file ends with, in hexadecimal: two files with another are two files. The file is not checked. */
export function checksumOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return bytes.length < CHECKSUM_BYTES ? "" : hex(view.getUint32(bytes.length - CHECKSUM_BYTES, true))
}

function checkEnvelope(bytes: Uint8Array, view: DataView): void {
  if (bytes.length < FILE_HEADER_BYTES + CHECKSUM_BYTES) {
    throw new ModelFormatError("file length", `is ${bytes.length} bytes, too short for a header: the file is truncated`)
  }
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new ModelFormatError("magic", "is not that of a model file")
  }
  const version = view.getUint32(8, true)
  if (version !== MODEL_FILE_VERSION) {
    throw new ModelFormatError("format version", `is ${version}, this release reads ${MODEL_FILE_VERSION}`)
  }
  const length = view.getUint32(16, true)
  if (length !== bytes.length) {
    const how = bytes.length < length ? "truncated" : "longer than written"
    throw new ModelFormatError("file length", `is ${bytes.length} bytes where ${length} were written: ${how}`)
  }
  const stored = view.getUint32(bytes.length - CHECKSUM_BYTES, true)
  const actual = crc32(bytes.subarray(0, bytes.length - CHECKSUM_BYTES))
  if (stored !== actual) {
    throw new ModelFormatError("checksum", `is ${hex(actual)} where ${hex(stored)} was written: the file is damaged`)
  }
}

function encodeSection(section: ModelSection): Uint8Array {
  const name = new TextEncoder().encode(section.name)
  if (name.length === 0 || name.length > LONGEST_NAME_BYTES) {
    throw new ModelFormatError("section name", `has ${name.length} bytes, expected 1 to ${LONGEST_NAME_BYTES}`)
  }
  const { payload, count } = encodePayload(section)
  const payloadAt = padded(SECTION_HEADER_BYTES + name.length)
  const bytes = new Uint8Array(padded(payloadAt + payload.length))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, name.length, true)
  view.setUint8(2, SECTION_KINDS.indexOf(section.kind))
  view.setUint32(4, count, true)
  view.setUint32(8, payload.length, true)
  bytes.set(name, SECTION_HEADER_BYTES)
  bytes.set(payload, payloadAt)
  return bytes
}

interface SectionSource {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly at: number
  /** Where the last section must end. */
  readonly end: number
}

function decodeSection(source: SectionSource, index: number): { section: ModelSection; next: number } {
  const { bytes, view, at, end } = source
  if (at + SECTION_HEADER_BYTES > end) throw new ModelFormatError(`section ${index}`, "begins past the end of the file")
  const nameLength = view.getUint16(at, true)
  const kind: ModelSection["kind"] | undefined = SECTION_KINDS[view.getUint8(at + 2)]
  const count = view.getUint32(at + 4, true)
  const byteLength = view.getUint32(at + 8, true)
  const payloadAt = at + padded(SECTION_HEADER_BYTES + nameLength)
  const next = payloadAt + padded(byteLength)
  if (nameLength === 0 || nameLength > LONGEST_NAME_BYTES || view.getUint8(at + 3) !== 0) {
    throw new ModelFormatError(`section ${index} name`, `of ${nameLength} bytes is not possible`)
  }
  if (kind === undefined) throw new ModelFormatError(`section ${index} kind`, `${view.getUint8(at + 2)} is unknown`)
  if (next > end) {
    throw new ModelFormatError(`section ${index} length`, `of ${byteLength} bytes passes the end of the file`)
  }
  const nameAt = at + SECTION_HEADER_BYTES
  const name = decodeUtf8(bytes.subarray(nameAt, nameAt + nameLength), `section ${index} name`)
  const fits = kind === "strings" ? byteLength >= 4 * (count + 1) : byteLength === count * ELEMENT_BYTES[kind]
  if (!fits) {
    throw new ModelFormatError(`section "${name}" length`, `of ${byteLength} bytes does not fit ${count} elements`)
  }
  // A copy of its own, aligned whatever buffer the file came in. (`slice` of a Node Buffer would not copy.)
  const payload = new Uint8Array(byteLength)
  payload.set(bytes.subarray(payloadAt, payloadAt + byteLength))
  return { section: decodePayload({ name, kind, count }, payload), next }
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0")
}
