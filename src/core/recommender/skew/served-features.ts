import type { ServedFeatures } from "../../contract/served-features"
import type { ShopView } from "../ranking/shop-view"
import type { ShopperList } from "../ranking/shopper-list"

/** Products whose features are handed over at most, the best of the list. */
const PRODUCTS_AT_MOST = 5

/** The list at hand as it was scored; to be called before the next list is made. */
export function servedFeatures(
  { model, trainedItems }: ShopView,
  { candidates, history, features, now }: ShopperList,
  ranked: {
    readonly best: readonly number[]
    readonly anchors: readonly number[]
    readonly list: ServedFeatures["list"]
  },
): ServedFeatures {
  const { itemIds, state } = model
  const { best, anchors, list } = ranked
  const concerned = new Set([...candidates.items, ...anchors, ...history.items.keys()])
  const places = best.slice(0, PRODUCTS_AT_MOST)
  const idOf = (item: number): string => itemIds[item]
  return {
    ...{ list, now },
    anchors: anchors.map(idOf),
    candidates: Array.from(candidates.items, idOf),
    added: [...concerned]
      .filter((item) => item >= trainedItems)
      .map((item) => [idOf(item), state.facts.firstSeen[item]] as const),
    products: places.map((at) => idOf(candidates.items[at])),
    rows: places.map((at) => features.row(at)),
  }
}
