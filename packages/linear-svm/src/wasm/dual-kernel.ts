import { plainDualKernel } from "../classification/dual-coordinate-kernel"
import type { DualKernel, DualProblem } from "../classification/dual-coordinate-kernel"
import { KernelArena } from "./instance"

/** Layout of a row's record in kernels.as, in units of the view it is written through. */
const RECORD_BYTES = 64
const RECORD_DOUBLES = 8
const RECORD_WORDS = 16
const LABEL = 1
const UPPER = 2
const DIAGONAL = 3
const CURVATURE = 4
const ALPHA = 5

/**
 * {@link plainDualKernel} in WebAssembly, bit for bit the same answers; the plain kernel itself where WebAssembly
 * cannot run or its memory cannot hold the problem. What an update needs of a row lies in one cache line, and the
 * loop touches what it will need some rows later: random order makes every row a miss otherwise.
 */
export const fastDualKernel: DualKernel = (problem) => {
  const { rowCount, offsets, weights } = problem
  const entries = offsets[rowCount]
  const arena = KernelArena.open()
  const records = arena?.tryReserve(rowCount * RECORD_BYTES)
  const order = arena?.tryReserve(rowCount * 4)
  const columns = arena?.tryReserve(entries * 4)
  const values = arena?.tryReserve(entries * 8)
  const w = arena?.tryReserve(weights.length * 8)
  const isShort = records === undefined || order === undefined || columns === undefined || values === undefined
  if (arena === null || isShort || w === undefined) return plainDualKernel(problem)
  return solve(arena, problem, { records, order, columns, values, weights: w })
}

/** Addresses of the arrays of kernels.as. */
interface Room {
  readonly records: number
  readonly order: number
  readonly columns: number
  readonly values: number
  readonly weights: number
}

function solve(arena: KernelArena, problem: DualProblem, room: Room): ReturnType<DualKernel> {
  const { rowCount, offsets, alpha, weights, bias, tolerance, maxEpochs, seed } = problem
  const { records, order, columns, values, weights: w } = room
  const entries = offsets[rowCount]
  arena.uint32(columns, entries).set(problem.columns.subarray(0, entries))
  arena.float64(values, entries).set(problem.values.subarray(0, entries))
  arena.float64(w, weights.length).set(weights)
  const usable = writeRecords(arena, problem, room)
  const biasWeight = w + (weights.length - 1) * 8
  const { kernels } = arena
  // prettier-ignore
  const epochs = kernels.solveDual(
    records, order, usable, columns, values, w, bias, biasWeight, tolerance, maxEpochs, seed,
  )
  const doubles = arena.float64(records, rowCount * RECORD_DOUBLES)
  for (let i = 0; i < rowCount; i++) alpha[i] = doubles[i * RECORD_DOUBLES + ALPHA]
  weights.set(arena.float64(w, weights.length))
  return { epochs: Math.abs(epochs), converged: epochs > 0 || usable === 0 }
}

function writeRecords(arena: KernelArena, problem: DualProblem, { records, order }: Room): number {
  const { rowCount, offsets, values, labels, upper, diagonal, bias, alpha } = problem
  const words = arena.uint32(records, rowCount * RECORD_WORDS)
  const doubles = arena.float64(records, rowCount * RECORD_DOUBLES)
  const rowOrder = arena.uint32(order, rowCount)
  let usable = 0
  for (let i = 0; i < rowCount; i++) {
    const start = offsets[i]
    const end = offsets[i + 1]
    let curvature = diagonal[i] + bias * bias
    for (let k = start; k < end; k++) curvature += values[k] * values[k]
    words[i * RECORD_WORDS] = start
    words[i * RECORD_WORDS + 1] = end
    const at = i * RECORD_DOUBLES
    doubles[at + LABEL] = labels[i]
    doubles[at + UPPER] = upper[i]
    doubles[at + DIAGONAL] = diagonal[i]
    doubles[at + CURVATURE] = curvature
    doubles[at + ALPHA] = alpha[i]
    if (upper[i] > 0) rowOrder[usable++] = i
  }
  return usable
}
