import { plainRowProducts } from "../row-products"
import type { RowMatrix, RowProducts } from "../row-products"
import { KernelArena } from "./instance"

/** Rows that are copied in at a time: they stay in the second cache until both products have read them. */
const RANGE_BYTES = 2 ** 18
/** Narrower rows than this are done before they are copied. */
const NARROW = 8

/**
 * {@link plainRowProducts} in WebAssembly with SIMD, equal but for the order of additions; the plain one itself for
 * narrow rows and where WebAssembly cannot run. Rows are copied in by ranges, never all at once: memory beyond the
 * rows stays small.
 */
export function fastRowProducts(matrix: RowMatrix): RowProducts {
  const { rows, columnCount } = matrix
  if (columnCount < NARROW) return plainRowProducts(matrix)
  const rangeRows = Math.max(1, Math.floor(RANGE_BYTES / (columnCount * rows.BYTES_PER_ELEMENT)))
  const arena = KernelArena.open()
  const range = arena?.tryReserve(rangeRows * columnCount * rows.BYTES_PER_ELEMENT)
  const vector = arena?.tryReserve(columnCount * 8)
  const sum = arena?.tryReserve(columnCount * 8)
  const perRow = arena?.tryReserve(rangeRows * 8)
  const isShort = range === undefined || vector === undefined || sum === undefined || perRow === undefined
  if (arena === null || isShort) return plainRowProducts(matrix)
  return arenaProducts(arena, matrix, { rangeRows, range, vector, sum, perRow })
}

interface ProductsRoom {
  readonly rangeRows: number
  /** Addresses of the rows of a range, of v, of the sum, and of one number per row. */
  readonly range: number
  readonly vector: number
  readonly sum: number
  readonly perRow: number
}

function arenaProducts(arena: KernelArena, { rows, columnCount }: RowMatrix, room: ProductsRoom): RowProducts {
  const { rangeRows } = room
  const { kernels } = arena
  const isSingle = rows instanceof Float32Array
  const multiply = isSingle ? kernels.multiply32 : kernels.multiply64
  const addTransposed = isSingle ? kernels.addTransposed32 : kernels.addTransposed64
  const length = rangeRows * columnCount
  const range = isSingle ? arena.float32(room.range, length) : arena.float64(room.range, length)
  const vector = arena.float64(room.vector, columnCount)
  const sum = arena.float64(room.sum, columnCount)
  const perRow = arena.float64(room.perRow, rangeRows)
  const loaded = { from: 0, to: 0 }
  const load = (from: number, to: number): void => {
    if (from >= loaded.from && to <= loaded.to) return
    range.set(rows.subarray(from * columnCount, to * columnCount))
    loaded.from = from
    loaded.to = to
  }
  const addressOf = (row: number): number => room.range + (row - loaded.from) * columnCount * rows.BYTES_PER_ELEMENT
  return {
    rangeRows,
    begin(v) {
      vector.set(v)
      sum.fill(0)
    },
    scores(from, to, out) {
      for (let at = from; at < to; at += rangeRows) {
        const end = Math.min(to, at + rangeRows)
        load(at, end)
        multiply(addressOf(at), end - at, columnCount, room.vector, room.perRow)
        out.set(perRow.subarray(0, end - at), at)
      }
    },
    addRows(from, to, factors) {
      for (let at = from; at < to; at += rangeRows) {
        const end = Math.min(to, at + rangeRows)
        load(at, end)
        perRow.set(factors.subarray(at, end))
        addTransposed(addressOf(at), end - at, columnCount, room.perRow, room.sum)
      }
    },
    finish(y) {
      for (let k = 0; k < columnCount; k++) y[k] += sum[k]
    },
  }
}
