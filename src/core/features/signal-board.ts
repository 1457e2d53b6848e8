/**
 * Numbers by product and signal for one shopper, cleared in the time it took to fill them. A product gets a slot when it
 * is first touched, and numbers are held by slot: those of one shopper lie side by side, however large the shop is.
 */
export class SignalBoard {
  /** One column of a number for each slot, by signal, made when it is first written to. */
  readonly #columns: (Float32Array | null)[]
  /** For each signal the slot from which on it holds nothing but 0. */
  readonly #ends: Int32Array
  /** Slot of each product, -1 for those not touched. */
  readonly #slots: Int32Array
  readonly #items: Int32Array
  #count = 0
  /** Slots of the row at hand, see {@link touchRow}. */
  readonly #row: Int32Array
  #rowLength = 0

  constructor(itemCount: number, width: number) {
    this.#columns = Array.from({ length: width }, () => null)
    this.#ends = new Int32Array(width)
    this.#slots = new Int32Array(itemCount).fill(-1)
    this.#items = new Int32Array(itemCount)
    this.#row = new Int32Array(itemCount)
  }

  /** The product of each slot: those that any signal has touched, in order of first touch; valid until the next touch. */
  get touched(): Int32Array {
    return this.#items.subarray(0, this.#count)
  }

  /** The numbers of one signal, by slot, to be written to for the products touched by now. */
  writable(signal: number): Float32Array {
    this.#ends[signal] = this.#count
    const column = this.#columns[signal] ?? new Float32Array(this.#items.length)
    this.#columns[signal] = column
    return column
  }

  /** The numbers of one signal, by slot, to be read; null where all of them are 0. */
  readable(signal: number): Float32Array | null {
    return this.#ends[signal] === 0 ? null : this.#columns[signal]
  }

  /** The slot from which on a signal holds nothing but 0: signals of the shopper's own past end early. */
  endOf(signal: number): number {
    return this.#ends[signal]
  }

  /** Adds to one signal of one product. */
  add(item: number, signal: number, value: number): void {
    const slot = this.touch(item)
    this.writable(signal)[slot] += value
  }

  /** Sets one signal of one product. */
  set(item: number, signal: number, value: number): void {
    const slot = this.touch(item)
    this.writable(signal)[slot] = value
  }

  /** The slot of a product, which makes it a candidate without saying anything of it. */
  touch(item: number): number {
    const known = this.#slots[item]
    if (known >= 0) return known
    this.#slots[item] = this.#count
    this.#items[this.#count] = item
    return this.#count++
  }

  /** The slot of a product, -1 where nothing has touched it. */
  slotOf(item: number): number {
    return this.#slots[item]
  }

  /** The slots of a list of products, all of them touched. */
  slotsOf(items: Int32Array): Int32Array {
    const slots = new Int32Array(items.length)
    for (let at = 0; at < items.length; at++) slots[at] = this.touch(items[at])
    return slots
  }

  /** Touches the products at places `from` up to, not with, `to` of a list: they are the row that {@link addRow} adds to. */
  touchRow(items: ArrayLike<number>, from: number, to: number): void {
    const slots = this.#slots
    const row = this.#row
    let count = this.#count
    for (let at = from; at < to; at++) {
      const item = items[at]
      let slot = slots[item]
      if (slot < 0) {
        slot = count++
        slots[item] = slot
        this.#items[slot] = item
      }
      row[at - from] = slot
    }
    this.#count = count
    this.#rowLength = to - from
  }

  /** signal += factor · weights, of which the row's begin at `from`. */
  addRow(signal: number, factor: number, weights: Float32Array, from: number): void {
    const column = this.writable(signal)
    const row = this.#row
    const length = this.#rowLength
    for (let at = 0; at < length; at++) column[row[at]] += factor * weights[from + at]
  }

  /** signal ← max(signal, factor · weights), of which the row's begin at `from`. */
  raiseRow(signal: number, factor: number, weights: Float32Array, from: number): void {
    const column = this.writable(signal)
    const row = this.#row
    const length = this.#rowLength
    for (let at = 0; at < length; at++) {
      const value = factor * weights[from + at]
      if (value > column[row[at]]) column[row[at]] = value
    }
  }

  /** signal += gain, for all of the row. */
  addToRow(signal: number, gain: number): void {
    const column = this.writable(signal)
    const row = this.#row
    const length = this.#rowLength
    for (let at = 0; at < length; at++) column[row[at]] += gain
  }

  /** Reads one signal of one product. */
  get(item: number, signal: number): number {
    const slot = this.#slots[item]
    return slot < 0 ? 0 : (this.#columns[signal]?.[slot] ?? 0)
  }

  /** Forgets everything. */
  clear(): void {
    for (let signal = 0; signal < this.#ends.length; signal++) this.#columns[signal]?.fill(0, 0, this.#ends[signal])
    this.#ends.fill(0)
    for (let slot = 0; slot < this.#count; slot++) this.#slots[this.#items[slot]] = -1
    this.#count = 0
  }
}
