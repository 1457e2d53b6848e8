import { dueRule } from "../../features/due"
import { PAGE_FEATURES, PERSONAL_FEATURES } from "../../features/feature-map"
import { readHistory } from "../../features/history"
import { profileOfRows } from "../../features/profile"
import { buildShopState } from "../../features/shop-state"
import type { TableName } from "../../features/shop-state"
import { contentOf } from "../item-content"
import { PastLinks } from "../ranking/past-links"
import { explain, linkWeight } from "../ranking/reasons"
import type { ReasonSource } from "../ranking/reasons"
import { linear, scoreOf } from "../../trees/scorer"
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

/** What reasons are made from, beside given products where there are any. */
const sourceOf = (
  of: Pick<ReasonSource, "history" | "now" | "shown"> & Partial<Pick<ReasonSource, "anchors">>,
): ReasonSource => ({
  ...{ state, anchors: [], anchorCode: "goes_with", ordersTogether: 3, isDue: dueRule(state), ...of },
  links: new PastLinks(state, of.history, of.shown),
  productId: (item) => shop.log.itemIds[item],
})

describe("explain", () => {
  test("explain: what was weighed beside a product is not called the taste of a guest, who has shown none", () => {
    const anchors = [0]
    const shown = [strangerTo(0)]
    expect(shown[0]).toBeGreaterThan(0)
    const history = readHistory(profileOfRows(shop.log, new Int32Array(0), []), moment, state)
    const source = sourceOf({ history, now: moment, shown, anchors })
    const space = PAGE_FEATURES
    const row = Float32Array.from(space.signalOf, (signal) => (signal?.startsWith("anchor.") ? 1 : 0))
    const reasons = explain(source, 0, { scorer: linear(new Float64Array(row.length).fill(1)), row, space })
    expect(reasons.map(({ code, productId }) => [code, productId])).toEqual([["goes_with", shop.log.itemIds[0]]])
  })

  test.each([
    [44, "new"],
    [46, "popular"],
  ])("explain: what came into the shop %i days ago is called %s", (days, code) => {
    const now = state.facts.firstSeen[0] + days * 86_400_000
    const history = readHistory(profileOfRows(shop.log, new Int32Array(0), []), now, state)
    const source = sourceOf({ history, now, shown: [0] })
    const space = PERSONAL_FEATURES
    const row = new Float32Array(space.names.length)
    row[space.signalOf.indexOf("newness")] = 1
    const reasons = explain(source, 0, { scorer: linear(new Float64Array(row.length).fill(1)), row, space })
    expect(reasons.map((reason) => reason.code)).toEqual([code])
  })

  test("explain: of what was bought before, this is said before what it is like", () => {
    const rows = Int32Array.from(shop.log.user.keys()).filter((row) => shop.log.user[row] === 0)
    const history = readHistory(profileOfRows(shop.log, rows, []), moment, state)
    const [item] = [...history.items].find(([, { baskets }]) => baskets > 0) ?? [-1]
    const source = sourceOf({ history, now: moment, shown: [item] })
    const space = PERSONAL_FEATURES
    const row = new Float32Array(space.names.length)
    row[space.names.indexOf("any.popular60.value")] = 1
    row[space.names.indexOf("any.shopperLong.value")] = 0.5
    row[space.signalOf.indexOf("frequency")] = 0.01
    const [first] = explain(source, 0, { scorer: linear(new Float64Array(row.length).fill(1)), row, space })
    expect(["bought_before", "buy_again"]).toContain(first.code)
  })

  test("explain: parts of trees count beside weights, those of what a product has not for nobody, and all sum to the score", () => {
    const shown = [0]
    const history = readHistory(profileOfRows(shop.log, new Int32Array(0), []), moment, state)
    const source = sourceOf({ history, now: moment, shown })
    const space = PERSONAL_FEATURES
    const [category, price, wished] = ["category", "price", "wished"].map((name) =>
      space.names.indexOf(`any.${name}.value`),
    )
    const row = new Float32Array(space.names.length)
    row[category] = 1
    row[price] = 0.5
    const weights = new Float64Array(row.length)
    weights[category] = 0.25
    // Above the threshold for its category, not above it for its price, and without a wish.
    const trees = {
      ...{ count: 3, depth: 1 },
      columns: Int32Array.of(category, price, wished),
      thresholds: Float32Array.of(0.5, 0.75, 0),
      steps: Float64Array.of(-1, 2, 0.125, 8, 4, 16),
    }
    const reasons = explain(source, 0, { scorer: { weights, trees }, row, space })
    expect(new Map(reasons.map(({ code, weight }) => [code, weight]))).toEqual(
      new Map([
        ["category", 2.25],
        ["price", 0.125],
        ["other", 4],
      ]),
    )
    expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBe(scoreOf(row, { weights, trees }))
  })
})
