import { closeSync, openSync, writeSync } from "node:fs"
import { createRandom } from "../../src/core/random/seeded-random"
import type { SeededRandom } from "../../src/core/random/seeded-random"

/** A classification problem to generate. */
export interface ProblemShape {
  readonly rowCount: number
  readonly columnCount: number
  /** Entries of a row, lowest and highest; both the column count for dense rows. */
  readonly entries: readonly [fewest: number, most: number]
  /** Standard deviation of what is added to the true score before its sign is taken. */
  readonly noise: number
  readonly seed: number
}

const ROWS_PER_WRITE = 1000

/**
 * Writes a two-class problem in LIBSVM's format, six decimals a value: normal entries for dense rows; for sparse ones
 * entries as of texts, popular columns more often than others, each row of length 1. Labels are the noisy sign of a
 * random hyperplane. Same shape, same bytes.
 */
export function writeProblem(file: string, shape: ProblemShape): void {
  const random = createRandom(shape.seed)
  const normal = normalFrom(random)
  const truth = Float64Array.from({ length: shape.columnCount }, normal)
  const isDense = shape.entries[0] === shape.columnCount
  const handle = openSync(file, "w")
  try {
    let text = ""
    for (let row = 0; row < shape.rowCount; row++) {
      const columns = isDense ? truth.map((_, column) => column) : sparseColumns(random, shape)
      const values = isDense ? Float64Array.from(columns, normal) : unitValues(random, columns.length)
      let score = shape.noise * normal()
      let line = ""
      columns.forEach((column, k) => {
        score += truth[column] * values[k]
        line += ` ${column + 1}:${values[k].toFixed(6)}`
      })
      text += `${score > 0 ? "+1" : "-1"}${line}\n`
      if (row % ROWS_PER_WRITE === ROWS_PER_WRITE - 1 || row === shape.rowCount - 1) {
        writeSync(handle, text)
        text = ""
      }
    }
  } finally {
    closeSync(handle)
  }
}

/** Standard normal numbers (Box and Muller). */
function normalFrom(random: SeededRandom): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}

/** Distinct columns, rising; squaring a uniform number makes low columns likelier. */
function sparseColumns(random: SeededRandom, { columnCount, entries: [fewest, most] }: ProblemShape): Float64Array {
  const count = fewest + random.nextInt(most - fewest + 1)
  const columns = new Set<number>()
  while (columns.size < count) columns.add(Math.floor(columnCount * random.next() ** 2))
  return Float64Array.from(columns).sort()
}

function unitValues(random: SeededRandom, count: number): Float64Array {
  const values = Float64Array.from({ length: count }, () => 0.1 + random.next())
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  return values.map((value) => value / length)
}
