import fc from "fast-check"
import { createRandom } from "../random/seeded-random"
import { sparseRowsFrom } from "../sparse/csr-matrix"
import { ModelFormatError, TrainingInputError } from "../errors"
import { formatLiblinearModel, parseLiblinearModel, scoreColumns } from "../formats/liblinear-format"
import type { LiblinearModel } from "../formats/liblinear-format"
import { parseLibsvm } from "../formats/libsvm-format"
import type { LibsvmData, ParseLibsvmOptions } from "../formats/libsvm-format"
import { predictLabels, trainClassifier } from "../classification/train-classifier"
import { createLibsvmBuffer } from "../wasm/libsvm-buffer"

const SEED = { seed: 20260101, numRuns: 300 }
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const READERS: readonly (readonly [name: string, read: (text: string, options?: ParseLibsvmOptions) => LibsvmData])[] =
  [
    ["plain", (text, options) => parseLibsvm(utf8(text), options)],
    [
      "WebAssembly",
      (text, options) => {
        const bytes = utf8(text)
        const buffer = createLibsvmBuffer(bytes.length)
        buffer.bytes.set(bytes)
        return buffer.parse(options)
      },
    ],
  ]

/** Plain arrays, for the readers return views. */
const contents = ({ rows, labels }: LibsvmData): object => ({
  labels: [...labels],
  columnCount: rows.columnCount,
  rows: Array.from({ length: rows.rowCount }, (_, row) =>
    [...rows.columns.subarray(rows.offsets[row], rows.offsets[row + 1])].map((column, k) => [
      column,
      rows.values[rows.offsets[row] + k],
    ]),
  ),
})

describe.each(READERS)("LIBSVM format, %s reader", (_, read) => {
  test("LIBSVM format: labels, indices, values and odd blanks are read as they are meant", () => {
    const text = "+1 1:0.5 3:-2\r\n\n-1\t2:1e3  4:+.25 \n  2.5 1:0 \n-1 7:12."
    expect(contents(read(text))).toEqual({
      labels: [1, -1, 2.5, -1],
      columnCount: 7,
      rows: [
        [
          [0, 0.5],
          [2, -2],
        ],
        [
          [1, 1000],
          [3, 0.25],
        ],
        [[0, 0]],
        [[6, 12]],
      ],
    })
  })

  test("LIBSVM format: a bias makes a column beyond all others; more columns may be asked for", () => {
    expect(contents(read("1 1:2\n-1 3:4\n1\n", { bias: 0.5 }))).toEqual({
      labels: [1, -1, 1],
      columnCount: 4,
      rows: [
        [
          [0, 2],
          [3, 0.5],
        ],
        [
          [2, 4],
          [3, 0.5],
        ],
        [[3, 0.5]],
      ],
    })
    expect(read("1 1:2", { columnCount: 9 }).rows.columnCount).toBe(9)
    expect(read("1 1:2", { columnCount: 9, bias: 1 }).rows.columns[1]).toBe(9)
    expect(read("1 12:2", { columnCount: 9 }).rows.columnCount).toBe(12)
  })

  test("LIBSVM format: an empty file has no rows", () => {
    for (const text of ["", "\n", " \n\t\n"]) {
      expect(contents(read(text))).toEqual({ labels: [], columnCount: 0, rows: [] })
    }
  })

  test.each([
    ["1 1:2\n-1 2:3 2:4\n", 'line 2: "2:4"'],
    ["1 0:2\n", 'line 1: "0:2"'],
    ["1 1:2 x\n", 'line 1: "x"'],
    ["1 1:\n", 'line 1: ""'],
    ["1 1:2\n\n1 1:two", 'line 3: "two"'],
    ["1 1:nan\n", 'line 1: "nan"'],
    ["1 1:1e999\n", 'line 1: "1e999"'],
    ["1 1:--1\n", 'line 1: "--1"'],
    ["1 1:1.2.3\n", 'line 1: "1.2.3"'],
    ["1 1234567890:1\n", 'line 1: "1234567890:1"'],
    ["one 1:1\n", 'line 1: "one"'],
    ["\u0001 1:1\n", "line 1"],
    ["1 -1:1\n", 'line 1: "-1:1"'],
    ["1 :1\n", 'line 1: ":1"'],
  ])("LIBSVM format: %j is refused with its line", (text, message) => {
    expect(() => read(text)).toThrow(TrainingInputError)
    expect(() => read(text)).toThrow(message)
  })

  test("LIBSVM format: every number comes out as Number reads it, to the last bit", () => {
    const digits = fc.string({
      unit: fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
      minLength: 1,
      maxLength: 20,
    })
    const number = fc
      .tuple(fc.constantFrom("", "-", "+"), digits, fc.option(digits), fc.option(fc.integer({ min: -30, max: 30 })))
      .map(([sign, whole, decimals, exponent]) => {
        const point = decimals === null ? "" : `.${decimals}`
        return `${sign}${whole}${point}${exponent === null ? "" : `e${exponent}`}`
      })
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(" ", "\t", "  "),
        (values, blank) => {
          const text = `1${blank}${values.map((value, k) => `${k + 1}:${value}`).join(blank)}\n`
          const data = read(text)
          values.forEach((value, k) => expect(Object.is(data.rows.values[k], Number(value))).toBe(true))
        },
      ),
      SEED,
    )
  })

  test("LIBSVM format: a file of many thousand rows is read in full", () => {
    const random = createRandom(4)
    const lists = Array.from({ length: 6000 }, () =>
      Array.from({ length: random.nextInt(6) }, (_, k): [number, number] => [
        5 * k + random.nextInt(5),
        Number((200 * random.next() - 100).toFixed(random.nextInt(9))) || 1,
      ]),
    )
    const text = lists.map((list, row) => `${row % 2 ? "+1" : "-1"}${list.map(([c, v]) => ` ${c + 1}:${v}`).join("")}`)
    const { rows, labels } = read(text.join("\n"))
    const expected = sparseRowsFrom(lists, rows.columnCount)
    expect(labels).toHaveLength(6000)
    expect([...rows.offsets]).toEqual([...expected.offsets])
    expect([...rows.columns]).toEqual([...expected.columns])
    expect([...rows.values]).toEqual([...expected.values])
  })
})

const aModel: LiblinearModel = {
  solver: "L2R_L2LOSS_SVC",
  labels: [1, -1],
  featureCount: 2,
  bias: 1,
  weights: Float64Array.of(0.1, -2e-5, 1e300),
}

test("LIBLINEAR format: any weights come back to the last bit", () => {
  const weights = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(weights, fc.integer(), fc.integer(), (values, first, second) => {
      // Minus zero is written as LIBLINEAR reads it, but JavaScript writes it without its sign.
      const model = { ...aModel, labels: [first, second], weights: Float64Array.from(values, (value) => value + 0) }
      expect(parseLiblinearModel(formatLiblinearModel(model))).toEqual(model)
    }),
    SEED,
  )
})

test("LIBLINEAR format: numbers are written as C writes them with %.17g", () => {
  const lines = formatLiblinearModel({
    ...aModel,
    featureCount: 5,
    weights: Float64Array.of(0.1, -2e-5, 1e300, 0, 12345678901234568, 1e-4),
  })
  expect(lines.split("\n").slice(6, -1)).toEqual([
    "0.10000000000000001 ",
    "-2.0000000000000002e-05 ",
    "1.0000000000000001e+300 ",
    "0 ",
    "12345678901234568 ",
    "0.0001 ",
  ])
})

test("LIBLINEAR format: two classes have one score, but one each from Crammer and Singer's solver", () => {
  expect(scoreColumns(aModel)).toBe(1)
  expect(scoreColumns({ ...aModel, solver: "MCSVM_CS" })).toBe(2)
  expect(scoreColumns({ ...aModel, labels: [1, 2, 3] })).toBe(3)
})

test.each([
  ["solver_type L2R_L2LOSS_SVR", "solver_type"],
  ["solver_type", "solver_type"],
  ["nr_class two", "nr_class"],
  ["nr_class 3", "label"],
  ["label 1 x", "label"],
  ["nr_feature -1", "nr_feature"],
  ["nr_feature 7", "w"],
  ["bias maybe", "bias"],
  ["bias ", "bias"],
])("LIBLINEAR format: a file with %j is refused, naming the field", (line, field) => {
  const name = line.split(" ")[0]
  const text = formatLiblinearModel(aModel).replace(new RegExp(`^${name} .*$`, "m"), line)
  try {
    parseLiblinearModel(text)
  } catch (error) {
    expect(error).toBeInstanceOf(ModelFormatError)
    expect(error).toMatchObject({ field })
    return
  }
  throw new Error("the file was read")
})

test("LIBLINEAR format: missing lines, cut weights and weights that are not numbers are refused", () => {
  const text = formatLiblinearModel(aModel)
  expect(() => parseLiblinearModel("")).toThrow("w is missing")
  expect(() => parseLiblinearModel("w\n1\n")).toThrow("solver_type (none)")
  expect(() => parseLiblinearModel(text.replace(/^nr_class.*\n/m, ""))).toThrow("nr_class must be a whole number")
  expect(() => parseLiblinearModel(text.replace(/^label.*\n/m, ""))).toThrow("label must be 2 whole numbers")
  expect(() => parseLiblinearModel(text.replace(/^bias.*\n/m, ""))).toThrow("bias must be a finite number")
  expect(() => parseLiblinearModel(text.slice(0, text.lastIndexOf("1.0")))).toThrow("w has 2 weights, expected 3")
  expect(() => parseLiblinearModel(text.replace("0.10000000000000001", "nan"))).toThrow("w 0 must be a finite number")
})

test("trainClassifier: learns and predicts two classes, one class and several, sparse and dense", () => {
  const two = parseLibsvm(utf8("-1 1:1\n1 1:-1\n-1 1:2\n1 1:-3\n"))
  const many = parseLibsvm(utf8("3 1:1\n9 2:1\n4 3:1\n3 1:2\n9 2:2\n4 3:2\n"))
  const wide = parseLibsvm(utf8("1 2500:1\n-1 1:1\n"))
  const lone = parseLibsvm(utf8("5 1:1\n5 1:2\n"))
  for (const solver of [1, 2, 3] as const) {
    for (const data of [two, many, wide, lone]) {
      const { model } = trainClassifier(data, { solver, cost: 10 })
      expect([...predictLabels(model, data.rows)]).toEqual([...data.labels])
    }
  }
  expect(trainClassifier(two).model.labels).toEqual([1, -1])
  expect(trainClassifier(many).model.labels).toEqual([3, 9, 4])
})

test("trainClassifier: rows without a full set of entries are laid out dense where most are there", () => {
  const gaps = parseLibsvm(utf8("1 1:1 2:2\n-1 1:-1\n1 2:1\n-1 1:-2 2:-1\n"))
  const { model, fits } = trainClassifier(gaps, { solver: 2, tolerance: 1e-8 })
  const dual = trainClassifier(gaps, { solver: 1, tolerance: 1e-8 })
  expect(fits[0].objective).toBeCloseTo(dual.fits[0].objective, 6)
  expect([...predictLabels(model, gaps.rows)]).toEqual([1, -1, 1, -1])
})

test("trainClassifier: labels without a factor of their own keep the factor 1", () => {
  const data = parseLibsvm(utf8("3 1:1\n9 2:1\n4 3:1\n"))
  const plain = trainClassifier(data, { tolerance: 1e-6 })
  expect(trainClassifier(data, { tolerance: 1e-6, labelWeights: new Map([[77, 5]]) })).toEqual(plain)
  const heavy = trainClassifier(data, { tolerance: 1e-6, labelWeights: new Map([[3, 5]]) })
  expect(heavy.model.weights).not.toEqual(plain.model.weights)
})

test("trainClassifier: features that the model does not know are passed over", () => {
  const { model } = trainClassifier(parseLibsvm(utf8("1 1:1\n-1 1:-1\n")), { solver: 2 })
  expect([...predictLabels(model, parseLibsvm(utf8("1 1:1 5:-1000\n")).rows)]).toEqual([1])
})

test("trainClassifier: no rows, labels that are no classes and options out of range are refused", () => {
  expect(() => trainClassifier(parseLibsvm(utf8("")))).toThrow("there are no rows to train on")
  expect(() => trainClassifier(parseLibsvm(utf8("0.5 1:1\n")))).toThrow("label 0.5 is not a whole number")
  const data = parseLibsvm(utf8("1 1:1\n-1 1:-1\n"))
  expect(() => trainClassifier(data, { cost: 0 })).toThrow("cost must be finite and above 0")
  expect(() => trainClassifier(data, { tolerance: -1 })).toThrow("tolerance must be finite and above 0")
})
