import { greatestFloor } from "./select-top"

/** Numbers up to which a column is sorted by insertion. */
const FEW = 24
const DIGITS = 256

/**
 * Sorts the positive numbers of a column, with where they came from. The bits of positive single-precision numbers
 * rise as the numbers do, so they are sorted digit by digit, without comparisons; of a long column only its head, for
 * ranks tell nothing apart beyond. Memory is kept between columns.
 *
 * @see Knuth, "The Art of Computer Programming", vol. 3, 5.2.5 (radix list sort)
 */
export class ColumnRanker {
  /** Positive numbers, rising; the first {@link length} are valid. */
  values = new Float32Array(512)
  /** Where each of them stood. */
  places = new Int32Array(512)
  length = 0
  #otherValues = new Float32Array(512)
  #otherPlaces = new Int32Array(512)
  readonly #counts = new Int32Array(4 * DIGITS)

  /**
   * Takes `column[items[i]]` for every i, and sorts what is above 0: of more than `atMost` the greatest, with all that
   * equal the least of these.
   */
  sort(column: Float32Array, items: Int32Array, atMost = Infinity): void {
    this.#reserve(items.length)
    const { values, places } = this
    let length = 0
    for (let at = 0; at < items.length; at++) {
      const value = column[items[at]]
      if (!(value > 0)) continue
      values[length] = value
      places[length++] = at
    }
    this.length = length <= atMost ? length : this.#keepGreatest(length, atMost)
    if (this.length <= FEW) this.#insert()
    else this.#sortDigits()
  }

  /** Brings the `count` greatest of the first `length` numbers, and what equals the last of them, to the front. */
  #keepGreatest(length: number, count: number): number {
    const { values, places } = this
    const spoilt = this.#otherValues
    spoilt.set(values.subarray(0, length))
    const floor = greatestFloor(spoilt, length, count)
    let kept = 0
    for (let at = 0; at < length; at++) {
      if (values[at] < floor) continue
      values[kept] = values[at]
      places[kept++] = places[at]
    }
    return kept
  }

  #insert(): void {
    const { values, places, length } = this
    for (let at = 1; at < length; at++) {
      const value = values[at]
      const place = places[at]
      let to = at
      for (; to > 0 && values[to - 1] > value; to--) {
        values[to] = values[to - 1]
        places[to] = places[to - 1]
      }
      values[to] = value
      places[to] = place
    }
  }

  #sortDigits(): void {
    const { length } = this
    const counts = this.#counts.fill(0)
    const keys = new Uint32Array(this.values.buffer, 0, length)
    for (let at = 0; at < length; at++) {
      const key = keys[at]
      counts[key & 255]++
      counts[256 + ((key >>> 8) & 255)]++
      counts[512 + ((key >>> 16) & 255)]++
      counts[768 + (key >>> 24)]++
    }
    for (let digit = 0; digit < 4; digit++) {
      const first = (keyAt(this.values, 0) >>> (8 * digit)) & 255
      // A digit that all numbers share orders nothing.
      if (counts[digit * DIGITS + first] < length) this.#sortDigit(digit)
    }
  }

  #sortDigit(digit: number): void {
    const { length } = this
    const next = this.#counts.subarray(digit * DIGITS, (digit + 1) * DIGITS)
    let start = 0
    for (let value = 0; value < DIGITS; value++) {
      const count = next[value]
      next[value] = start
      start += count
    }
    const from = new Uint32Array(this.values.buffer, 0, length)
    const to = new Uint32Array(this.#otherValues.buffer, 0, length)
    const fromPlaces = this.places
    const toPlaces = this.#otherPlaces
    const shift = 8 * digit
    for (let at = 0; at < length; at++) {
      const key = from[at]
      const place = next[(key >>> shift) & 255]++
      to[place] = key
      toPlaces[place] = fromPlaces[at]
    }
    const values = this.values
    this.values = this.#otherValues
    this.#otherValues = values
    this.places = toPlaces
    this.#otherPlaces = fromPlaces
  }

  #reserve(length: number): void {
    if (length <= this.values.length) return
    this.values = new Float32Array(length * 2)
    this.places = new Int32Array(length * 2)
    this.#otherValues = new Float32Array(length * 2)
    this.#otherPlaces = new Int32Array(length * 2)
  }
}

function keyAt(values: Float32Array, at: number): number {
  return new Uint32Array(values.buffer, at * 4, 1)[0]
}
