/** Numbers by product and signal for one shopper, cleared in the time it took to fill them. */
export class SignalBoard {
  /** One column of a number for each product, one column after the other: a column at a time fits the cache. */
  readonly values: Float32Array
  readonly #itemCount: number
  readonly #width: number
  /** Signals that may hold something: the others are 0 for every product. */
  readonly #isUsed: Uint8Array
  readonly #isTouched: Uint8Array
  readonly #order: Int32Array
  #touchedCount = 0

  constructor(itemCount: number, width: number) {
    this.#itemCount = itemCount
    this.#width = width
    this.values = new Float32Array(itemCount * width)
    this.#isUsed = new Uint8Array(width)
    this.#isTouched = new Uint8Array(itemCount)
    this.#order = new Int32Array(itemCount)
  }

  /** Products that any signal has touched, in order of first touch; valid until the next touch. */
  get touched(): Int32Array {
    return this.#order.subarray(0, this.#touchedCount)
  }

  /** The numbers of one signal, by product, to be written to: touch the products, or they are never cleared. */
  writable(signal: number): Float32Array {
    this.#isUsed[signal] = 1
    return this.#column(signal)
  }

  /** The numbers of one signal, by product, to be read; null where all of them are 0. */
  readable(signal: number): Float32Array | null {
    return this.#isUsed[signal] === 0 ? null : this.#column(signal)
  }

  #column(signal: number): Float32Array {
    return this.values.subarray(signal * this.#itemCount, (signal + 1) * this.#itemCount)
  }

  /** Adds to one signal of one product. */
  add(item: number, signal: number, value: number): void {
    this.touch(item)
    this.#isUsed[signal] = 1
    this.values[signal * this.#itemCount + item] += value
  }

  /** Sets one signal of one product. */
  set(item: number, signal: number, value: number): void {
    this.touch(item)
    this.#isUsed[signal] = 1
    this.values[signal * this.#itemCount + item] = value
  }

  /** Marks a product as a candidate without saying anything of it. */
  touch(item: number): void {
    if (this.#isTouched[item] !== 0) return
    this.#isTouched[item] = 1
    this.#order[this.#touchedCount++] = item
  }

  /** Marks the products at places `from` up to, not with, `to` of a list. */
  touchAll(items: ArrayLike<number>, from: number, to: number): void {
    const isTouched = this.#isTouched
    const order = this.#order
    let count = this.#touchedCount
    for (let at = from; at < to; at++) {
      const item = items[at]
      if (isTouched[item] !== 0) continue
      isTouched[item] = 1
      order[count++] = item
    }
    this.#touchedCount = count
  }

  /** Reads one signal of one product. */
  get(item: number, signal: number): number {
    return this.values[signal * this.#itemCount + item]
  }

  /** Forgets everything. */
  clear(): void {
    const touched = this.touched
    const isMuch = touched.length * FILL_PAYS > this.#itemCount
    for (let signal = 0; signal < this.#width; signal++) {
      if (this.#isUsed[signal] === 0) continue
      const column = this.#column(signal)
      if (isMuch) column.fill(0)
      else for (let at = 0; at < touched.length; at++) column[touched[at]] = 0
    }
    this.#isUsed.fill(0)
    for (let at = 0; at < touched.length; at++) this.#isTouched[touched[at]] = 0
    this.#touchedCount = 0
  }
}

/** Where more than one product in so many was touched, columns are cleared whole. */
const FILL_PAYS = 8
