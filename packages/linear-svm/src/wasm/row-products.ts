import { plainRowProducts } from "../linear-algebra/row-products"
import type { RowProducts } from "../linear-algebra/row-products"
import { addSplit, copyRows, forEachGate, isSingle, splitVector, storedColumns } from "../linear-algebra/row-matrix"
import type { RowMatrix } from "../linear-algebra/row-matrix"
import { KernelArena } from "./instance"

/** Rows that are copied in at a time: they stay in the second cache until both products have read them. */
const RANGE_BYTES = 2 ** 18
/** Rows that take no more than this are copied in once: a fit reads them some thirty times. */
const RESIDENT_BYTES = 64 * 2 ** 20
/** Narrower rows than this are done before they are copied. */
const NARROW = 8

/**
 * {@link plainRowProducts} in WebAssembly with SIMD, equal but for the order of additions; the plain one itself for
 * narrow rows and where WebAssembly cannot run. Rows are copied in once where they take at most 64 MiB, else by ranges,
 * so that memory beyond the rows stays bounded.
 *
 * @param rowCount rows that are in use
 */
export function fastRowProducts(matrix: RowMatrix, rowCount: number): RowProducts {
  const width = storedColumns(matrix)
  if (width < NARROW) return plainRowProducts(matrix)
  const numberBytes = isSingle(matrix) ? 4 : 8
  const rangeRows = Math.max(1, Math.floor(RANGE_BYTES / (width * numberBytes)))
  const residentRows = rowCount * width * numberBytes <= RESIDENT_BYTES ? Math.max(rowCount, rangeRows) : rangeRows
  const arena = KernelArena.open()
  const range = arena?.tryReserve(residentRows * width * numberBytes)
  const vectors = arena?.tryReserve(2 * width * 8)
  const sums = arena?.tryReserve(2 * width * 8)
  const perRow = arena?.tryReserve(rangeRows * 8)
  const isShort = range === undefined || vectors === undefined || sums === undefined || perRow === undefined
  if (arena === null || isShort) return plainRowProducts(matrix)
  return arenaProducts(arena, matrix, { rowCount, rangeRows, residentRows, range, vectors, sums, perRow })
}

interface ProductsRoom {
  readonly rowCount: number
  readonly rangeRows: number
  /** Rows that fit into `range`: all of them, or those of one range. */
  readonly residentRows: number
  /** Addresses of the rows of a range, of v and of the sum (each for shut gates, then for open ones), of one number per row. */
  readonly range: number
  readonly vectors: number
  readonly sums: number
  readonly perRow: number
}

function arenaProducts(arena: KernelArena, matrix: RowMatrix, room: ProductsRoom): RowProducts {
  const { rangeRows, residentRows, rowCount } = room
  const { kernels } = arena
  const width = storedColumns(matrix)
  const rowBytes = width * (isSingle(matrix) ? 4 : 8)
  const multiply = isSingle(matrix) ? kernels.multiply32 : kernels.multiply64
  const addTransposed = isSingle(matrix) ? kernels.addTransposed32 : kernels.addTransposed64
  const length = residentRows * width
  const range = isSingle(matrix) ? arena.float32(room.range, length) : arena.float64(room.range, length)
  const pair = (address: number): { shut: Float64Array; open: Float64Array } => ({
    shut: arena.float64(address, width),
    open: arena.float64(address + width * 8, width),
  })
  const vectors = pair(room.vectors)
  const sums = pair(room.sums)
  const perRow = arena.float64(room.perRow, rangeRows)
  const loaded = { from: 0, to: 0 }
  const load = (from: number, to: number): void => {
    if (from >= loaded.from && to <= loaded.to) return
    const isResident = residentRows >= rowCount
    loaded.from = isResident ? 0 : from
    loaded.to = isResident ? rowCount : to
    copyRows(matrix, loaded, range)
  }
  const addressOf = (row: number): number => room.range + (row - loaded.from) * rowBytes
  const half = (isOpen: boolean): number => (isOpen ? width * 8 : 0)
  return {
    rangeRows,
    begin(v) {
      splitVector(matrix, v, vectors)
      sums.shut.fill(0)
      sums.open.fill(0)
    },
    scores(from, to, out) {
      for (let at = from; at < to; at += rangeRows) {
        const end = Math.min(to, at + rangeRows)
        load(at, end)
        forEachGate(matrix, { from: at, to: end }, (first, last, isOpen) => {
          const scores = room.perRow + (first - at) * 8
          multiply(addressOf(first), last - first, width, room.vectors + half(isOpen), scores)
        })
        out.set(perRow.subarray(0, end - at), at)
      }
    },
    addRows(from, to, factors) {
      for (let at = from; at < to; at += rangeRows) {
        const end = Math.min(to, at + rangeRows)
        load(at, end)
        perRow.set(factors.subarray(at, end))
        forEachGate(matrix, { from: at, to: end }, (first, last, isOpen) => {
          const scaled = room.perRow + (first - at) * 8
          addTransposed(addressOf(first), last - first, width, scaled, room.sums + half(isOpen))
        })
      }
    },
    finish(y) {
      addSplit(matrix, y, sums)
    },
  }
}
