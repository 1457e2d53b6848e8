import { TrainingInputError } from "../errors"
import { exp, ln, log1p } from "../numeric/portable-math"

/** P(chosen | score) = 1 / (1 + exp(a · score + b)); `a` is negative where higher scores mean likelier. */
export interface PlattScaling {
  readonly a: number
  readonly b: number
}

/** Options of {@link fitPlattScaling}. */
export interface FitPlattOptions {
  /** Weight of each score, all alike when absent. */
  readonly sampleWeights?: Float64Array
  /** Newton steps at most. @defaultValue 100 */
  readonly maxIterations?: number
  /** Stops when both parts of the gradient, divided by the weight of the scores, are at most this. @defaultValue 1e-10 */
  readonly tolerance?: number
}

/** A fitted sigmoid and how it was reached. */
export interface PlattFit extends PlattScaling {
  readonly iterations: number
  readonly converged: boolean
  /** Σ weight × cross-entropy against the smoothed targets, in nats. */
  readonly negativeLogLikelihood: number
}

/** Added to the Hessian's diagonal so that it can be inverted where all scores are alike. */
const HESSIAN_RIDGE = 1e-12
const SMALLEST_STEP = 1e-10
const SUFFICIENT_DECREASE = 1e-4

/**
 * Fits the sigmoid that turns decision values into probabilities: minimises
 * −Σᵢ sᵢ (tᵢ log pᵢ + (1 − tᵢ) log(1 − pᵢ)), with pᵢ = 1/(1 + exp(a fᵢ + b)) and the smoothed targets
 * t = (N₊ + 1)/(N₊ + 2) for chosen, 1/(N₋ + 2) for not chosen, by Newton with backtracking.
 * The loss is computed without overflow or cancellation.
 *
 * With one label alone the answer is a (nearly) constant probability, with none it is ½.
 *
 * @param scores decision values, finite
 * @param labels above 0 is chosen, anything else is not
 * @throws TrainingInputError when lengths differ, or a score or weight is not finite
 * @see Lin, Lin & Weng, "A note on Platt's probabilistic outputs for support vector machines", Machine Learning 2007
 */
export function fitPlattScaling(
  scores: Float64Array | Float32Array,
  labels: ArrayLike<number>,
  options: FitPlattOptions = {},
): PlattFit {
  const { maxIterations = 100, tolerance = 1e-10 } = options
  const problem = plattProblem(scores, labels, options.sampleWeights)
  let a = 0
  let b = ln((problem.negative + 1) / (problem.positive + 1))
  let loss = plattLoss(problem, a, b)
  const scale = Math.max(1, problem.positive + problem.negative)
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const { gradientA, gradientB, stepA, stepB } = newtonStep(problem, a, b)
    const done = Math.abs(gradientA) <= tolerance * scale && Math.abs(gradientB) <= tolerance * scale
    if (done) return { a, b, iterations: iteration, converged: true, negativeLogLikelihood: loss }
    const slope = gradientA * stepA + gradientB * stepB
    let size = 1
    let nextLoss = plattLoss(problem, a + stepA, b + stepB)
    while (!(nextLoss < loss + SUFFICIENT_DECREASE * size * slope) && size >= SMALLEST_STEP) {
      size /= 2
      nextLoss = plattLoss(problem, a + size * stepA, b + size * stepB)
    }
    // No step lowers the loss any more: what is left of the gradient is rounding.
    if (size < SMALLEST_STEP) return { a, b, iterations: iteration, converged: true, negativeLogLikelihood: loss }
    a += size * stepA
    b += size * stepB
    loss = nextLoss
  }
  return { a, b, iterations: maxIterations, converged: false, negativeLogLikelihood: loss }
}

/** P(chosen | score), in [0, 1]; monotone in the score and safe from overflow. */
export function plattProbability(scaling: PlattScaling, score: number): number {
  const logit = scaling.a * score + scaling.b
  if (logit < 0) return 1 / (1 + exp(logit))
  const odds = exp(-logit)
  return odds / (1 + odds)
}

interface PlattProblem {
  readonly scores: Float64Array | Float32Array
  readonly targets: Float64Array
  readonly weights: Float64Array
  readonly positive: number
  readonly negative: number
}

function plattProblem(
  scores: Float64Array | Float32Array,
  labels: ArrayLike<number>,
  sampleWeights: Float64Array | undefined,
): PlattProblem {
  const count = scores.length
  if (labels.length !== count) {
    throw new TrainingInputError(`labels has ${labels.length} entries but scores has ${count}`)
  }
  if (sampleWeights !== undefined && sampleWeights.length !== count) {
    throw new TrainingInputError(`sampleWeights has ${sampleWeights.length} entries but scores has ${count}`)
  }
  const weights = sampleWeights ?? new Float64Array(count).fill(1)
  let positive = 0
  let negative = 0
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite(scores[i])) throw new TrainingInputError(`scores[${i}] is ${scores[i]}, not finite`)
    if (!(weights[i] >= 0 && weights[i] < Infinity)) {
      throw new TrainingInputError(`sampleWeights[${i}] is ${weights[i]}, not finite and at least 0`)
    }
    if (labels[i] > 0) positive += weights[i]
    else negative += weights[i]
  }
  const chosen = (positive + 1) / (positive + 2)
  const notChosen = 1 / (negative + 2)
  const targets = Float64Array.from({ length: count }, (_, i) => (labels[i] > 0 ? chosen : notChosen))
  return { scores, targets, weights, positive, negative }
}

function plattLoss({ scores, targets, weights }: PlattProblem, a: number, b: number): number {
  let loss = 0
  for (let i = 0; i < scores.length; i++) {
    const logit = a * scores[i] + b
    // Two forms of one expression, each exact on its side of zero (Lin, Lin & Weng, eq. 17 and 18).
    const term = logit >= 0 ? targets[i] * logit + log1p(exp(-logit)) : (targets[i] - 1) * logit + log1p(exp(logit))
    loss += weights[i] * term
  }
  return loss
}

interface NewtonStep {
  readonly gradientA: number
  readonly gradientB: number
  readonly stepA: number
  readonly stepB: number
}

function newtonStep({ scores, targets, weights }: PlattProblem, a: number, b: number): NewtonStep {
  let h11 = HESSIAN_RIDGE
  let h22 = HESSIAN_RIDGE
  let h21 = 0
  let gradientA = 0
  let gradientB = 0
  for (let i = 0; i < scores.length; i++) {
    const probability = plattProbability({ a, b }, scores[i])
    const curvature = weights[i] * probability * (1 - probability)
    const residual = weights[i] * (targets[i] - probability)
    h11 += scores[i] * scores[i] * curvature
    h22 += curvature
    h21 += scores[i] * curvature
    gradientA += scores[i] * residual
    gradientB += residual
  }
  const determinant = h11 * h22 - h21 * h21
  const stepA = -(h22 * gradientA - h21 * gradientB) / determinant
  const stepB = -(h11 * gradientB - h21 * gradientA) / determinant
  return { gradientA, gradientB, stepA, stepB }
}
