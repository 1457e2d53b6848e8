import type { ShownList } from "../../contract/interaction-log"
import { exp, ln } from "../../numeric/portable-math"

/** Places from the first on that are distinguished; those behind them count as the last of them. */
const PLACES = 24
/** Clicks at both places of a pair that are taken to be known beforehand, as many at the one as at the other. */
const BELIEVED_CLICKS = 2
/** Weight of the belief that two neighboring places are looked at alike, in pairs of clicks. */
const SMOOTHNESS = 1
const SWEEPS = 200

/** Chance that a product at a place is looked at, beside the place that is looked at most: above 0 and at most 1. */
export type Propensity = (placement: string, place: number) => number

/**
 * Propensities by placement and place, harvested from lists in which the same shopper saw the same product at different
 * places, because a new version or a rotation moved it: how often it was clicked at the one and at the other is then the
 * place's doing, for product and taste are the same. Every two places that share such products give one ratio; the
 * places' propensities are those that fit all ratios best, by least squares on their logarithms, each weighted by its
 * clicks. Where little was moved, and in placements that show all at once, they come out near 1: nothing is corrected.
 *
 * @see Agarwal, Zaitsev, Wang, Li, Najork, Joachims, "Estimating Position Bias without Intrusive Interventions", WSDM 2019 (all pairs)
 */
export function harvestPropensities(lists: readonly ShownList[]): Propensity {
  const ofPlacement = new Map<string, Float64Array>()
  for (const [placement, units] of unitsByPlacement(lists)) ofPlacement.set(placement, fitPlaces(clicksByPair(units)))
  return (placement, place) => ofPlacement.get(placement)?.[Math.min(place, PLACES - 1)] ?? 1
}

/** One product as one shopper saw it: how often at each place, and how often it was clicked there. */
type Unit = Map<number, { seen: number; clicked: number }>

function unitsByPlacement(lists: readonly ShownList[]): Map<string, Map<string, Unit>> {
  const placements = new Map<string, Map<string, Unit>>()
  for (const { shopperId, placement, products } of lists) {
    if (shopperId === "") continue
    const units = placements.get(placement) ?? new Map<string, Unit>()
    placements.set(placement, units)
    for (const { itemId, place, seen, outcome } of products) {
      if (!seen) continue
      const key = `${shopperId}\u001f${itemId}`
      const unit: Unit = units.get(key) ?? new Map<number, { seen: number; clicked: number }>()
      units.set(key, unit)
      const at = Math.min(place, PLACES - 1)
      const counts = unit.get(at) ?? { seen: 0, clicked: 0 }
      unit.set(at, counts)
      counts.seen++
      if (outcome !== "passed_over") counts.clicked++
    }
  }
  return placements
}

/** Clicks at place a of what was seen at both a and b, at a * PLACES + b; as if both had been seen equally often. */
function clicksByPair(units: ReadonlyMap<string, Unit>): Float64Array {
  const clicks = new Float64Array(PLACES * PLACES)
  for (const unit of units.values()) {
    for (const [a, atA] of unit) {
      for (const [b, atB] of unit) {
        if (a !== b) clicks[a * PLACES + b] += (Math.min(atA.seen, atB.seen) * atA.clicked) / atA.seen
      }
    }
  }
  return clicks
}

/** Propensities whose ratios fit best, by Gauss-Seidel sweeps over the places. */
function fitPlaces(clicks: Float64Array): Float64Array {
  const logs = new Float64Array(PLACES)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let place = 1; place < PLACES; place++) {
      let [sum, weights] = [0, 0]
      for (let other = 0; other < PLACES; other++) {
        if (other === place) continue
        const [own, theirs] = [clicks[place * PLACES + other], clicks[other * PLACES + place]]
        if (own + theirs > 0) {
          // Inverse variance of a ratio of two counts.
          const weight = ((own + BELIEVED_CLICKS) * (theirs + BELIEVED_CLICKS)) / (own + theirs + 2 * BELIEVED_CLICKS)
          sum += weight * (logs[other] + ln((own + BELIEVED_CLICKS) / (theirs + BELIEVED_CLICKS)))
          weights += weight
        }
        if (Math.abs(other - place) === 1) {
          sum += SMOOTHNESS * logs[other]
          weights += SMOOTHNESS
        }
      }
      logs[place] = sum / weights
    }
  }
  const most = logs.reduce((highest, one) => Math.max(highest, one), logs[0])
  return logs.map((one) => exp(one - most))
}
