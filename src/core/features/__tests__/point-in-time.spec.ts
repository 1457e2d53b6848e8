import { logPrefix, rowsBefore } from "../../data/interaction-log-builder"
import { rowsByKey } from "../../data/rows-by-key"
import { contentOf } from "../../recommender/item-content"
import { ListMaker } from "../../recommender/ranking/shopper-list"
import { aShop, logOf, shopRows, SHOP_START } from "../../recommender/__tests__/shop"
import type { Dataset } from "../../contract"
import { profileOfRows } from "../profile"
import { buildShopState } from "../shop-state"

const MOMENT = SHOP_START + 100 * 86_400_000

/** Features of every shopper at the moment, by product id. */
function featuresAt(dataset: Dataset): Map<string, number[]> {
  const { log } = dataset
  const train = logPrefix(log, rowsBefore(log, MOMENT))
  const state = buildShopState(dataset, train, {
    moment: MOMENT,
    goal: "purchase",
    content: contentOf(dataset, log.itemIds),
  })
  const lists = new ListMaker(state)
  const byUser = rowsByKey(train.user, log.userIds.length, train.length)
  const features = new Map<string, number[]>()
  for (let user = 0; user < 12; user++) {
    const rows = byUser.rows.slice(byUser.offsets[user], byUser.offsets[user + 1])
    const list = lists.make({ profile: profileOfRows(log, rows, []), now: MOMENT })
    list.candidates.items.forEach((item, at) => {
      features.set(`${log.userIds[user]} ${log.itemIds[item]}`, [...list.features.row(at)])
    })
  }
  return features
}

describe("point in time", () => {
  test("features: nothing after a moment changes a feature at that moment", () => {
    const shop = aShop()
    const before = shopRows().filter((row) => row.time < MOMENT)
    const otherFuture = shopRows({ seed: 99 })
      .filter((row) => row.time >= MOMENT)
      .map((row) => ({ ...row, itemId: "p3", price: 999 }))
    const asItWas = featuresAt(shop)
    expect(asItWas.size).toBeGreaterThan(100)
    expect(featuresAt({ ...shop, log: logOf([...before, ...otherFuture]) })).toEqual(asItWas)
    expect(featuresAt({ ...shop, log: logOf(before) })).toEqual(asItWas)
  })
})
