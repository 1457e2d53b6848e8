import { ln } from "../../numeric/portable-math"
import type { ValueScale } from "../calibration/confidence"
import type { Lift } from "./lift"
import type { ShopView } from "./shop-view"

/** Lifted products that are candidates for everybody at most, as many as are the newest: each costs every list. */
const CANDIDATES_AT_MOST = 60

/** The items that are lifted most, in an order that hangs on nothing but the lifts. */
export function mostLifted(view: ShopView, factors: ReadonlyMap<string, number>): number[] {
  return [...factors]
    .filter(([, factor]) => factor > 1)
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, CANDIDATES_AT_MOST)
    .flatMap(([id]) => view.indexOf(id) ?? [])
}

/**
 * Lifts by item: as the logarithm of the odds is a line over the score, a factor on the odds is a distance on it. None
 * where the scale distinguishes no chances: there no distance would do.
 */
export function liftsIn(
  view: ShopView,
  factors: ReadonlyMap<string, number>,
  scale: ValueScale,
): ReadonlyMap<number, Lift> {
  const slope = -view.model.calibration[scale].a
  const lifts = new Map<number, Lift>()
  if (!(slope > 0)) return lifts
  for (const [id, factor] of factors) {
    const item = view.indexOf(id)
    if (item !== undefined) lifts.set(item, { factor, score: ln(factor) / slope })
  }
  return lifts
}
