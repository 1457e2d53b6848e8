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
