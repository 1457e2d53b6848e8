import type { NeighborIndex } from "../../features/neighbors"
import { indexVectors } from "../../features/neighbors"
import { ownerCode } from "../../features/owner-code"
import { decodeRankingModel, encodeRankingModel, HOLDERS_AT_MOST } from "./model-file"

/**
 * A model file without the vectors of some shoppers and sessions. Everything else stays, byte for byte: counts and
 * links of products are sums over all shoppers.
 *
 * @param ids as they stood in the log that the model was trained on
 * @returns null where none of theirs is in the file
 * @throws ModelFormatError when the file is damaged or of another release
 */
export function withoutOwners(bytes: Uint8Array, ids: readonly string[]): Uint8Array | null {
  const model = decodeRankingModel(bytes)
  const codes = new Set(ids.map((id) => nameOf(ownerCode(id))))
  const { itemCount } = model.state
  const shoppers = withoutVectors(model.state.shoppers, codes, itemCount)
  const visits = withoutVectors(model.state.visits, codes, itemCount)
  if (shoppers === null && visits === null) return null
  const state = {
    ...model.state,
    shoppers: shoppers ?? model.state.shoppers,
    visits: visits ?? model.state.visits,
  }
  return encodeRankingModel({ ...model, state })
}

const nameOf = ([first, second]: readonly [number, number]): string => `${first} ${second}`

/** The index without the vectors of these owners; null where it has none of them. */
function withoutVectors(index: NeighborIndex, codes: ReadonlySet<string>, itemCount: number): NeighborIndex | null {
  const count = index.offsets.length - 1
  const kept: number[] = []
  for (let vector = 0; vector < count; vector++) {
    if (!codes.has(nameOf([index.owners[2 * vector], index.owners[2 * vector + 1]]))) kept.push(vector)
  }
  if (kept.length === count) return null
  const offsets = new Int32Array(kept.length + 1)
  kept.forEach((vector, at) => {
    offsets[at + 1] = offsets[at] + index.offsets[vector + 1] - index.offsets[vector]
  })
  const size = offsets[kept.length]
  const vectors = {
    offsets,
    items: new Int32Array(size),
    weights: new Float32Array(size),
    recentWeights: new Float32Array(size),
    owners: new Int32Array(2 * kept.length),
  }
  kept.forEach((vector, at) => {
    const [from, to] = [index.offsets[vector], index.offsets[vector + 1]]
    vectors.items.set(index.items.subarray(from, to), offsets[at])
    vectors.weights.set(index.weights.subarray(from, to), offsets[at])
    vectors.recentWeights.set(index.recentWeights.subarray(from, to), offsets[at])
    vectors.owners.set(index.owners.subarray(2 * vector, 2 * vector + 2), 2 * at)
  })
  return indexVectors(vectors, { itemCount, holdersAtMost: HOLDERS_AT_MOST })
}
