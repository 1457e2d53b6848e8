import { plainDefiniteSystem } from "../linear-algebra/definite-system"
import type { DefiniteSystemFactory } from "../linear-algebra/definite-system"
import { KernelArena } from "./instance"

/** {@link plainDefiniteSystem} in WebAssembly with SIMD, to the same bits; the plain one itself where it cannot run. */
export const fastDefiniteSystem: DefiniteSystemFactory = (sizeAtMost) => {
  const arena = KernelArena.open()
  const matrix = arena?.tryReserve(sizeAtMost * sizeAtMost * 8)
  const right = arena?.tryReserve(sizeAtMost * 8)
  if (arena === null || matrix === undefined || right === undefined) return plainDefiniteSystem(sizeAtMost)
  const { kernels } = arena
  return {
    matrix: arena.float64(matrix, sizeAtMost * sizeAtMost),
    right: arena.float64(right, sizeAtMost),
    solve(size) {
      if (kernels.factorCholesky(matrix, size) === 0) return false
      kernels.solveFactored(matrix, right, size)
      return true
    },
  }
}
