import { ModelFormatError } from "../errors"

/** Solvers whose models LIBLINEAR and this library share; the sign of w·x decides in all of them. */
const CLASSIFIERS = [
  "L2R_LR",
  "L2R_L2LOSS_SVC_DUAL",
  "L2R_L2LOSS_SVC",
  "L2R_L1LOSS_SVC_DUAL",
  "MCSVM_CS",
  "L1R_L2LOSS_SVC",
  "L1R_LR",
  "L2R_LR_DUAL",
] as const

/** Name of a solver in LIBLINEAR's model files. */
export type LiblinearSolver = (typeof CLASSIFIERS)[number]

/** A linear classifier as LIBLINEAR stores it. */
export interface LiblinearModel {
  readonly solver: LiblinearSolver
  /** Class labels. Of two classes, w·x > 0 means the first; of more, the largest w·x wins. */
  readonly labels: readonly number[]
  /** Features, not counting the bias. */
  readonly featureCount: number
  /** Value of the constant feature, −1 for none. */
  readonly bias: number
  /** Row-major: one row per feature, then one for the bias where there is one; {@link scoreColumns} columns. */
  readonly weights: Float64Array
}

/** Scores per row of data: 1 for two classes, but that Crammer and Singer's solver keeps one per class. */
export function scoreColumns(model: Pick<LiblinearModel, "solver" | "labels">): number {
  return model.labels.length === 2 && model.solver !== "MCSVM_CS" ? 1 : model.labels.length
}

/** The text of LIBLINEAR's model file, with 17 significant digits, so that reading gives the same bits. */
export function formatLiblinearModel(model: LiblinearModel): string {
  const columns = scoreColumns(model)
  const lines = [
    `solver_type ${model.solver}`,
    `nr_class ${model.labels.length}`,
    `label ${model.labels.join(" ")}`,
    `nr_feature ${model.featureCount}`,
    `bias ${withDigits(model.bias)}`,
    "w",
  ]
  for (let at = 0; at < model.weights.length; at += columns) {
    let line = ""
    for (let k = 0; k < columns; k++) line += `${withDigits(model.weights[at + k])} `
    lines.push(line)
  }
  return `${lines.join("\n")}\n`
}

/**
 * Reads LIBLINEAR's model file, version 1.7 to 2.50. Regression and one-class models are refused.
 *
 * @throws ModelFormatError naming the field that is wrong
 */
export function parseLiblinearModel(text: string): LiblinearModel {
  const lines = text.split(/\r?\n/)
  const header = new Map<string, string>()
  let at = 0
  for (; at < lines.length && lines[at].trim() !== "w"; at++) {
    const [name, ...rest] = lines[at].trim().split(/\s+/)
    header.set(name, rest.join(" "))
  }
  if (at === lines.length) throw new ModelFormatError("w", "is missing: no weights in the file")
  const solver = solverNamed(header.get("solver_type"))
  const classCount = wholeNumber(header, "nr_class")
  const labels = (header.get("label") ?? "").split(" ").map(Number)
  if (labels.length !== classCount || labels.some((label) => !Number.isInteger(label))) {
    throw new ModelFormatError("label", `must be ${classCount} whole numbers, got "${header.get("label") ?? ""}"`)
  }
  const featureCount = wholeNumber(header, "nr_feature")
  const bias = finiteNumber("bias", header.get("bias") ?? "")
  const rowCount = featureCount + (bias >= 0 ? 1 : 0)
  const columns = scoreColumns({ solver, labels })
  const numbers = lines
    .slice(at + 1)
    .join(" ")
    .split(" ")
    .filter((token) => token !== "")
  if (numbers.length !== rowCount * columns) {
    throw new ModelFormatError("w", `has ${numbers.length} weights, expected ${rowCount} rows of ${columns}`)
  }
  const weights = Float64Array.from(numbers, (token, i) => finiteNumber(`w ${i}`, token))
  return { solver, labels, featureCount, bias, weights }
}

function solverNamed(name: string | undefined): LiblinearSolver {
  const solver = CLASSIFIERS.find((candidate) => candidate === name)
  if (solver === undefined) throw new ModelFormatError("solver_type", `${name ?? "(none)"} is not a linear classifier`)
  return solver
}

function wholeNumber(header: ReadonlyMap<string, string>, field: string): number {
  const value = Number(header.get(field) ?? "missing")
  if (!(Number.isInteger(value) && value >= 0)) {
    throw new ModelFormatError(field, `must be a whole number, got "${header.get(field) ?? ""}"`)
  }
  return value
}

function finiteNumber(field: string, token: string): number {
  const value = token === "" ? Number.NaN : Number(token)
  if (!Number.isFinite(value)) throw new ModelFormatError(field, `must be a finite number, got "${token}"`)
  return value
}

/** `%.17g` of C: 17 significant digits, trailing zeros dropped, an exponent below 1e-4 and from 1e17 on. */
function withDigits(value: number): string {
  const [digits, exponentText] = value.toExponential(16).split("e")
  const exponent = Number(exponentText)
  if (exponent >= -4 && exponent < 17) {
    const fixed = value.toFixed(Math.min(100, Math.max(0, 16 - exponent)))
    return fixed.includes(".") ? withoutTrailingZeros(fixed) : fixed
  }
  const mantissa = withoutTrailingZeros(digits)
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`
}

/** A decimal fraction in its shortest writing. */
function withoutTrailingZeros(fraction: string): string {
  let end = fraction.length
  while (fraction[end - 1] === "0") end--
  if (fraction[end - 1] === ".") end--
  return fraction.slice(0, end)
}
