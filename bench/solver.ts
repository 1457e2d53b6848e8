import { mkdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { parseArgs } from "node:util"
import { parseLiblinearModel } from "../packages/linear-svm/src"
import { parseLibsvm } from "../packages/linear-svm/src"
import { predictLabels } from "../packages/linear-svm/src"
import { compareCholesky } from "./lib/cholesky-peers"
import { measureInProcess } from "./lib/in-process"
import { writeProblem } from "./lib/random-problems"
import type { ProblemShape } from "./lib/random-problems"
import { CommandFailedError, median, timeInterleaved, timeOnce } from "./lib/whole-process"

/*
 * npm run bench:solver [-- --rounds 5 --peer-seconds 60 --scale 1]
 *
 * Whole processes on the same files: ours, from its start through reading the file, training and writing the model,
 * beside liblinear-train and the JavaScript peers. Ours is timed as `node packages/linear-svm/bin/svm.mjs train`, which is what
 * `npm run svm -- train` starts; npm's own start (some 0.2 s) is not in it.
 */

const ROOT = path.join(__dirname, "..")
const FOLDER = path.join(ROOT, ".cache", "bench-solver")
const LIBLINEAR = "liblinear-train"
const PEERS = ["libsvm-js", "ml-svm"] as const

interface SolverCase {
  readonly name: "dense" | "sparse"
  readonly solver: 1 | 2
  readonly shape: ProblemShape
}

function cases(scale: number): SolverCase[] {
  return [
    {
      name: "dense",
      solver: 2,
      shape: { rowCount: 100_000 * scale, columnCount: 50, entries: [50, 50], noise: 3, seed: 1 },
    },
    {
      name: "sparse",
      solver: 1,
      shape: { rowCount: 200_000 * scale, columnCount: 20_000, entries: [20, 36], noise: 0.5, seed: 2 },
    },
  ]
}

interface CaseResult {
  readonly seconds: number
  readonly seconds_liblinear: number | null
  readonly ratio_liblinear: number | null
  readonly objective: number
  readonly objective_liblinear: number | null
  readonly why?: string
}

function runCase({ name, solver, shape }: SolverCase, rounds: number): CaseResult {
  const file = path.join(FOLDER, `${name}.txt`)
  writeProblem(file, shape)
  const models = { ours: `${file}.ours.model`, liblinear: `${file}.liblinear.model` }
  const args = ["-q", "-s", String(solver), "-c", "1", file]
  const launcher = path.join(ROOT, "packages", "linear-svm", "bin", "svm.mjs")
  const ours = { name: "ours", command: process.execPath, args: [launcher, "train", ...args, models.ours] }
  const theirs = { name: LIBLINEAR, command: LIBLINEAR, args: [...args, models.liblinear] }
  try {
    const [own, liblinear] = timeInterleaved([ours, theirs], rounds)
    const seconds = median(own.seconds)
    const secondsLiblinear = median(liblinear.seconds)
    return {
      seconds,
      seconds_liblinear: secondsLiblinear,
      ratio_liblinear: seconds / secondsLiblinear,
      objective: objectiveOf(models.ours, file),
      objective_liblinear: objectiveOf(models.liblinear, file),
    }
  } catch (error) {
    if (!(error instanceof CommandFailedError) || !error.message.startsWith(LIBLINEAR)) throw error
    const [own] = timeInterleaved([ours], rounds)
    return {
      seconds: median(own.seconds),
      seconds_liblinear: null,
      ratio_liblinear: null,
      objective: objectiveOf(models.ours, file),
      objective_liblinear: null,
      why: error.message,
    }
  }
}

/** ½‖w‖² + Σ max(0, 1 − y wᵀx)² of a stored model on a file: what both solvers of both cases minimise, at C = 1. */
function objectiveOf(modelFile: string, file: string): number {
  const { weights, labels: classes } = parseLiblinearModel(readFileSync(modelFile, "utf8"))
  const { rows, labels } = parseLibsvm(readFileSync(file))
  let objective = weights.reduce((sum, weight) => sum + (weight * weight) / 2, 0)
  for (let row = 0; row < rows.rowCount; row++) {
    let score = 0
    for (let k = rows.offsets[row]; k < rows.offsets[row + 1]; k++) score += rows.values[k] * weights[rows.columns[k]]
    objective += Math.max(0, 1 - (labels[row] === classes[0] ? score : -score)) ** 2
  }
  return objective
}

interface PeerRun {
  readonly seconds: number | null
  /** Its time divided by ours on the same file, process against process. */
  readonly times_ours: number | null
  readonly accuracy: number | null
  readonly why?: string
}

type PeerResult = Readonly<Record<"dense" | "sparse" | "small", PeerRun>>

/** The peers on the same files, within a time limit, and on one small enough for them. */
function runPeers(secondsOfOurs: Readonly<Record<"dense" | "sparse" | "small", number>>, limit: number) {
  const run = (peer: string, name: "dense" | "sparse" | "small"): PeerRun => {
    const args = ["--max-old-space-size=8192", path.join(__dirname, "lib", "peer.mjs"), peer]
    try {
      const command = { name: peer, command: process.execPath, args: [...args, path.join(FOLDER, `${name}.txt`)] }
      const { seconds, output } = timeOnce(command, limit)
      const { accuracy } = JSON.parse(output) as { accuracy: number }
      return { seconds, times_ours: seconds / secondsOfOurs[name], accuracy }
    } catch (error) {
      if (!(error instanceof CommandFailedError)) throw error
      return { seconds: null, times_ours: null, accuracy: null, why: error.message }
    }
  }
  const entries = PEERS.map((peer): [string, PeerResult] => [
    peer,
    { small: run(peer, "small"), dense: run(peer, "dense"), sparse: run(peer, "sparse") },
  ])
  return Object.fromEntries(entries)
}

/** Our time and accuracy on a problem of 2000 rows, for the peers that cannot do more. */
function runSmall(): { seconds: number; accuracy: number } {
  const file = path.join(FOLDER, "small.txt")
  writeProblem(file, { rowCount: 2000, columnCount: 50, entries: [50, 50], noise: 3, seed: 3 })
  const args = [
    path.join(ROOT, "packages", "linear-svm", "bin", "svm.mjs"),
    "train",
    "-q",
    "-s",
    "3",
    file,
    `${file}.model`,
  ]
  const [own] = timeInterleaved([{ name: "ours", command: process.execPath, args }], 3)
  const { rows, labels } = parseLibsvm(readFileSync(file))
  const predicted = predictLabels(parseLiblinearModel(readFileSync(`${file}.model`, "utf8")), rows)
  const right = predicted.filter((label, row) => label === labels[row]).length
  return { seconds: median(own.seconds), accuracy: right / labels.length }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      "peer-seconds": { type: "string", default: "60" },
      scale: { type: "string", default: "1" },
    },
  })
  mkdirSync(FOLDER, { recursive: true })
  const report: Partial<Record<"dense" | "sparse", CaseResult>> = {}
  for (const solverCase of cases(Number(values.scale))) {
    const result = runCase(solverCase, Number(values.rounds))
    report[solverCase.name] = result
    const { rowCount, columnCount } = solverCase.shape
    console.log(
      `${solverCase.name} ${rowCount} x ${columnCount} -s ${solverCase.solver}: ours ${result.seconds.toFixed(3)} s, ` +
        `LIBLINEAR ${result.seconds_liblinear?.toFixed(3) ?? "-"} s, ratio ${result.ratio_liblinear?.toFixed(3) ?? "-"}; ` +
        `objective ${result.objective} beside ${result.objective_liblinear ?? result.why ?? "-"}`,
    )
  }
  const small = runSmall()
  console.log(`small 2000 x 50 -s 3: ours ${small.seconds.toFixed(3)} s, accuracy ${small.accuracy}`)
  const seconds = { dense: report.dense?.seconds ?? NaN, sparse: report.sparse?.seconds ?? NaN, small: small.seconds }
  const peers = runPeers(seconds, Number(values["peer-seconds"]))
  for (const [peer, result] of Object.entries(peers)) console.log(peer, result)
  const inProcess = measureInProcess()
  const { rank } = inProcess
  console.log(
    `RankSVM in process: ${rank.rows} x ${rank.columns}, ${rank.pairs} pairs: ${rank.seconds.toFixed(2)} s of processor, ` +
      `plain JavaScript ${rank.seconds_plain.toFixed(2)} s; online update ${inProcess.online_update_us.toFixed(2)} µs`,
  )
  const cholesky = compareCholesky()
  for (const { size, ratio_ml_matrix, difference } of cholesky)
    console.log(
      `Cholesky ${size}: ${ratio_ml_matrix.toFixed(2)} of ml-matrix's time, apart by ${difference.toExponential(1)}`,
    )
  console.log(JSON.stringify({ ...report, small, peers, ...inProcess, cholesky }))
}

main()
