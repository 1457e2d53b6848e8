import { axpy, dot, norm } from "./vectors"

/** A convex function of a vector with a (generalised) Hessian, evaluated at one point at a time. */
export interface SmoothFunction {
  /** Goes to `point` and returns the value there. */
  moveTo(point: Float64Array): number
  /** Gradient at the point moved to last. A new array or one that later calls overwrite. */
  gradient(): Float64Array
  /** out ← H v, with H the Hessian at the point moved to last. */
  multiplyHessian(v: Float64Array, out: Float64Array): void
  /** Diagonal of that Hessian, all above 0: the preconditioner. */
  hessianDiagonal(): Float64Array
}

/** Options of {@link trustRegionNewton}. */
export interface TrustRegionOptions {
  readonly start: Float64Array
  /** Stops when the gradient is at most this long. */
  readonly gradientTarget: number
  /** Newton steps at most, refused ones included. */
  readonly maxIterations: number
}

/** Where {@link trustRegionNewton} ended. */
export interface TrustRegionResult {
  readonly point: Float64Array
  readonly value: number
  readonly gradientNorm: number
  readonly iterations: number
  readonly converged: boolean
}

/** A step is taken when the function falls by more than this share of what the quadratic model predicted. */
const ACCEPT = 1e-4
const POOR = 0.25
const GOOD = 0.75
const SHRINK = 0.25
const GROW = 4
/** Share of the gradient that may be left of each inner system. */
const FORCING = 0.1
/** A smaller fall than this share of the value drowns in rounding: then the gradient must become shorter instead. */
const MEASURABLE = 1e-10

/**
 * Minimises a smooth convex function by the trust-region Newton method for linear classifiers (Lin, Weng & Keerthi,
 * JMLR 2008), each step solved by conjugate gradients that stop at the border of the region (Steihaug 1983), lengths
 * being measured in the norm of the diagonal preconditioner (Hsia, Chiang & Lin, ACML 2018).
 * The value never rises by more than rounding.
 */
export function trustRegionNewton(target: SmoothFunction, options: TrustRegionOptions): TrustRegionResult {
  const point = options.start.slice()
  let value = target.moveTo(point)
  let gradient = target.gradient().slice()
  let gradientNorm = norm(gradient)
  let radius = 0
  let iterations = 0
  while (gradientNorm > options.gradientTarget && iterations < options.maxIterations) {
    const diagonal = target.hessianDiagonal()
    if (iterations === 0)
      radius = Math.sqrt(
        scaledDot(
          gradient,
          gradient,
          diagonal.map((entry) => 1 / entry),
        ),
      )
    const step = steihaug(target, { gradient, diagonal, radius })
    const predicted = (dot(step.direction, step.residual) - dot(gradient, step.direction)) / 2
    const candidate = point.slice()
    axpy(1, step.direction, candidate)
    const candidateValue = target.moveTo(candidate)
    iterations++
    if (predicted > MEASURABLE * Math.abs(value)) {
      const ratio = (value - candidateValue) / predicted
      if (ratio < POOR) radius = Math.min(radius, step.length) * SHRINK
      else if (ratio > GOOD && step.atBorder) radius *= GROW
      if (!(ratio > ACCEPT)) {
        target.moveTo(point)
        continue
      }
    } else if (!(norm(target.gradient()) < gradientNorm)) {
      break
    }
    point.set(candidate)
    value = candidateValue
    gradient = target.gradient().slice()
    gradientNorm = norm(gradient)
  }
  return { point, value, gradientNorm, iterations, converged: gradientNorm <= options.gradientTarget }
}

interface Region {
  readonly gradient: Float64Array
  readonly diagonal: Float64Array
  readonly radius: number
}

interface RegionStep {
  readonly direction: Float64Array
  /** gradient + H direction, negated: what is left of the Newton system. */
  readonly residual: Float64Array
  /** Length of the direction in the norm of the diagonal. */
  readonly length: number
  readonly atBorder: boolean
}

function steihaug(target: SmoothFunction, { gradient, diagonal, radius }: Region): RegionStep {
  const inverse = diagonal.map((entry) => 1 / entry)
  const direction = new Float64Array(gradient.length)
  const residual = gradient.map((value) => -value)
  const search = residual.map((value, k) => value * inverse[k])
  const product = new Float64Array(gradient.length)
  const enough = FORCING * norm(gradient)
  let fit = dot(residual, search)
  // In exact arithmetic as many products as columns suffice.
  for (let k = 0; k < gradient.length && norm(residual) > enough; k++) {
    target.multiplyHessian(search, product)
    const step = fit / dot(search, product)
    const toBorder = stepToBorder({ direction, search, diagonal, radius })
    axpy(Math.min(step, toBorder), search, direction)
    axpy(-Math.min(step, toBorder), product, residual)
    if (step >= toBorder) return { direction, residual, length: radius, atBorder: true }
    let nextFit = 0
    for (let j = 0; j < residual.length; j++) nextFit += residual[j] * residual[j] * inverse[j]
    for (let j = 0; j < search.length; j++) search[j] = residual[j] * inverse[j] + (nextFit / fit) * search[j]
    fit = nextFit
  }
  return { direction, residual, length: Math.sqrt(scaledDot(direction, direction, diagonal)), atBorder: false }
}

/** The t ≥ 0 at which direction + t · search is `radius` long. */
function stepToBorder(at: {
  direction: Float64Array
  search: Float64Array
  diagonal: Float64Array
  radius: number
}): number {
  const { direction, search, diagonal, radius } = at
  const a = scaledDot(search, search, diagonal)
  const b = scaledDot(direction, search, diagonal)
  const c = radius * radius - scaledDot(direction, direction, diagonal)
  const root = Math.sqrt(Math.max(0, b * b + a * c))
  // Two forms of one root, each without cancellation on its side.
  return b > 0 ? c / (b + root) : (root - b) / a
}

function scaledDot(a: Float64Array, b: Float64Array, scale: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k] * scale[k] * b[k]
  return sum
}
