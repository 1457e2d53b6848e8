import { ln } from "../numeric/portable-math"

/** Shares below this are taken as this: a bin that nothing fell in must not make the index infinite. */
const LEAST_SHARE = 0.01

/** From here on a distribution counts as having moved clearly (a convention of credit scoring, Siddiqi 2006). */
export const PSI_ALARM = 0.25

/**
 * Population stability index Σ (a − r) ln(a / r) over the bins that the reference's quantiles make, where r and a
 * are the shares of reference and actual values in each bin. 0 is the same distribution; 0.1 and more has moved,
 * {@link PSI_ALARM} and more has moved clearly.
 *
 * Both are given by their inner quantile edges in ascending order (nine edges part ten equal shares); between two
 * edges values are taken as even. Equal edges make one bin.
 *
 * @returns NaN where either has no edges
 */
export function psiOfQuantiles(reference: readonly number[], actual: readonly number[]): number {
  if (reference.length === 0 || actual.length === 0) return Number.NaN
  const edges = [...new Set(reference)]
  let sum = 0
  let beforeReference = 0
  let beforeActual = 0
  for (const edge of [...edges, Infinity]) {
    const untilReference = shareUpTo(reference, edge)
    const untilActual = shareUpTo(actual, edge)
    const r = Math.max(LEAST_SHARE, untilReference - beforeReference)
    const a = Math.max(LEAST_SHARE, untilActual - beforeActual)
    sum += (a - r) * ln(a / r)
    beforeReference = untilReference
    beforeActual = untilActual
  }
  return sum
}

/** Standard normal quantile of one in a thousand: of fifty features, one in twenty trainings then alarms by chance. */
const Z_NOISE = 3.0902

/**
 * Index that two samples of one distribution exceed by chance once in a thousand times. The index is about χ² · (1/n + 1/m), with a
 * degree of freedom for each edge; the quantile of χ² is Wilson and Hilferty's.
 *
 * @param reference quantile edges, as for {@link psiOfQuantiles}
 * @param sizes independent values that the reference and the actual edges were made of
 * @returns infinity where either has none
 * @see Yurdakul, "Statistical properties of population stability index", 2018
 */
export function psiNoise(reference: readonly number[], sizes: readonly [number, number]): number {
  const freedom = new Set(reference).size
  const spread = 2 / (9 * freedom)
  const root = 1 - spread + Z_NOISE * Math.sqrt(spread)
  return freedom * root * root * root * (1 / sizes[0] + 1 / sizes[1])
}

/** The inner edges that part values into ten equal shares; empty for no values. */
export function decileEdges(values: readonly number[]): number[] {
  if (values.length === 0) return []
  const sorted = [...values].sort((a, b) => a - b)
  return Array.from({ length: 9 }, (_, at) => sorted[Math.floor(((at + 1) / 10) * sorted.length)])
}

/** Share of values at or below `x`. */
function shareUpTo(edges: readonly number[], x: number): number {
  if (x === Infinity) return 1
  const parts = edges.length + 1
  const next = edges.findIndex((edge) => edge > x)
  // Beyond the outer edges nothing is known but that a whole share lies there: half of it is on this side.
  if (next === 0) return 0.5 / parts
  const passed = next === -1 ? edges.length : next
  const below = edges[passed - 1]
  if (next === -1) return (below === x ? passed : passed + 0.5) / parts
  return (passed + (x - below) / (edges[next] - below)) / parts
}
