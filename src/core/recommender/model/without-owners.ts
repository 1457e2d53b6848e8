import type { NeighborIndex } from "../../features/neighbors"
import { indexVectors } from "../../features/neighbors"
import { ownerCode } from "../../features/owner-code"
import { someRows } from "../../features/packed-table"
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
function withoutVectors(
  { vectors, owners }: NeighborIndex,
  codes: ReadonlySet<string>,
  itemCount: number,
): NeighborIndex | null {
  const count = owners.length / 2
  const kept: number[] = []
  for (let vector = 0; vector < count; vector++) {
    if (!codes.has(nameOf([owners[2 * vector], owners[2 * vector + 1]]))) kept.push(vector)
  }
  if (kept.length === count) return null
  const left = new Int32Array(2 * kept.length)
  kept.forEach((vector, at) => left.set(owners.subarray(2 * vector, 2 * vector + 2), 2 * at))
  return indexVectors({ vectors: someRows(vectors, kept), owners: left }, { itemCount, holdersAtMost: HOLDERS_AT_MOST })
}
