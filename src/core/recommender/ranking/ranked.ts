/** Products by value, greatest first; equal values by index. */
export function ranked(items: Int32Array, values: Float64Array): Int32Array {
  const order = Int32Array.from(items.keys()).sort((a, b) => values[b] - values[a] || items[a] - items[b])
  return order.map((at) => items[at])
}
