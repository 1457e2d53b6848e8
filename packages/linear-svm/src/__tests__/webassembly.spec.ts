import { execFileSync } from "node:child_process"
import path from "node:path"
import { createRandom } from "../random/seeded-random"
import { choleskyInPlace, choleskySolve } from "../linear-algebra/cholesky"
import type * as DenseNewton from "../classification/dense-newton"
import type * as DualDescent from "../classification/dual-coordinate-descent"
import { plainDefiniteSystem } from "../linear-algebra/definite-system"
import { plainGram } from "../linear-algebra/gram"
import { aDenseProblem, asSparse, distance } from "./problems"
import { fastDefiniteSystem } from "../wasm/definite-system"
import { fastGram } from "../wasm/gram"
import type * as LibsvmReader from "../wasm/libsvm-buffer"

test("WebAssembly kernels: the bytes checked in are what the source compiles to", () => {
  const build = path.join(__dirname, "..", "wasm", "build.mjs")
  expect(execFileSync(process.execPath, [build, "--check"], { encoding: "utf8" })).toContain(
    "is what kernels.as compiles to",
  )
})

test.each([1, 2, 3, 7, 8, 9, 12, 33, 64, 65])(
  "Gram of %i columns: WebAssembly, plain JavaScript and the definition agree; rows can be taken out again",
  (columnCount) => {
    const { rows, rowCount } = aDenseProblem(createRandom(columnCount), 150, columnCount)
    const expected = new Float64Array(columnCount * columnCount)
    const fast = fastGram(columnCount)
    const plain = plainGram(columnCount)
    for (const gram of [fast, plain]) {
      gram.push(rows, 0, 99)
      gram.reset()
      for (let row = 0; row < rowCount; row++) gram.push(rows, row * columnCount, row % 5)
      for (let row = 100; row < rowCount; row++) gram.push(rows, row * columnCount, -(row % 5))
    }
    for (let row = 0; row < 100; row++) {
      for (let j = 0; j < columnCount; j++) {
        for (let k = 0; k < columnCount; k++) {
          expected[j * columnCount + k] += (row % 5) * rows[row * columnCount + j] * rows[row * columnCount + k]
        }
      }
    }
    const upper = (matrix: Float64Array): Float64Array =>
      matrix.filter((_, at) => at % columnCount >= Math.floor(at / columnCount))
    expect(distance(upper(fast.read()), upper(expected))).toBeLessThan(1e-9)
    expect(distance(upper(plain.read()), upper(expected))).toBeLessThan(1e-9)
    expect(fast.read()).toEqual(fast.read())
  },
)

test.each([1, 2, 3, 8, 49, 50])(
  "definite system of %i rows: WebAssembly and plain JavaScript give the same bits",
  (size) => {
    const random = createRandom(size)
    const systems = [fastDefiniteSystem(50), plainDefiniteSystem(50)]
    const { rows, rowCount } = aDenseProblem(random, 80, size)
    const gram = fastGram(size)
    for (let row = 0; row < rowCount; row++) gram.push(rows, row * size, 1)
    const matrix = gram.read()
    for (let k = 0; k < size; k++) matrix[k * size + k] += 1
    const solutions = systems.map((system) => {
      system.matrix.set(matrix)
      for (let k = 0; k < size; k++) system.right[k] = k - size / 3
      expect(system.solve(size)).toBe(true)
      const solution = system.right.slice(0, size)
      system.matrix.fill(-1)
      expect(system.solve(size)).toBe(false)
      expect(system.right.slice(0, size)).toEqual(solution)
      return solution
    })
    expect(Buffer.from(solutions[0].buffer)).toEqual(Buffer.from(solutions[1].buffer))
  },
)

test("choleskyInPlace: solves a system, and says when a matrix is not positive definite", () => {
  const matrix = Float64Array.of(4, 2, 0, 0, 5, 3, 0, 0, 6)
  const solution = Float64Array.of(8, 21, 24)
  expect(choleskyInPlace(matrix, 3)).toBe(true)
  choleskySolve(matrix, solution)
  // [[4,2,0],[2,5,3],[0,3,6]] times (1, 2, 3).
  expect(distance(solution, [1, 2, 3])).toBeLessThan(1e-12)
  expect(choleskyInPlace(Float64Array.of(1, 2, 0, 1), 2)).toBe(false)
  expect(choleskyInPlace(Float64Array.of(Infinity), 1)).toBe(false)
  expect(choleskyInPlace(Float64Array.of(Number.NaN), 1)).toBe(false)
})

describe("where WebAssembly cannot run", () => {
  const { WebAssembly } = globalThis
  const problem = aDenseProblem(createRandom(1), 300, 10)

  /** The solvers as a process would load them that has no WebAssembly, or none with SIMD. */
  const loadWithout = async (
    replacement: unknown,
  ): Promise<{
    trainDenseSvm: typeof DenseNewton.trainDenseSvm
    trainDualCoordinateDescent: typeof DualDescent.trainDualCoordinateDescent
    createLibsvmBuffer: typeof LibsvmReader.createLibsvmBuffer
  }> => {
    Object.defineProperty(globalThis, "WebAssembly", { value: replacement, configurable: true })
    jest.resetModules()
    return {
      ...(await import("../classification/dense-newton")),
      ...(await import("../classification/dual-coordinate-descent")),
      ...(await import("../wasm/libsvm-buffer")),
    }
  }

  afterEach(() => {
    Object.defineProperty(globalThis, "WebAssembly", { value: WebAssembly, configurable: true })
    jest.resetModules()
  })

  const refusing = {
    Module: () => {
      throw new Error("no SIMD")
    },
  }

  test.each([
    ["no WebAssembly", undefined],
    ["WebAssembly without SIMD", refusing],
  ])("solvers and reader: with %s they go the plain way to the same answers", async (_, replacement) => {
    const fast = await loadWithout(WebAssembly)
    const expected = {
      dense: fast.trainDenseSvm(problem).weights,
      dual: fast.trainDualCoordinateDescent(asSparse(problem)),
    }
    const plain = await loadWithout(replacement)
    expect(distance(plain.trainDenseSvm(problem).weights, expected.dense)).toBeLessThan(1e-8)
    expect(plain.trainDualCoordinateDescent(asSparse(problem))).toEqual(expected.dual)
    const buffer = plain.createLibsvmBuffer(6)
    buffer.bytes.set(new TextEncoder().encode("1 2:3\n"))
    expect([...buffer.parse().rows.values]).toEqual([3])
  })

  /** The true kernels in a memory that grows `times` times and no more. */
  const growing = (times: number): unknown => ({
    Module: WebAssembly.Module,
    Instance: class {
      readonly exports: object
      constructor(module: WebAssembly.Module, imports: WebAssembly.Imports) {
        const real = new WebAssembly.Instance(module, imports).exports
        const memory = real.memory as WebAssembly.Memory
        let left = times
        this.exports = {
          ...real,
          memory: {
            get buffer() {
              return memory.buffer
            },
            grow: (pages: number) => {
              if (left-- <= 0) throw new RangeError("no memory")
              return memory.grow(pages)
            },
          },
        }
      }
    },
  })

  test.each([0, 1, 2])("solvers and reader: memory that grows %i times and no more is no failure", async (times) => {
    const wide = aDenseProblem(createRandom(2), 700, 100)
    const text = new TextEncoder().encode("1 1:1 2:2 3:3 4:4\n".repeat(4000))
    const fast = await loadWithout(WebAssembly)
    const expected = {
      dense: fast.trainDenseSvm(wide, { tolerance: 1e-10 }).weights,
      dual: fast.trainDualCoordinateDescent(asSparse(wide)),
    }
    const cramped = await loadWithout(growing(times))
    expect(distance(cramped.trainDenseSvm(wide, { tolerance: 1e-10 }).weights, expected.dense)).toBeLessThan(1e-6)
    expect(cramped.trainDualCoordinateDescent(asSparse(wide))).toEqual(expected.dual)
    const buffer = cramped.createLibsvmBuffer(text.length)
    buffer.bytes.set(text)
    const { rows } = buffer.parse()
    expect(rows.rowCount).toBe(4000)
    expect(rows.values.reduce((sum, value) => sum + value, 0)).toBe(40_000)
  })

  test("createLibsvmBuffer: a failure of memory that is none of range is not hidden", async () => {
    const failing = {
      Module: WebAssembly.Module,
      Instance: class {
        readonly exports = {
          memory: {
            buffer: new ArrayBuffer(0),
            grow: () => {
              throw new TypeError("odd")
            },
          },
        }
      },
    }
    const odd = await loadWithout(failing)
    expect(() => odd.createLibsvmBuffer(1)).toThrow("odd")
  })
})
