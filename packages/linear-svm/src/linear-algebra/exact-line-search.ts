/** Slope and curvature of a convex function of one number, at that number. */
export interface SlopeAt {
  readonly slope: number
  readonly curvature: number
}

const MOST_STEPS = 30
/** The slope may keep this share of what it was at 0: more exact would not help the outer Newton. */
const ENOUGH = 1e-3

/**
 * The step t > 0 that (nearly) minimises a convex, piecewise quadratic function along a descent direction:
 * Newton on its slope from t = 1, kept inside the interval where the slope changes sign, bisecting where
 * Newton leaves it. Squared hinge losses are such functions (Keerthi & DeCoste, JMLR 2005).
 *
 * @param slopeAtZero slope at t = 0; 0 is returned unless it is negative
 * @param evaluate slope and curvature at a step
 */
export function exactLineSearch(slopeAtZero: number, evaluate: (step: number) => SlopeAt): number {
  if (!(slopeAtZero < 0)) return 0
  let below = 0
  let above = Infinity
  let step = 1
  for (let tried = 0; tried < MOST_STEPS; tried++) {
    const { slope, curvature } = evaluate(step)
    if (Math.abs(slope) <= ENOUGH * -slopeAtZero) return step
    if (slope < 0) below = step
    else above = step
    const newton = step - slope / curvature
    step = newton > below && newton < above ? newton : above === Infinity ? 2 * step : (below + above) / 2
  }
  return step
}
