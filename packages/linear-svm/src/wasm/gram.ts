import { plainGram } from "../linear-algebra/gram"
import type { GramAccumulator, GramFactory } from "../linear-algebra/gram"
import { KernelArena } from "./instance"

const BLOCK_ROWS = 128
const TILE = 4
/** A stride that is a multiple of this many doubles would put whole columns of a block into one set of the cache. */
const CACHE_ALIAS = 64
/** Narrower rows than this are done before the call into the kernel is. */
const NARROW = 8

/**
 * {@link plainGram} in WebAssembly with SIMD: sixteen entries of the matrix are summed in registers while the rows of
 * a block pass by. Equal to the plain one but for the order of additions. The plain one itself where WebAssembly cannot run.
 */
export const fastGram: GramFactory = (columnCount) => {
  if (columnCount < NARROW) return plainGram(columnCount)
  const tiled = Math.ceil(columnCount / TILE) * TILE
  const stride = tiled % CACHE_ALIAS === 0 ? tiled + TILE : tiled
  const arena = KernelArena.open()
  const gram = arena?.tryReserve(stride * stride * 8)
  const block = arena?.tryReserve(BLOCK_ROWS * stride * 8)
  const rowWeights = arena?.tryReserve(BLOCK_ROWS * 8)
  const panel = arena?.tryReserve(BLOCK_ROWS * TILE * 8)
  const isShort = gram === undefined || block === undefined || rowWeights === undefined || panel === undefined
  if (arena === null || isShort) return plainGram(columnCount)
  return arenaGram(arena, { columnCount, stride, gram, block, rowWeights, panel })
}

interface GramRoom {
  readonly columnCount: number
  /** Numbers between the rows of block and matrix. */
  readonly stride: number
  /** Addresses of the arrays of kernels.as. */
  readonly gram: number
  readonly block: number
  readonly rowWeights: number
  readonly panel: number
}

function arenaGram(arena: KernelArena, addresses: GramRoom): GramAccumulator {
  const { columnCount, stride } = addresses
  const { kernels } = arena
  const gram = arena.float64(addresses.gram, stride * stride)
  const block = arena.float64(addresses.block, BLOCK_ROWS * stride)
  const rowWeights = arena.float64(addresses.rowWeights, BLOCK_ROWS)
  let held = 0
  const flush = (): void => {
    const { gram: to, block: from, rowWeights: weights, panel } = addresses
    kernels.addGram(to, from, weights, panel, held, stride)
    held = 0
  }
  return {
    push(rows, offset, weight) {
      const to = held * stride
      for (let k = 0; k < columnCount; k++) block[to + k] = rows[offset + k]
      rowWeights[held++] = weight
      if (held === BLOCK_ROWS) flush()
    },
    read() {
      flush()
      const matrix = new Float64Array(columnCount * columnCount)
      for (let row = 0; row < columnCount; row++) {
        matrix.set(gram.subarray(row * stride, row * stride + columnCount), row * columnCount)
      }
      return matrix
    },
    reset() {
      held = 0
      gram.fill(0)
    },
  }
}
