/**
 * How much of a full bar each value fills, -1 to 1.
 *
 * @param max value of a full bar, such as 1 where values are shares of a whole; the largest of them where absent
 */
export function barShares(values: readonly number[], max?: number): number[] {
  const full = max ?? Math.max(...values.map(Math.abs), Number.EPSILON)
  return values.map((value) => Math.min(1, Math.max(-1, value / full)))
}
