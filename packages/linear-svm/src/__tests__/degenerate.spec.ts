import { parseLibsvm } from "../formats/libsvm-format"
import { trainClassifier } from "../classification/train-classifier"

const SOLVERS = [1, 2, 3] as const
const trainOn = (text: string, solver: (typeof SOLVERS)[number]) =>
  trainClassifier(parseLibsvm(Buffer.from(text)), { solver, tolerance: 1e-8 })

test.each(SOLVERS)("degenerate data, -s %i: one class alone is a fit like any other", (solver) => {
  const { model, fits } = trainOn("1 1:1 2:3\n1 1:2 2:3\n", solver)
  expect(fits).toEqual([expect.objectContaining({ label: 1, converged: true })])
  // At the first row's margin: w = α (1, 3) with 1 − wᵀx = α / 2C, so α = 2 / 21 and the function is 1 / 21; the hinge's is 1 / 20.
  expect(fits[0].objective).toBeCloseTo(solver === 3 ? 1 / 20 : 1 / 21, 6)
  expect([...model.weights].every(Number.isFinite)).toBe(true)
})

test.each(SOLVERS)("degenerate data, -s %i: columns that never change give finite weights along them", (solver) => {
  const { model, fits } = trainOn("1 1:5 2:3\n-1 1:5 2:3\n1 1:5 2:3\n", solver)
  expect(fits[0].converged).toBe(true)
  expect(model.weights[0] / model.weights[1]).toBeCloseTo(5 / 3, 6)
})

test.each(SOLVERS)("degenerate data, -s %i: rows of zeros teach nothing", (solver) => {
  const { model, fits } = trainOn("1 2:0\n-1 2:0\n", solver)
  expect([...model.weights]).toEqual([0, 0])
  expect(fits[0].objective).toBe(2)
})
