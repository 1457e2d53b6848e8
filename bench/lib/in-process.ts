import { createRandom } from "../../src/core/random/seeded-random"
import { updateOnline } from "../../packages/linear-svm/src"
import { trainRankSvm } from "../../packages/linear-svm/src"
import { median } from "./whole-process"

/** What recommenders run inside a process that lives: no start, no file. */
export interface InProcessResult {
  readonly rank: {
    readonly rows: number
    readonly columns: number
    readonly pairs: number
    /** Processor time of one fit from zero weights. */
    readonly seconds: number
    readonly seconds_plain: number
    readonly converged: boolean
  }
  /** One pair learnt online, at as many columns. */
  readonly online_update_us: number
}

const LISTS = 1000
const LIST_ROWS = 110
const BETTER_ROWS = 6
const COLUMNS = 200
const ONLINE_STEPS = 20_000

/** A RankSVM of lists as a recommender makes them (columns that repeat one another included), and single updates. */
export function measureInProcess(): InProcessResult {
  const random = createRandom(4)
  const rows = new Float32Array(LISTS * LIST_ROWS * COLUMNS)
  for (let at = 0; at < rows.length; at += 2) {
    rows[at] = random.next() < 0.3 ? random.next() : 0
    rows[at + 1] = Math.sqrt(rows[at]) + 0.1 * random.next()
  }
  const truth = Float64Array.from({ length: COLUMNS }, () => 2 * random.next() - 1)
  const relevance = new Uint8Array(LISTS * LIST_ROWS)
  for (let list = 0; list < LISTS; list++) {
    const scores = Float64Array.from({ length: LIST_ROWS }, (_, i) => {
      const offset = (list * LIST_ROWS + i) * COLUMNS
      return truth.reduce((sum, weight, k) => sum + weight * rows[offset + k], 5 * random.next())
    })
    const threshold = Float64Array.from(scores).sort()[LIST_ROWS - BETTER_ROWS]
    scores.forEach((score, i) => (relevance[list * LIST_ROWS + i] = score >= threshold ? 1 : 0))
  }
  const groupOffsets = Int32Array.from({ length: LISTS + 1 }, (_, list) => list * LIST_ROWS)
  const problem = { rows, columnCount: COLUMNS, groupOffsets, relevance }
  const fast = processorSeconds(() => trainRankSvm(problem, { cost: 0.01 }))
  const plain = processorSeconds(() => trainRankSvm(problem, { cost: 0.01, acceleration: "plain" }))
  const online = Array.from({ length: 5 }, () => {
    const weights = new Float64Array(COLUMNS)
    const pair = { better: Float64Array.from(rows.subarray(0, COLUMNS)), worse: new Float64Array(COLUMNS) }
    return processorSeconds(() => {
      // The margin is never met, so that every step moves the weights.
      for (let step = 0; step < ONLINE_STEPS; step++) updateOnline(weights, pair, { margin: 1e9 })
    }).seconds
  })
  return {
    rank: {
      rows: LISTS * LIST_ROWS,
      columns: COLUMNS,
      pairs: fast.result.pairs,
      seconds: fast.seconds,
      seconds_plain: plain.seconds,
      converged: fast.result.converged,
    },
    online_update_us: (median(online) / ONLINE_STEPS) * 1e6,
  }
}

function processorSeconds<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return { result, seconds: (user + system) / 1e6 }
}
