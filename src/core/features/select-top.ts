/**
 * The value at place `count` (from 1) of the first `length` values in falling order: everything above it, and
 * enough of what equals it, are the `count` greatest. Expected O(length); the values are left in another order.
 *
 * @returns -Infinity where there are no more than `count` values
 * @see Hoare, "Algorithm 65: FIND", CACM 1961
 */
export function greatestFloor(values: Float32Array | Float64Array, length: number, count: number): number {
  if (length <= count) return -Infinity
  if (count <= 0) return Infinity
  let low = 0
  let high = length - 1
  const place = count - 1
  while (low < high) {
    const pivot = medianOfThree(values[low], values[(low + high) >>> 1], values[high])
    let i = low
    let j = high
    while (i <= j) {
      while (values[i] > pivot) i++
      while (values[j] < pivot) j--
      if (i > j) break
      const held = values[i]
      values[i++] = values[j]
      values[j--] = held
    }
    if (place <= j) high = j
    else if (place >= i) low = i
    else break
  }
  return values[place]
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

/** Scratch of {@link strongest}, grown to the longest list so far. */
let scratch = new Float64Array(1024)

/** The `count` candidates of greatest value, greatest first; equal values by index, so that the answer is one. */
export function strongest(candidates: readonly number[], valueOf: (item: number) => number, count: number): number[] {
  const order = (a: number, b: number): number => valueOf(b) - valueOf(a) || a - b
  const length = candidates.length
  if (length <= count) return [...candidates].sort(order)
  if (scratch.length < length) scratch = new Float64Array(length * 2)
  for (let at = 0; at < length; at++) scratch[at] = valueOf(candidates[at])
  const floor = greatestFloor(scratch, length, count)
  return candidates
    .filter((item) => valueOf(item) >= floor)
    .sort(order)
    .slice(0, count)
}

/**
 * Brings the `atMost` items of greatest value to the front of `items`, greatest first, equal values by index.
 *
 * @param items distinct indices into `values`, of which the first `length` count; their order is lost
 * @returns how many there are at the front
 */
export function bringStrongest(
  items: Int32Array,
  values: Float64Array,
  { length, atMost }: { readonly length: number; readonly atMost: number },
): number {
  let kept = length
  if (length > atMost) {
    if (scratch.length < length) scratch = new Float64Array(length * 2)
    for (let at = 0; at < length; at++) scratch[at] = values[items[at]]
    const floor = greatestFloor(scratch, length, atMost)
    kept = 0
    for (let at = 0; at < length; at++) if (values[items[at]] >= floor) items[kept++] = items[at]
  }
  sortFalling(items, values, { low: 0, high: kept - 1 })
  return Math.min(kept, atMost)
}

/** Spans up to which insertion is faster than dividing on. */
const FEW = 12

/** Sorts a span by falling value, equal values by index: no two are equal in both, so there is one answer. */
function sortFalling(items: Int32Array, values: Float64Array, span: { low: number; high: number }): void {
  let { low, high } = span
  while (high - low > FEW) {
    const pivot = items[(low + high) >>> 1]
    const value = values[pivot]
    let i = low
    let j = high
    while (i <= j) {
      while (values[items[i]] > value || (values[items[i]] === value && items[i] < pivot)) i++
      while (values[items[j]] < value || (values[items[j]] === value && items[j] > pivot)) j--
      if (i > j) break
      const held = items[i]
      items[i++] = items[j]
      items[j--] = held
    }
    // The smaller part first: the stack stays short.
    if (j - low < high - i) {
      sortFalling(items, values, { low, high: j })
      low = i
    } else {
      sortFalling(items, values, { low: i, high })
      high = j
    }
  }
  for (let at = low + 1; at <= high; at++) {
    const item = items[at]
    const value = values[item]
    let to = at
    for (; to > low; to--) {
      const before = items[to - 1]
      if (values[before] > value || (values[before] === value && before < item)) break
      items[to] = before
    }
    items[to] = item
  }
}
