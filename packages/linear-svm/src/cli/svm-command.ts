import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs"
import type { LibsvmData, ParseLibsvmOptions } from "../formats/libsvm-format"
import { formatLiblinearModel, parseLiblinearModel } from "../formats/liblinear-format"
import { predictLabels, trainClassifier } from "../classification/train-classifier"
import { createLibsvmBuffer } from "../wasm/libsvm-buffer"
import { parsePredictArguments, parseTrainArguments, UsageError } from "./arguments"

/** Where the tool writes its lines. */
export interface Console {
  readonly out: (line: string) => void
  readonly error: (line: string) => void
}

const USAGE = `usage: npm run svm -- train [options] training_file [model_file]
       npm run svm -- predict [-q] test_file model_file output_file

Files and options as LIBLINEAR's train and predict have them:
  -s 1|2|3   1 squared hinge, dual coordinate descent (default); 2 squared hinge, Newton; 3 hinge, dual
  -c cost    cost of a margin violation (default 1)
  -e eps     tolerance of the stopping rule (default 0.1; for -s 2 0.01)
  -B bias    adds a constant feature of this value when at least 0 (default -1)
  -wLABEL w  factor of the cost of rows of this label
  -r seed    seed of the row permutations (default 1)
  -q         quiet`

/**
 * Runs `train` or `predict` as a process would: reads and writes files, says what is wrong in one line.
 *
 * @returns the exit code: 0, 1 when a file or number is wrong, 2 when the command line is
 */
export function runSvmCommand(args: readonly string[], console: Console): number {
  const [command, ...rest] = args
  try {
    if (command === "train") train(rest, console)
    else if (command === "predict") predict(rest, console)
    else throw new UsageError(command === undefined ? "no command given" : `no command "${command}"`)
    return 0
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    console.error(`svm: ${message}`)
    if (!(error instanceof UsageError)) return 1
    console.error(USAGE)
    return 2
  }
}

function train(args: readonly string[], console: Console): void {
  const { trainingFile, modelFile, quiet, ...options } = parseTrainArguments(args)
  const { bias } = options
  const data = readLibsvm(trainingFile, bias >= 0 ? { bias } : {})
  const { model, fits } = trainClassifier(data, options)
  writeFileSync(modelFile, formatLiblinearModel(model))
  for (const fit of fits) {
    if (!fit.converged)
      console.error(`svm: label ${fit.label} stopped after ${fit.iterations} iterations, not converged`)
    if (!quiet) console.out(`label ${fit.label}: objective ${fit.objective}, ${fit.iterations} iterations`)
  }
}

function predict(args: readonly string[], console: Console): void {
  const { testFile, modelFile, outputFile, quiet } = parsePredictArguments(args)
  const model = parseLiblinearModel(readFileSync(modelFile, "utf8"))
  const { rows, labels } = readLibsvm(testFile)
  const predicted = predictLabels(model, rows)
  writeFileSync(outputFile, predicted.length === 0 ? "" : `${predicted.join("\n")}\n`)
  const right = predicted.reduce((count, label, row) => count + (label === labels[row] ? 1 : 0), 0)
  const share = predicted.length === 0 ? "-" : `${Number(((100 * right) / predicted.length).toPrecision(6))}%`
  if (!quiet) console.out(`Accuracy = ${share} (${right}/${predicted.length})`)
}

/** Reads a file straight into the memory in which it is parsed. */
function readLibsvm(file: string, options: ParseLibsvmOptions = {}): LibsvmData {
  const handle = openSync(file, "r")
  try {
    const buffer = createLibsvmBuffer(fstatSync(handle).size)
    let filled = 0
    while (filled < buffer.bytes.length) {
      const count = readSync(handle, buffer.bytes, filled, buffer.bytes.length - filled, null)
      if (count === 0) throw new Error(`${file} became shorter while it was read`)
      filled += count
    }
    return buffer.parse(options)
  } finally {
    closeSync(handle)
  }
}
