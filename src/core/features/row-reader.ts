import { decodeCodes, fromUpperHalf } from "./log-code"
import { GREATEST_BYTES } from "./packed-table"
import type { PackedTable } from "./packed-table"

/** Entries that a reader has room for at first; it grows with the longest row. */
const FIRST_ROOM = 256

/** Unpacks one row of a table at a time, into memory that the next row overwrites. */
export class RowReader {
  #items = new Int32Array(FIRST_ROOM)
  readonly #values: (Float32Array | undefined)[] = []
  #bytes: Uint8Array = new Uint8Array(0)
  #columnsAt = 0
  #length = 0

  /** Reads a row and returns its length: 0 for rows behind the last, which are of products that came later. */
  read({ offsets, bytes, columns }: PackedTable, row: number): number {
    this.#length = 0
    if (row + 1 >= offsets.length || offsets[row] === offsets[row + 1]) return 0
    let at = offsets[row]
    let length = bytes[at++]
    if (length > 127) {
      length &= 127
      for (let shift = 7, more = true; more; shift += 7) {
        length |= (bytes[at] & 127) << shift
        more = bytes[at++] > 127
      }
    }
    if (length > this.#items.length) this.#items = new Int32Array(2 * length)
    this.#length = length
    this.#bytes = bytes
    this.#columnsAt = at
    this.#readItems(bytes, at + columns * (length + GREATEST_BYTES))
    return length
  }

  /** Products of the row at hand, in rising order; what stands behind its length is of rows before. */
  get items(): Int32Array {
    return this.#items
  }

  /** Where a product stands in the row at hand, -1 where it does not. */
  placeOf(item: number): number {
    return this.#items.subarray(0, this.#length).indexOf(item)
  }

  /** Numbers of one column of the row at hand, entry by entry. */
  values(column = 0): Float32Array {
    const length = this.#length
    let values = this.#values[column]
    if (values === undefined || values.length < length) {
      values = new Float32Array(this.#items.length)
      this.#values[column] = values
    }
    const at = this.#columnsAt + column * (length + GREATEST_BYTES)
    const greatest = fromUpperHalf(this.#bytes[at] | (this.#bytes[at + 1] << 8))
    decodeCodes({ bytes: this.#bytes, from: at + GREATEST_BYTES, length }, greatest, values)
    return values
  }

  #readItems(bytes: Uint8Array, from: number): void {
    const items = this.#items
    let at = from
    let item = -1
    for (let entry = 0; entry < this.#length; entry++) {
      let distance = bytes[at++]
      if (distance > 127) {
        distance &= 127
        for (let shift = 7, more = true; more; shift += 7) {
          distance |= (bytes[at] & 127) << shift
          more = bytes[at++] > 127
        }
      }
      item += distance + 1
      items[entry] = item
    }
  }
}
