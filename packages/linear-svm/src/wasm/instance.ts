import { KERNEL_BYTES_BASE64 } from "./kernel-bytes"

/** Linear memory, as far as it is used here; the platform's own types come with the DOM library only. */
interface LinearMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** What kernels.as exports; addresses are bytes in `memory`. The source documents each. */
export interface Kernels {
  readonly memory: LinearMemory
  readonly solveDual: (
    records: number,
    order: number,
    usable: number,
    columns: number,
    values: number,
    weights: number,
    bias: number,
    biasWeight: number,
    tolerance: number,
    maxEpochs: number,
    seed: number,
  ) => number
  readonly addGram: (
    gram: number,
    block: number,
    rowWeights: number,
    panel: number,
    rowCount: number,
    stride: number,
  ) => void
  readonly multiply32: (rows: number, rowCount: number, columnCount: number, v: number, scores: number) => void
  readonly multiply64: (rows: number, rowCount: number, columnCount: number, v: number, scores: number) => void
  readonly addTransposed32: (rows: number, rowCount: number, columnCount: number, factors: number, y: number) => void
  readonly addTransposed64: (rows: number, rowCount: number, columnCount: number, factors: number, y: number) => void
  /** 1 where the matrix is positive definite, else 0. */
  readonly factorCholesky: (matrix: number, size: number) => number
  readonly solveFactored: (factor: number, b: number, size: number) => void
  readonly countBytes: (from: number, to: number, byte: number) => number
  readonly startParsing: (text: number, columns: number, values: number) => void
  readonly parseChunk: (
    end: number,
    labels: number,
    offsets: number,
    powers: number,
    bias: number,
    hasBias: number,
  ) => number
  readonly parsedRows: () => number
  readonly parsedEntries: () => number
  readonly parsedLargestIndex: () => number
}

/** Reads the number in bytes `from` to `to` of the arena's memory, NaN when there is none: for the rare long ones. */
export type ReadNumber = (from: number, to: number) => number

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
}

const PAGE_BYTES = 65536
/** Left free at the low end, so that no address of ours is 0. */
const FIRST_ADDRESS = 1024
const ALIGNMENT = 64
/** Kernels may look this far beyond what they need. */
const SLACK_BYTES = 256

let compiled: object | null | undefined

/** The compiled kernels; null where the platform has no WebAssembly or no SIMD. Compiled once. */
function kernelModule(api: WebAssemblyApi | undefined): object | null {
  if (compiled !== undefined) return compiled
  try {
    const bytes = Uint8Array.from(atob(KERNEL_BYTES_BASE64), (char) => char.charCodeAt(0))
    compiled = api === undefined ? null : new api.Module(bytes)
  } catch {
    // No SIMD: the module does not validate. Every caller has a plain way with the same answers.
    compiled = null
  }
  return compiled
}

/** Kernels with a linear memory of their own, given out from the low end and never taken back. */
export class KernelArena {
  readonly kernels: Kernels
  #next = FIRST_ADDRESS

  private constructor(kernels: Kernels) {
    this.kernels = kernels
  }

  /**
   * Null where kernels cannot run here: the caller then goes the plain way.
   *
   * @param number asked by the LIBSVM reader alone; whatever it is by default is never called
   */
  static open(number: ReadNumber = Number): KernelArena | null {
    const api = (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly
    const module = kernelModule(api)
    if (api === undefined || module === null) return null
    // The bytes are ours and a test rebuilds them, so their exports are known.
    return new KernelArena(new api.Instance(module, { host: { number } }).exports as Kernels)
  }

  /**
   * Reserves `byteLength` bytes, zero at first, and returns their address; undefined when memory cannot grow that far
   * (a machine's limit, or WebAssembly's own of 4 GiB).
   */
  tryReserve(byteLength: number): number | undefined {
    const address = this.#next
    const next = address + Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT
    const { memory } = this.kernels
    const missing = next + SLACK_BYTES - memory.buffer.byteLength
    try {
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    } catch (error) {
      if (error instanceof RangeError) return undefined
      throw error
    }
    this.#next = next
    return address
  }

  /** Doubles at an address. Views end with the next {@link tryReserve}: take them when all is reserved. */
  float64(address: number, length: number): Float64Array {
    return new Float64Array(this.kernels.memory.buffer, address, length)
  }

  /** Single-precision numbers at an address. */
  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.kernels.memory.buffer, address, length)
  }

  /** Bytes at an address. */
  uint8(address: number, length: number): Uint8Array {
    return new Uint8Array(this.kernels.memory.buffer, address, length)
  }

  /** Unsigned integers at an address. */
  uint32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.kernels.memory.buffer, address, length)
  }
}
