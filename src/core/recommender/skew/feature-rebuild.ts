import type { CatalogItem } from "../../contract/interaction-log"
import type { FeatureSkew, ServedFeatures } from "../../contract/served-features"
import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { PERSONAL_FEATURES } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { profileOfRows } from "../../features/profile"
import type { Profile } from "../../features/profile"
import { decodeRankingModel } from "../model/model-file"
import { FEATURES_OF_LIST } from "../priors/list-priors"
import { withItems } from "../ranking/live-state"
import { ListMaker } from "../ranking/shopper-list"
import { rebuiltColumns } from "./rebuilt-features"

/** What serving and training may differ by: sums in another order, in single precision. */
const TOLERANCE = 1e-5

/** What a shopper did, as training reads it. */
export type LoggedRow = Omit<InteractionRow, "userId" | "voice">

/**
 * Computes the features of served lists again, as training would have at that moment: a profile cut out of a log, and the
 * state in the file of the model that served. Serving reads a profile of events, and a state that moves.
 */
export class FeatureRebuild {
  readonly #indices: ReadonlyMap<string, number>
  readonly #lists: ListMaker

  /**
   * @param bytes file of the model that served
   * @param added see {@link ServedFeatures.added}, of all lists that are to be compared
   * @throws ModelFormatError when the file is damaged or of another release
   */
  constructor(bytes: Uint8Array, added: ReadonlyMap<string, number>) {
    const { itemIds, state } = decodeRankingModel(bytes)
    const indices = new Map(itemIds.map((id, at) => [id, at]))
    const items = new Map<number, CatalogItem>()
    for (const [id, createdAt] of added) {
      if (indices.has(id)) continue
      items.set(indices.size, { id, title: "", category: null, price: null, tags: [], createdAt })
      indices.set(id, indices.size)
    }
    this.#indices = indices
    this.#lists = new ListMaker(items.size === 0 ? state : withItems(state, items))
  }

  /**
   * Features that training would have computed otherwise, the farthest first; none where serving and training agree.
   *
   * @param rows what the shopper had done by then, oldest first
   */
  compare(served: ServedFeatures, rows: readonly LoggedRow[]): FeatureSkew[] {
    const space = spaceOf(served)
    const candidates = served.candidates.flatMap((id) => this.#indices.get(id) ?? [])
    const list = this.#lists.make({
      profile: this.#profileOf(rows),
      now: served.now,
      // No generator proposes any: all that were candidates are, and nothing else.
      accepts: () => false,
      always: candidates,
      anchors: served.anchors.flatMap((id) => this.#indices.get(id) ?? []),
      space,
    })
    const placeOf = new Map([...list.candidates.items].map((item, at) => [item, at]))
    const columns = rebuiltColumns(space)
    const farthest = new Map<string, number>()
    served.products.forEach((id, product) => {
      const place = placeOf.get(this.#indices.get(id) ?? -1)
      const row = place === undefined ? null : list.features.row(place)
      for (const column of columns) {
        const difference = Math.abs(served.rows[product][column] - (row?.[column] ?? 0))
        // Not written as `>`: what is no number is a difference too.
        if (difference <= TOLERANCE) continue
        const name = space.names[column]
        farthest.set(name, Math.max(difference, farthest.get(name) ?? 0))
      }
    })
    return [...farthest]
      .map(([feature, difference]) => ({ feature, difference }))
      .sort((a, b) => b.difference - a.difference)
  }

  /** A log has others' rows too: one of nobody, before all of the shopper's, without which a visit of one instant had no time. */
  #profileOf(rows: readonly LoggedRow[]): Profile {
    const builder = new InteractionLogBuilder()
    const known = rows.filter(({ itemId }) => this.#indices.has(itemId))
    if (known.length > 0) builder.add({ ...known[0], userId: "", time: 0 })
    for (const row of known) builder.add({ ...row, userId: "shopper" })
    const log = builder.finish()
    const own = Int32Array.from([...log.user.keys()].filter((row) => log.user[row] >= 0))
    const profile = profileOfRows(log, own, [])
    return { ...profile, item: profile.item.map((item) => this.#indices.get(log.itemIds[item]) ?? -1) }
  }
}

function spaceOf({ list }: Pick<ServedFeatures, "list">): FeatureSpace {
  return list === "for_you" ? PERSONAL_FEATURES : FEATURES_OF_LIST[list]
}
