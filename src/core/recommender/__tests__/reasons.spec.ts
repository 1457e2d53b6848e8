import { PAGE_FEATURES } from "../../features/feature-map"
import { readHistory } from "../../features/history"
import { profileOfRows } from "../../features/profile"
import { buildShopState } from "../../features/shop-state"
import type { TableName } from "../../features/shop-state"
import { contentOf } from "../item-content"
import { PastLinks } from "../ranking/past-links"
import { explain, linkWeight } from "../ranking/reasons"
import type { ReasonSource } from "../ranking/reasons"
import { aShop } from "./shop"

const shop = aShop()
const moment = shop.log.time[shop.log.length - 1] + 1
const state = buildShopState(shop, shop.log, { moment, goal: "purchase", content: contentOf(shop, shop.log.itemIds) })
const TABLES: readonly TableName[] = ["shopper", "interest", "next", "basket"]

/** A product to the page of which this one has no link, in orders, visits or words. */
const strangerTo = (anchor: number): number =>
  Array.from({ length: state.itemCount }, (_, item) => item).find(
    (item) =>
      item !== anchor &&
      TABLES.every((name) => linkWeight(state, name, { from: anchor, to: item }) === 0) &&
      state.content.cosinesWith(item)(anchor) < 0.2,
  ) ?? -1

describe("explain", () => {
  test("explain: what was weighed beside a product is not called the taste of a guest, who has shown none", () => {
    const anchors = [0]
    const shown = [strangerTo(0)]
    expect(shown[0]).toBeGreaterThan(0)
    const history = readHistory(profileOfRows(shop.log, new Int32Array(0), []), moment, state)
    const source: ReasonSource = {
      ...{ state, history, now: moment, shown, anchors, anchorCode: "goes_with", ordersTogether: 3 },
      links: new PastLinks(state, history, shown),
      productId: (item) => shop.log.itemIds[item],
    }
    const space = PAGE_FEATURES
    const row = Float32Array.from(space.signalOf, (signal) => (signal?.startsWith("anchor.") ? 1 : 0))
    const reasons = explain(source, 0, { weights: new Float64Array(row.length).fill(1), row, space })
    expect(reasons.map(({ code, productId }) => [code, productId])).toEqual([["goes_with", shop.log.itemIds[0]]])
  })
})
