import { exactLineSearch } from "../linear-algebra/exact-line-search"
import { trustRegionNewton } from "../linear-algebra/trust-region-newton"

test("exactLineSearch: finds the minimum of a parabola in one Newton step, wherever it lies", () => {
  for (const minimum of [0.01, 1, 700]) {
    const step = exactLineSearch(-minimum, (t) => ({ slope: t - minimum, curvature: 1 }))
    expect(Math.abs(step - minimum)).toBeLessThan(1e-3 * minimum)
  }
})

test("exactLineSearch: walks out of flat stretches and bisects where Newton leaves the bracket", () => {
  // Flat slope −1 up to 6, then steep: Newton from the flat part would go to infinity, from the steep one below 4.
  const step = exactLineSearch(-1, (t) =>
    t < 6 ? { slope: -1, curvature: 0 } : { slope: 20 * (t - 6.05), curvature: 0.1 },
  )
  expect(step).toBeCloseTo(6.05, 3)
})

test("exactLineSearch: a slope that jumps over zero is bracketed as far as the number of tries allows", () => {
  const step = exactLineSearch(-1, (t) => ({ slope: t < Math.PI ? -1 : 1, curvature: 0 }))
  expect(step).toBeCloseTo(Math.PI, 6)
})

test("exactLineSearch: takes no step where the function does not fall", () => {
  const evaluate = jest.fn(() => ({ slope: 1, curvature: 1 }))
  expect(exactLineSearch(0, evaluate)).toBe(0)
  expect(exactLineSearch(3, evaluate)).toBe(0)
  expect(exactLineSearch(Number.NaN, evaluate)).toBe(0)
  expect(evaluate).not.toHaveBeenCalled()
})

/** Σ √(1 + xᵢ²): Newton alone runs away from any start beyond 1. */
function aHyperbola(): Parameters<typeof trustRegionNewton>[0] {
  let at = new Float64Array(0)
  const curvature = (x: number): number => (1 + x * x) ** -1.5
  return {
    moveTo(point) {
      at = point.slice()
      return at.reduce((sum, x) => sum + Math.sqrt(1 + x * x), 0)
    },
    gradient: () => at.map((x) => x / Math.sqrt(1 + x * x)),
    multiplyHessian: (v, out) => {
      for (let k = 0; k < v.length; k++) out[k] = curvature(at[k]) * v[k]
    },
    hessianDiagonal: () => at.map(curvature),
  }
}

test("trustRegionNewton: refuses steps that overshoot and still gets to the minimum", () => {
  const options = { start: Float64Array.of(3, -5), gradientTarget: 1e-8, maxIterations: 100 }
  const result = trustRegionNewton(aHyperbola(), options)
  expect(result.converged).toBe(true)
  expect(result.value).toBeCloseTo(2, 12)
  for (const x of result.point) expect(Math.abs(x)).toBeLessThan(1e-7)
})

test("trustRegionNewton: stops where only rounding is left, and says that it did not get there", () => {
  const options = { start: Float64Array.of(0.5), gradientTarget: 0, maxIterations: 100 }
  const result = trustRegionNewton({ ...aHyperbola(), gradient: () => Float64Array.of(1e-12) }, options)
  expect(result).toMatchObject({ converged: false, iterations: 1 })
})
