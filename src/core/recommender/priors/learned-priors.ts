import { FEATURE_COUNT, FEATURE_NAMES } from "../../features/feature-map"
import type { Goal } from "../../features/shop-state"
import { ln } from "../../numeric/portable-math"
import type { LearnedFile } from "../model/learned-file"
import { LEARNED } from "./learned-priors-data"

/** Weights learned from many small shops of one source and about one size. */
export interface LearnedPrior {
  /** Name of the folder, or of the temper of the simulator, that the shops were sampled from. */
  readonly source: string
  readonly goal: Goal
  /** Geometric mean of the rows of those shops. */
  readonly rows: number
  readonly weights: Float64Array
}

/** Reads a file's priors for the features of this release; a feature that the file does not know weighs 0. */
export function readPriors({ features, priors }: LearnedFile): LearnedPrior[] {
  const columns = features.split(" ").map((name) => FEATURE_NAMES.indexOf(name))
  return priors.map(({ source, goal, rows, weights }) => {
    const vector = new Float64Array(FEATURE_COUNT)
    weights.split(" ").forEach((thousandths, at) => {
      if (columns[at] >= 0) vector[columns[at]] = Number(thousandths) / 1000
    })
    return { source, goal, rows, weights: vector }
  })
}

const LEARNED_PRIORS = readPriors(LEARNED)

/** A shop that priors are asked for. */
export interface PriorQuestion {
  readonly goal: Goal
  /** Rows of behavior that the shop has. */
  readonly rows: number
  /** A source that must not be asked, because the shop is of it. */
  readonly without?: string | undefined
}

/**
 * One prior for each source of the same goal, for a shop of this size: between two sizes that the source was learned at
 * by the logarithm of the rows, beyond them the nearest.
 */
export function learnedPriors({ goal, rows, without }: PriorQuestion): Float64Array[] {
  const own = LEARNED_PRIORS.filter((prior) => prior.goal === goal && prior.source !== without)
  const sources = [...new Set(own.map(({ source }) => source))]
  return sources.map((source) =>
    atSize(
      own.filter((prior) => prior.source === source).sort((a, b) => a.rows - b.rows),
      rows,
    ),
  )
}

function atSize(sizes: readonly LearnedPrior[], rows: number): Float64Array {
  const above = sizes.findIndex((prior) => prior.rows >= rows)
  if (above <= 0) return sizes[above < 0 ? sizes.length - 1 : 0].weights
  const small = sizes[above - 1]
  const large = sizes[above]
  const share = (ln(Math.max(1, rows)) - ln(small.rows)) / (ln(large.rows) - ln(small.rows))
  return small.weights.map((weight, at) => weight + share * (large.weights[at] - weight))
}
