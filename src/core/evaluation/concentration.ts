/**
 * Gini coefficient of counts: 0 when every product got the same, towards 1 when
 * few got all. Products never shown count as zeros, so pass them too.
 *
 * Returns 0 for no products or when all counts are zero: nothing is concentrated.
 *
 * @param counts non-negative, in any order
 * @see Gini, "Variabilità e mutabilità", 1912; the sorted-sum form
 */
export function giniCoefficient(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b)
  let total = 0
  let ranked = 0
  sorted.forEach((count, index) => {
    total += count
    ranked += count * (index + 1)
  })
  if (total === 0) return 0
  return (2 * ranked) / (sorted.length * total) - (sorted.length + 1) / sorted.length
}
