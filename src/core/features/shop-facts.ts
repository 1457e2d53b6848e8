import type { Dataset } from "../contract/interaction-log"
import { createRandom } from "../random/seeded-random"
import type { SignalBoard } from "./signal-board"
import { SHOP_NUMBERS, SIGNAL_INDEX as S } from "./signals"

/** What came from outside of each product, by index; all 0 where nothing is known. */
export interface ShopFacts {
  /** {@link SHOP_NUMBERS} of each product, one product after the other. */
  readonly numbers: Float32Array
  /** Vectors of length 1, `width` numbers each; empty where no product has one. */
  readonly vectors: Float32Array
  readonly width: number
}

/** Numbers of a vector that are kept: more are projected onto as many. */
export const VECTOR_WIDTH = 64

const NUMBERS = [S.shop1, S.shop2, S.shop3]

/**
 * Reads what came from outside, of products that the log or the catalog knows.
 *
 * @returns null where nothing came
 */
export function shopFacts({ items }: Pick<Dataset, "items">, itemIds: readonly string[]): ShopFacts | null {
  const known = itemIds.map((id) => items.get(id))
  const width = known.find((item) => item?.vector !== undefined)?.vector?.length ?? 0
  if (width === 0 && !known.some((item) => item?.signals !== undefined)) return null
  const numbers = new Float32Array(itemIds.length * SHOP_NUMBERS)
  const vectors = new Float32Array(itemIds.length * width)
  known.forEach((item, at) => {
    item?.signals?.slice(0, SHOP_NUMBERS).forEach((value, slot) => (numbers[at * SHOP_NUMBERS + slot] = value))
    if (item?.vector?.length === width) vectors.set(ofLengthOne(item.vector), at * width)
  })
  return { numbers, vectors, width }
}

/** The facts with room for more products, of which nothing is known yet. */
export function grownShopFacts({ numbers, vectors, width }: ShopFacts, itemCount: number): ShopFacts {
  const grown = new Float32Array(itemCount * SHOP_NUMBERS)
  grown.set(numbers)
  const points = new Float32Array(itemCount * width)
  points.set(vectors)
  return { numbers: grown, vectors: points, width }
}

/** Products of a list, and how much others speak for what is like them. */
export interface LikingOfList {
  readonly candidates: Int32Array
  readonly like: ReadonlyMap<number, number>
}

/** Sets the signals from outside of each candidate, in their order. */
export function fillShopSignals(facts: ShopFacts, own: SignalBoard, list: LikingOfList): void {
  const { candidates } = list
  NUMBERS.forEach((signal, slot) => {
    const column = own.writable(signal)
    for (let at = 0; at < candidates.length; at++) column[at] = facts.numbers[candidates[at] * SHOP_NUMBERS + slot]
  })
  fillLikeness(facts, own, list)
}

/** Sets how near each candidate's vector is to the weighted sum of the others': their cosine, 0 where it is negative. */
export function fillLikeness(facts: ShopFacts, own: SignalBoard, { candidates, like }: LikingOfList): void {
  const { vectors, width } = facts
  if (width === 0) return
  const column = own.writable(S.shopLike)
  const sum = new Float64Array(width)
  for (const [item, weight] of like) {
    for (let k = 0; k < width; k++) sum[k] += weight * vectors[item * width + k]
  }
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0))
  for (let at = 0; at < candidates.length; at++) {
    let dot = 0
    for (let k = 0; k < width; k++) dot += sum[k] * vectors[candidates[at] * width + k]
    column[at] = length === 0 ? 0 : Math.max(0, dot / length)
  }
}

function ofLengthOne(vector: ArrayLike<number>): Float32Array {
  let squares = 0
  for (let k = 0; k < vector.length; k++) squares += vector[k] * vector[k]
  const length = Math.sqrt(squares)
  return Float32Array.from(vector, (value) => (length > 0 && Number.isFinite(length) ? value / length : 0))
}

/**
 * Makes vectors short enough: those of more than {@link VECTOR_WIDTH} numbers are projected at random, which keeps cosines
 * to about 1/√{@link VECTOR_WIDTH}. The same vector gives the same numbers everywhere.
 *
 * @see Achlioptas, "Database-friendly random projections", JCSS 2003
 */
export function vectorShortener(): (vector: ArrayLike<number>) => Float32Array {
  const projections = new Map<number, Int8Array>()
  return (vector) => {
    if (vector.length <= VECTOR_WIDTH) return Float32Array.from(vector)
    const signs = projections.get(vector.length) ?? randomSigns(vector.length * VECTOR_WIDTH)
    projections.set(vector.length, signs)
    const short = new Float64Array(VECTOR_WIDTH)
    for (let k = 0; k < vector.length; k++) {
      for (let at = 0; at < VECTOR_WIDTH; at++) short[at] += signs[k * VECTOR_WIDTH + at] * vector[k]
    }
    return Float32Array.from(short)
  }
}

const PROJECTION_SEED = 20_030_601

function randomSigns(count: number): Int8Array {
  const random = createRandom(PROJECTION_SEED)
  return Int8Array.from({ length: count }, () => (random.next() < 0.5 ? 1 : -1))
}
