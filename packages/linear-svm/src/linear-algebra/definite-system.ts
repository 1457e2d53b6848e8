import { choleskyInPlace, choleskySolve } from "./cholesky"

/** Room for a system A x = b with A symmetric and positive definite, to be filled and solved again and again. */
export interface DefiniteSystem {
  /** The upper triangle of A, row-major, size × size of the system at hand. */
  readonly matrix: Float64Array
  /** b; x once it is solved. */
  readonly right: Float64Array
  /**
   * Solves the system in place of `right`; `matrix` is overwritten.
   *
   * @param size rows of the system, those of the room at most
   * @returns false where A is not positive definite in double precision: `right` is then as it was
   */
  solve(size: number): boolean
}

/** Makes the room of {@link DefiniteSystem} for systems of up to so many rows. */
export type DefiniteSystemFactory = (sizeAtMost: number) => DefiniteSystem

/** In plain JavaScript. */
export const plainDefiniteSystem: DefiniteSystemFactory = (sizeAtMost) => {
  const matrix = new Float64Array(sizeAtMost * sizeAtMost)
  const right = new Float64Array(sizeAtMost)
  return {
    matrix,
    right,
    solve(size) {
      if (!choleskyInPlace(matrix, size)) return false
      choleskySolve(matrix, right.subarray(0, size))
      return true
    },
  }
}
