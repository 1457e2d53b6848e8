import path from "node:path"
import { SOLVER_NAMES } from "../classification/train-classifier"
import type { TrainClassifierOptions } from "../classification/train-classifier"

/** The command line is wrong; the message says where. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}

/** What `train` was asked for. */
export interface TrainArguments extends TrainClassifierOptions {
  readonly bias: number
  readonly trainingFile: string
  readonly modelFile: string
  readonly quiet: boolean
}

/** What `predict` was asked for. */
export interface PredictArguments {
  readonly testFile: string
  readonly modelFile: string
  readonly outputFile: string
  readonly quiet: boolean
}

/**
 * Reads `[options] training_file [model_file]`; the model file is the training file's name + `.model` here, as
 * LIBLINEAR has it.
 *
 * @throws UsageError when an option is unknown, has no value or a wrong one, or there are too few or too many files
 */
export function parseTrainArguments(args: readonly string[]): TrainArguments {
  const { flags, files } = split(args)
  if (files.length < 1 || files.length > 2) throw new UsageError(`train takes 1 or 2 files, got ${files.length}`)
  const [trainingFile, modelFile = `${path.basename(files[0])}.model`] = files
  const labelWeights = new Map<number, number>()
  const numbers = new Map<string, number>()
  for (const [flag, value] of flags) {
    if (flag === "q") continue
    const number = Number(value)
    if (value.trim() === "" || !Number.isFinite(number)) throw new UsageError(`-${flag} needs a number, got "${value}"`)
    const label = /^w([+-]?\d+)$/.exec(flag)
    if (label !== null) labelWeights.set(Number(label[1]), number)
    else if (/^[sceBr]$/.test(flag)) numbers.set(flag, number)
    else throw new UsageError(`no option -${flag}`)
  }
  const tolerance = numbers.get("e")
  return {
    solver: solverNumber(numbers.get("s") ?? 1),
    cost: numbers.get("c") ?? 1,
    ...(tolerance === undefined ? {} : { tolerance }),
    bias: numbers.get("B") ?? -1,
    labelWeights,
    seed: numbers.get("r") ?? 1,
    trainingFile,
    modelFile,
    quiet: flags.has("q"),
  }
}

/** @throws UsageError unless there are three files and no option but `-q` */
export function parsePredictArguments(args: readonly string[]): PredictArguments {
  const { flags, files } = split(args)
  for (const flag of flags.keys()) if (flag !== "q") throw new UsageError(`no option -${flag}`)
  if (files.length !== 3) throw new UsageError(`predict takes 3 files, got ${files.length}`)
  const [testFile, modelFile, outputFile] = files
  return { testFile, modelFile, outputFile, quiet: flags.has("q") }
}

function solverNumber(number: number): keyof typeof SOLVER_NAMES {
  if (number === 1 || number === 2 || number === 3) return number
  throw new UsageError(`-s ${number} is not there: ${Object.keys(SOLVER_NAMES).join(", ")} are`)
}

/** Options first, each but `-q` with a value, then files. */
function split(args: readonly string[]): { flags: Map<string, string>; files: readonly string[] } {
  const flags = new Map<string, string>()
  let at = 0
  while (at < args.length && /^-[A-Za-z]/.test(args[at])) {
    const flag = args[at++].slice(1)
    if (flag === "q") {
      flags.set(flag, "")
    } else {
      if (at === args.length) throw new UsageError(`-${flag} needs a value`)
      flags.set(flag, args[at++])
    }
  }
  return { flags, files: args.slice(at) }
}
