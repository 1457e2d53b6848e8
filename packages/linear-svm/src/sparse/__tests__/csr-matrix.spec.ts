import fc from "fast-check"
import {
  addSparseRow,
  checkSparseRows,
  denseFrom,
  selectRows,
  sparseRowDot,
  sparseRowsFrom,
  sparseRowsFromDense,
  SparseShapeError,
  squaredRowNorms,
} from "../csr-matrix"
import type { SparseRows } from "../csr-matrix"

const SEED = { seed: 20260101, numRuns: 200 }
const matrices = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 8 }))
  .chain(([rowCount, columnCount]) =>
    fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: -9, max: 9 })), {
        minLength: rowCount * columnCount,
        maxLength: rowCount * columnCount,
      })
      .map((values) => ({ dense: Float64Array.from(values, (value) => value + 0), rowCount, columnCount })),
  )
const aMatrix = (): SparseRows =>
  sparseRowsFrom(
    [
      [
        [0, 1],
        [2, 3],
      ],
      [],
      [[1, -2]],
    ],
    3,
  )

test("sparseRowsFrom: sorts columns, adds up repeated ones and drops zeros", () => {
  const rows = sparseRowsFrom(
    [
      [
        [2, 1],
        [0, 5],
        [2, 1],
      ],
      [[1, 0]],
      [
        [1, 1],
        [1, -1],
      ],
    ],
    3,
  )
  expect([...rows.offsets]).toEqual([0, 2, 2, 2])
  expect([...rows.columns]).toEqual([0, 2])
  expect([...rows.values]).toEqual([5, 2])
  for (const column of [-1, 3, 0.5]) expect(() => sparseRowsFrom([[[column, 1]]], 3)).toThrow(SparseShapeError)
})

test("sparse rows: any dense matrix survives the way there and back, well formed", () => {
  fc.assert(
    fc.property(matrices, ({ dense, rowCount, columnCount }) => {
      const rows = sparseRowsFromDense(dense, rowCount, columnCount)
      checkSparseRows(rows)
      expect(denseFrom(rows)).toEqual(dense)
    }),
    SEED,
  )
  expect(() => sparseRowsFromDense(new Float64Array(5), 2, 3)).toThrow("5 numbers do not make 2 rows of 3")
})

test("sparse rows: products and norms equal the dense ones", () => {
  fc.assert(
    fc.property(matrices, ({ dense, rowCount, columnCount }) => {
      const rows = sparseRowsFromDense(dense, rowCount, columnCount)
      const v = Float64Array.from({ length: columnCount }, (_, k) => k - 2)
      const norms = squaredRowNorms(rows)
      for (let row = 0; row < rowCount; row++) {
        const own = dense.subarray(row * columnCount, (row + 1) * columnCount)
        expect(sparseRowDot(rows, row, v)).toBe(own.reduce((sum, value, k) => sum + value * v[k], 0) + 0)
        expect(norms[row]).toBe(own.reduce((sum, value) => sum + value * value, 0))
        const sum = v.slice()
        addSparseRow(rows, row, 2, sum)
        expect(sum).toEqual(v.map((value, k) => value + 2 * own[k]))
      }
    }),
    SEED,
  )
})

test("selectRows: takes rows in the order asked for, more than once if need be", () => {
  const chosen = selectRows(aMatrix(), [2, 0, 0, 1])
  checkSparseRows(chosen)
  expect([...denseFrom(chosen)]).toEqual([0, -2, 0, 1, 0, 3, 1, 0, 3, 0, 0, 0])
})

test.each([
  ["offsets of another length", { rowCount: 4 }, "offsets must be 5 positions"],
  ["offsets that do not begin with 0", { offsets: Uint32Array.of(1, 2, 2, 3) }, "offsets must be 4 positions"],
  ["offsets that end elsewhere", { offsets: Uint32Array.of(0, 2, 2, 2) }, "offsets end at 2"],
  ["columns without values", { values: new Float64Array(2) }, "with 3 columns and 2 values"],
  ["offsets that fall", { offsets: Uint32Array.of(0, 2, 1, 3) }, "offsets fall at row 1"],
  ["columns out of order", { columns: Uint32Array.of(2, 0, 1) }, "row 0 has column 0 after 2"],
  ["a column twice", { columns: Uint32Array.of(2, 2, 1) }, "row 0 has column 2 after 2"],
  ["a column out of range", { columnCount: 2 }, "row 0 has column 2 after 0, of 2"],
  ["a value that is not finite", { values: Float64Array.of(1, Number.NaN, 2) }, "row 0 has the value NaN"],
])("checkSparseRows: %s are refused", (_, change, message) => {
  expect(() => checkSparseRows({ ...aMatrix(), ...change })).toThrow(message)
})
