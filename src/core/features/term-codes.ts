import { ownerCode } from "./owner-code"

/** Places at first, a power of two, and the share of them that may be taken. */
const FIRST_PLACES = 1024
const FULL = 0.7

/**
 * Numbers of words in the order in which they first came. A word is known by 64 bits of its hash and not kept: a catalog has
 * many times as many words and pairs of words as products. Of n words two are one with a chance of about n² / 2⁶⁵.
 */
export class TermCodes {
  #hashes = new Int32Array(2 * FIRST_PLACES)
  /** Code behind each place, -1 where nothing stands. */
  #codes = new Int32Array(FIRST_PLACES).fill(-1)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Number of a word, the next where it is new. */
  codeOf(term: string): number {
    const [first, second] = ownerCode(term)
    const place = this.#placeOf(first, second)
    if (this.#codes[place] >= 0) return this.#codes[place]
    this.#put(place, { first, second, code: this.#size })
    const code = this.#size++
    if (this.#size > FULL * this.#codes.length) this.#grow()
    return code
  }

  #placeOf(first: number, second: number): number {
    const mask = this.#codes.length - 1
    let place = first & mask
    while (this.#codes[place] >= 0 && (this.#hashes[2 * place] !== first || this.#hashes[2 * place + 1] !== second))
      place = (place + 1) & mask
    return place
  }

  #put(
    place: number,
    { first, second, code }: { readonly first: number; readonly second: number; readonly code: number },
  ): void {
    this.#hashes[2 * place] = first
    this.#hashes[2 * place + 1] = second
    this.#codes[place] = code
  }

  #grow(): void {
    const [hashes, codes] = [this.#hashes, this.#codes]
    this.#hashes = new Int32Array(2 * hashes.length)
    this.#codes = new Int32Array(2 * codes.length).fill(-1)
    codes.forEach((code, at) => {
      if (code < 0) return
      const [first, second] = [hashes[2 * at], hashes[2 * at + 1]]
      this.#put(this.#placeOf(first, second), { first, second, code })
    })
  }
}
