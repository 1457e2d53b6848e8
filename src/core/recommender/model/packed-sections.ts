import { GREATEST_HALF } from "../../features/log-code"
import { GREATEST_BYTES } from "../../features/packed-table"
import type { PackedTable } from "../../features/packed-table"
import { ModelFormatError } from "../../svm"
import type { ModelFile, ModelSection } from "./container/model-file"
import { decodeVarints, encodeVarints } from "./container/varints"

/** Sections of packed rows: their bytes as they stand in memory, and how many each row has. */
export function packedSections(name: string, { offsets, bytes }: PackedTable): ModelSection[] {
  const lengths = Int32Array.from({ length: offsets.length - 1 }, (_, row) => offsets[row + 1] - offsets[row])
  return [
    { name: `${name}.lengths`, kind: "uint8", value: encodeVarints(lengths) },
    { name: `${name}.rows`, kind: "uint8", value: bytes },
  ]
}

/** What packed rows must be like. */
export interface PackedShape {
  readonly rows: number
  readonly columns: number
  /** What entries name lies below it. */
  readonly itemCount: number
}

/**
 * Reads what {@link packedSections} wrote, and checks every row: a reader trusts what it reads.
 *
 * @throws ModelFormatError naming the section and the row
 */
export function readPacked(file: ModelFile, name: string, shape: PackedShape): PackedTable {
  const lengths = decodeVarints(`${name}.lengths`, file.uint8(`${name}.lengths`))
  if (lengths.length !== shape.rows) {
    throw new ModelFormatError(`section "${name}.lengths"`, `holds ${lengths.length} rows, expected ${shape.rows}`)
  }
  const bytes = file.uint8(`${name}.rows`)
  const offsets = new Int32Array(shape.rows + 1)
  for (let row = 0; row < shape.rows; row++) {
    // Checked one by one: a sum of them all could pass 2³¹.
    if (lengths[row] > bytes.length - offsets[row]) {
      throw new ModelFormatError(`section "${name}.rows"`, `ends within row ${row}`)
    }
    offsets[row + 1] = offsets[row] + lengths[row]
  }
  if (offsets[shape.rows] !== bytes.length) {
    throw new ModelFormatError(`section "${name}.rows"`, `has ${bytes.length - offsets[shape.rows]} bytes of no row`)
  }
  for (let row = 0; row < shape.rows; row++) {
    const wrong = wrongOfRow(bytes.subarray(offsets[row], offsets[row + 1]), shape)
    if (wrong !== null) throw new ModelFormatError(`section "${name}.rows" row ${row}`, wrong)
  }
  return { offsets, bytes, columns: shape.columns }
}

/** What is wrong with the bytes of one row, null where nothing is. */
function wrongOfRow(row: Uint8Array, { columns, itemCount }: PackedShape): string | null {
  if (row.length === 0) return null
  const length = numberAt(row, 0)
  if (length === null || length.number === 0) return "has no length"
  let { next } = length
  if (length.number > row.length) return `has ${length.number} entries in ${row.length} bytes`
  for (let column = 0; column < columns; column++) {
    if ((row[next] | (row[next + 1] << 8)) > GREATEST_HALF)
      return `column ${column} has a greatest number that is not finite`
    next += GREATEST_BYTES + length.number
  }
  let item = -1
  for (let entry = 0; entry < length.number; entry++) {
    const distance = numberAt(row, next)
    if (distance === null) return "ends within an entry"
    item += distance.number + 1
    next = distance.next
    if (item >= itemCount) return `names ${item}, outside of 0 to ${itemCount - 1}`
  }
  return next === row.length ? null : `has ${row.length - next} bytes behind its last entry`
}

/** A number of 7 bits a byte, and where the next begins; null where it does not end or passes 2³¹. */
function numberAt(row: Uint8Array, from: number): { readonly number: number; readonly next: number } | null {
  let number = 0
  for (let at = from, scale = 1; at < row.length && scale <= 2 ** 28; at++, scale *= 128) {
    number += (row[at] & 127) * scale
    if (row[at] < 128) return number < 2 ** 31 ? { number, next: at + 1 } : null
  }
  return null
}
