import { codeOf, fromUpperHalf, upperHalf } from "./log-code"

/**
 * Rows of products, each with one number or more, in as few bytes as ranking can do with: of each row its length, of each
 * column the greatest number and a code of 8 bits for every entry, then the products in rising order as distances.
 *
 *     row = length | per column: greatest, upper half of a float32 | a code for each entry | distance to the product before, less 1
 *
 * Lengths and distances have 7 bits a byte (LEB128); an empty row has no byte. What is read is off by 2.7 % at most of
 * what was written, whatever its size, down to 2⁻¹⁶ of the row's greatest; what is less is 0.
 *
 * Files hold the very bytes, and a training ranks by them too: nothing serves that was not judged.
 */
export interface PackedTable {
  /** Row i is `bytes[offsets[i]]` up to `bytes[offsets[i + 1]]`. */
  readonly offsets: Int32Array
  readonly bytes: Uint8Array
  /** Numbers of an entry. */
  readonly columns: number
}

/** Rows before they are packed: row i owns the entries `offsets[i]` up to `offsets[i + 1]`, of distinct products. */
export interface PlainRows {
  readonly offsets: Int32Array
  readonly items: Int32Array
  /** Numbers of every entry, 0 or more, by column. */
  readonly columns: readonly Float32Array[]
}

/** Bytes of a length or a distance at most. */
const LONGEST_NUMBER = 5
/** Bytes of a column's greatest number. */
export const GREATEST_BYTES = 2

/**
 * Packs rows. Entries whose first number is nothing beside the greatest of their row are left out.
 *
 * @param itemCount products that entries may name
 */
export function packRows({ offsets, items, columns }: PlainRows, itemCount: number): PackedTable {
  const order = byItem({ offsets, items }, itemCount)
  const rowCount = offsets.length - 1
  const packed = new Int32Array(rowCount + 1)
  const writer = new RowWriter(items.length * (columns.length + 2) + 16)
  for (let row = 0; row < rowCount; row++) {
    const own = order.subarray(offsets[row], offsets[row + 1])
    if (own.length > 0) writer.row({ items, columns, own })
    packed[row + 1] = writer.length
  }
  return { offsets: packed, bytes: writer.finish(), columns: columns.length }
}

/** A table of so many empty rows. */
export function emptyRows(rowCount: number, columns = 1): PackedTable {
  return { offsets: new Int32Array(rowCount + 1), bytes: new Uint8Array(0), columns }
}

/** The same rows with empty ones behind, up to `rowCount`. */
export function grownRows({ offsets, bytes, columns }: PackedTable, rowCount: number): PackedTable {
  const grown = new Int32Array(rowCount + 1).fill(bytes.length)
  grown.set(offsets)
  return { offsets: grown, bytes, columns }
}

/** Some rows of a table in the order of `kept`, byte for byte. */
export function someRows({ offsets, bytes, columns }: PackedTable, kept: readonly number[]): PackedTable {
  const some = new Int32Array(kept.length + 1)
  kept.forEach((row, at) => (some[at + 1] = some[at] + offsets[row + 1] - offsets[row]))
  const copied = new Uint8Array(some[kept.length])
  kept.forEach((row, at) => copied.set(bytes.subarray(offsets[row], offsets[row + 1]), some[at]))
  return { offsets: some, bytes: copied, columns }
}

/** Places of all entries, those of a row together and by product: two sorts by counting. */
function byItem({ offsets, items }: Pick<PlainRows, "offsets" | "items">, itemCount: number): Int32Array {
  const starts = new Int32Array(itemCount + 1)
  for (let at = 0; at < items.length; at++) starts[items[at] + 1]++
  for (let item = 0; item < itemCount; item++) starts[item + 1] += starts[item]
  const sorted = new Int32Array(items.length)
  const rowOf = new Int32Array(items.length)
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      sorted[starts[items[at]]++] = at
      rowOf[at] = row
    }
  }
  const next = offsets.slice()
  const order = new Int32Array(items.length)
  for (let at = 0; at < sorted.length; at++) order[next[rowOf[sorted[at]]]++] = sorted[at]
  return order
}

/** Writes rows one after the other. */
class RowWriter {
  length = 0
  #bytes: Uint8Array
  #kept = new Int32Array(256)

  constructor(room: number) {
    this.#bytes = new Uint8Array(room)
  }

  /** @param entry.own places of the row's entries, by product */
  row({ items, columns, own }: Pick<PlainRows, "items" | "columns"> & { readonly own: Int32Array }): void {
    const greatest = columns.map((column) => greatestOf(column, own))
    const kept = this.#keep(columns[0], own, greatest[0])
    if (kept.length === 0) return
    this.#makeRoom(LONGEST_NUMBER * (kept.length + 1) + columns.length * (kept.length + GREATEST_BYTES))
    this.#number(kept.length)
    columns.forEach((column, at) => {
      const half = upperHalf(greatest[at])
      this.#bytes[this.length++] = half & 255
      this.#bytes[this.length++] = half >>> 8
      for (let k = 0; k < kept.length; k++) this.#bytes[this.length++] = codeOf(column[kept[k]], greatest[at])
    })
    let before = -1
    for (let k = 0; k < kept.length; k++) {
      this.#number(items[kept[k]] - before - 1)
      before = items[kept[k]]
    }
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.length)
  }

  #keep(column: Float32Array, own: Int32Array, greatest: number): Int32Array {
    if (own.length > this.#kept.length) this.#kept = new Int32Array(2 * own.length)
    let count = 0
    for (let k = 0; k < own.length; k++) if (codeOf(column[own[k]], greatest) > 0) this.#kept[count++] = own[k]
    return this.#kept.subarray(0, count)
  }

  #number(value: number): void {
    let rest = value
    for (; rest > 127; rest >>>= 7) this.#bytes[this.length++] = (rest & 127) | 128
    this.#bytes[this.length++] = rest
  }

  #makeRoom(bytes: number): void {
    if (this.length + bytes <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.length + bytes, 2 * this.#bytes.length))
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}

/** The greatest number of a row's column as it will be read. */
function greatestOf(column: Float32Array, own: Int32Array): number {
  let greatest = 0
  for (let k = 0; k < own.length; k++) if (column[own[k]] > greatest) greatest = column[own[k]]
  return fromUpperHalf(upperHalf(greatest))
}
