/** Numbers up to which a span is sorted by insertion. */
const FEW = 16
/** Classes that a longer span is divided into, by the bits of its numbers: two to the power of this. */
const CLASS_BITS = 9

/**
 * Sorts the positive numbers of a column, with where they came from. The bits of positive single-precision numbers
 * rise as the numbers do: a column is divided into classes by the first bits in which its numbers differ, large
 * classes once more, and the rest is left to insertion. Of a long column only the head is sorted, for ranks say
 * nothing apart beyond. Memory is kept between columns.
 *
 * @see Knuth, "The Art of Computer Programming", vol. 3, 5.2.5 (sorting by distribution)
 */
export class ColumnRanker {
  /** The numbers taken, in their order, falling once they are sorted; the first {@link length} are valid. */
  values = new Float32Array(0)
  /** Where each of them stood. */
  places = new Int32Array(0)
  length = 0
  /** The bits of {@link values}. */
  #keys = new Int32Array(0)
  #otherKeys = new Int32Array(0)
  #otherPlaces = new Int32Array(0)
  readonly #classes = new Int32Array(1 << CLASS_BITS)

  /** Takes `column[slots[i]]` for every i where it is above 0; returns the greatest. */
  take(column: Float32Array, slots: Int32Array): number {
    this.#reserve(slots.length)
    const { values, places } = this
    let length = 0
    let max = 0
    for (let at = 0; at < slots.length; at++) {
      // Written in any case and kept where it counts: which it will be cannot be guessed.
      const value = column[slots[at]]
      values[length] = value
      places[length] = at
      length += value > 0 ? 1 : 0
      if (value > max) max = value
    }
    this.length = length
    return max
  }

  /** Sorts what was taken: of more than `atMost` the greatest, with what shares the class of the least of these. */
  sort(atMost = Infinity): void {
    this.length = this.#divide(0, this.length, atMost)
    this.#insert()
  }

  /** Divides a span, where it is long, into classes that fall, each no longer than few or of one number; returns its end. */
  #divide(from: number, to: number, atMost: number): number {
    if (to - from <= FEW) return to
    const keys = this.#keys
    let min = keys[from]
    let max = min
    for (let at = from + 1; at < to; at++) {
      min = Math.min(min, keys[at])
      max = Math.max(max, keys[at])
    }
    if (min === max) return to
    const shift = Math.max(0, 32 - CLASS_BITS - Math.clz32(max - min))
    const classes = this.#classes.fill(0)
    for (let at = from; at < to; at++) classes[(keys[at] - min) >> shift]++
    const large: number[] = []
    let end = from
    let lowest = (max - min) >> shift
    for (; lowest >= 0 && end - from < atMost; lowest--) {
      const size = classes[lowest]
      classes[lowest] = end
      if (size > FEW) large.push(end, end + size)
      end += size
    }
    this.#scatter({ from, to, end }, { min, shift, floor: min + ((lowest + 1) << shift) })
    for (let at = 0; at < large.length; at += 2) this.#divide(large[at], large[at + 1], Infinity)
    return end
  }

  /** Moves the numbers of a span to where their classes begin; those below the floor are dropped. */
  #scatter(
    { from, to, end }: { readonly from: number; readonly to: number; readonly end: number },
    { min, shift, floor }: { readonly min: number; readonly shift: number; readonly floor: number },
  ): void {
    const keys = this.#keys
    const places = this.places
    const next = this.#classes
    for (let at = from; at < to; at++) {
      const key = keys[at]
      if (key < floor) continue
      const place = next[(key - min) >> shift]++
      this.#otherKeys[place] = key
      this.#otherPlaces[place] = places[at]
    }
    keys.set(this.#otherKeys.subarray(from, end), from)
    places.set(this.#otherPlaces.subarray(from, end), from)
  }

  /** The number at a place from 1 on in falling order, the least of all where there are fewer; to be asked before sorting. */
  greatest(place: number): number {
    const { values, length } = this
    const top = new Float32Array(Math.min(place, length))
    let least = 0
    for (let at = 0; at < length; at++) {
      if (values[at] <= least) continue
      let to = top.length - 1
      for (; to > 0 && top[to - 1] < values[at]; to--) top[to] = top[to - 1]
      top[to] = values[at]
      least = top[top.length - 1]
    }
    return least
  }

  #insert(): void {
    const keys = this.#keys
    const { places, length } = this
    for (let at = 1; at < length; at++) {
      const key = keys[at]
      if (keys[at - 1] >= key) continue
      const place = places[at]
      let to = at
      for (; to > 0 && keys[to - 1] < key; to--) {
        keys[to] = keys[to - 1]
        places[to] = places[to - 1]
      }
      keys[to] = key
      places[to] = place
    }
  }

  #reserve(length: number): void {
    if (length <= this.places.length) return
    const room = length * 2
    this.values = new Float32Array(room)
    this.#keys = new Int32Array(this.values.buffer)
    this.places = new Int32Array(room)
    this.#otherKeys = new Int32Array(room)
    this.#otherPlaces = new Int32Array(room)
  }
}
