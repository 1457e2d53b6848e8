/** Numbers by product and signal for one shopper, cleared in the time it took to fill them. */
export class SignalBoard {
  readonly width: number
  /** Products that any signal has touched, in order of first touch. */
  readonly touched: number[] = []
  /** One row of `width` signals for each product. */
  values: Float32Array
  #isTouched: Uint8Array

  constructor(itemCount: number, width: number) {
    this.width = width
    this.values = new Float32Array(itemCount * width)
    this.#isTouched = new Uint8Array(itemCount)
  }

  /** Makes room for more products. */
  grow(itemCount: number): void {
    if (itemCount <= this.#isTouched.length) return
    this.values = new Float32Array(itemCount * this.width)
    this.#isTouched = new Uint8Array(itemCount)
    this.touched.length = 0
  }

  /** Adds to one signal of one product. */
  add(item: number, signal: number, value: number): void {
    if (this.#isTouched[item] === 0) {
      this.#isTouched[item] = 1
      this.touched.push(item)
    }
    this.values[item * this.width + signal] += value
  }

  /** Sets one signal of one product. */
  set(item: number, signal: number, value: number): void {
    this.add(item, signal, 0)
    this.values[item * this.width + signal] = value
  }

  /** Marks a product as a candidate without saying anything of it. */
  touch(item: number): void {
    this.add(item, 0, 0)
  }

  /** Reads one signal of one product. */
  get(item: number, signal: number): number {
    return this.values[item * this.width + signal]
  }

  /** Forgets everything. */
  clear(): void {
    for (const item of this.touched) {
      this.#isTouched[item] = 0
      this.values.fill(0, item * this.width, (item + 1) * this.width)
    }
    this.touched.length = 0
  }
}
