import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { formatLiblinearModel, parseLiblinearModel } from "../formats/liblinear-format"
import { parseLibsvm } from "../formats/libsvm-format"
import { predictLabels, trainClassifier } from "../classification/train-classifier"
import type { TrainClassifierOptions } from "../classification/train-classifier"
import { distance } from "./problems"

/** Small sets and what LIBLINEAR made of them, by golden/record.sh. */
const FOLDER = path.join(__dirname, "golden")
const text = (name: string): string => readFileSync(path.join(FOLDER, name), "utf8")
const bytes = (name: string): Uint8Array => readFileSync(path.join(FOLDER, name))
const dataOf = (model: string): string => (model.includes("three") ? "three-classes.txt" : "two-classes.txt")

const CASES: readonly (readonly [model: string, options: TrainClassifierOptions])[] = [
  ["s1-c0.5.model", { solver: 1, cost: 0.5 }],
  ["s2-c0.5.model", { solver: 2, cost: 0.5 }],
  ["s3-c0.5.model", { solver: 3, cost: 0.5 }],
  ["s1-c0.1-bias.model", { solver: 1, cost: 0.1, bias: 1 }],
  ["s2-c2-bias.model", { solver: 2, cost: 2, bias: 1 }],
  ["s3-c0.1-bias.model", { solver: 3, cost: 0.1, bias: 1 }],
  [
    "s1-weighted.model",
    {
      solver: 1,
      cost: 0.1,
      labelWeights: new Map([
        [1, 3],
        [-1, 0.5],
      ]),
    },
  ],
  [
    "s2-weighted.model",
    {
      solver: 2,
      labelWeights: new Map([
        [1, 3],
        [-1, 0.5],
      ]),
    },
  ],
  ["s1-three.model", { solver: 1 }],
  ["s2-three.model", { solver: 2, bias: 1 }],
]

test("LIBLINEAR golden files: every recorded model has a case here", () => {
  const recorded = readdirSync(FOLDER).filter((name) => name.endsWith(".model"))
  expect(CASES.map(([model]) => model).sort()).toEqual(recorded.sort())
})

test.each(CASES)(
  "LIBLINEAR golden files: our fit of %s has LIBLINEAR's weights, labels and header",
  (name, options) => {
    const { bias } = options
    const golden = parseLiblinearModel(text(name))
    const data = parseLibsvm(bytes(dataOf(name)), bias === undefined ? {} : { bias })
    const { model, fits } = trainClassifier(data, { ...options, tolerance: 1e-8 })
    expect(fits.every((fit) => fit.converged)).toBe(true)
    const { weights, ...header } = model
    expect(header).toEqual({
      solver: golden.solver,
      labels: golden.labels,
      featureCount: golden.featureCount,
      bias: golden.bias,
    })
    expect(distance(weights, golden.weights)).toBeLessThan(1e-6)
  },
)

test.each(CASES)(
  "LIBLINEAR golden files: %s read and written is the same text, and predicts what LIBLINEAR predicted",
  (name) => {
    const model = parseLiblinearModel(text(name))
    expect(formatLiblinearModel(model)).toBe(text(name))
    const { rows } = parseLibsvm(bytes(dataOf(name)))
    expect(`${predictLabels(model, rows).join("\n")}\n`).toBe(text(name.replace(".model", ".predicted")))
  },
)
