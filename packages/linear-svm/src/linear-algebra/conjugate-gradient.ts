import { axpy, dot, norm } from "./vectors"

/** A system H x = b with H symmetric positive definite, known by its products alone. */
export interface ConjugateGradientProblem {
  /** b. */
  readonly rightSide: Float64Array
  /** out ← H v. */
  readonly multiply: (v: Float64Array, out: Float64Array) => void
  /** Replaces r by M⁻¹ r, where M is near H and easy to solve; leaves it alone when M is the identity. */
  readonly precondition: (r: Float64Array) => void
  /** Stops when ‖b − H x‖ is at most this share of ‖b‖. */
  readonly tolerance: number
  /** Products at most. @defaultValue 250 */
  readonly maxIterations?: number
}

/** An approximate solution. */
export interface ConjugateGradientSolution {
  readonly solution: Float64Array
  /** Products with H that it took. */
  readonly iterations: number
}

/**
 * Preconditioned conjugate gradients from x = 0 (Hestenes & Stiefel 1952; Nocedal & Wright, Numerical
 * Optimization, Alg. 5.3). However early it stops, the solution is a descent direction for a function whose
 * gradient is −b.
 */
export function conjugateGradient(problem: ConjugateGradientProblem): ConjugateGradientSolution {
  const { rightSide, multiply, precondition, tolerance, maxIterations = 250 } = problem
  const solution = new Float64Array(rightSide.length)
  const residual = rightSide.slice()
  const product = new Float64Array(rightSide.length)
  const preconditioned = residual.slice()
  precondition(preconditioned)
  const search = preconditioned.slice()
  const target = tolerance * norm(rightSide)
  let fit = dot(residual, preconditioned)
  let iterations = 0
  while (iterations < maxIterations && norm(residual) > target) {
    multiply(search, product)
    iterations++
    const step = fit / dot(search, product)
    axpy(step, search, solution)
    axpy(-step, product, residual)
    preconditioned.set(residual)
    precondition(preconditioned)
    const nextFit = dot(residual, preconditioned)
    const keep = nextFit / fit
    for (let k = 0; k < search.length; k++) search[k] = preconditioned[k] + keep * search[k]
    fit = nextFit
  }
  return { solution, iterations }
}
