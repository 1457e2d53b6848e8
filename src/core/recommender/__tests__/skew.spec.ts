import type { Dataset, ProfileEvent } from "../../contract"
import { BEHAVIOR_TYPES } from "../../contract"
import { rowsByKey } from "../../data/rows-by-key"
import { FEATURE_NAMES } from "../../features/feature-map"
import { profileOfEvents, profileOfRows } from "../../features/profile"
import { buildShopState } from "../../features/shop-state"
import { trainRecommender } from ".."
import { capInfluence } from "../teaching/cap-influence"
import { contentOf } from "../item-content"
import { decodeRankingModel } from "../model/model-file"
import { ListMaker } from "../ranking/shopper-list"
import { logOf, shopItems, shopRows, SHOP_START } from "./shop"

const DAY = 86_400_000
const DAYS = 70
const NOW = SHOP_START + (DAYS + 1) * DAY
const SHOPPERS = 24
/** Two products that come on sale days before the end: what they have little of is lent by their kin. */
const LAUNCHED = ["p3", "p27"]
const LAUNCH = NOW - 12 * DAY
/** A small shop lends nothing: what else it sells, once each on its first day. */
const OTHERS = Array.from({ length: 1000 }, (_, at) => ({
  ...{ userId: `other-${at % 20}`, itemId: `other${at}`, behavior: "purchase" as const, time: SHOP_START },
  ...{ quantity: 1, price: 5, sessionId: `other-${at}` },
}))
/** With a word that four or five products share: what one in eight has says nothing. Numbers and vectors from outside too. */
const NAMED = new Map(
  [...shopItems()].map(([id, item], at) => [
    id,
    {
      ...{ ...item, title: `${item.title} series${at % 12}` },
      ...{ signals: [at % 3, 0, at / 48], vector: [Math.sin(at), Math.cos(at), at % 5] },
    },
  ]),
)
/** Rows of one instant may come to either in another order: each has one of its own. */
const rows = [...OTHERS, ...shopRows({ shoppers: SHOPPERS, days: DAYS })]
  .filter(({ itemId, time }) => !LAUNCHED.includes(itemId) || time >= LAUNCH)
  .map((row, at) => ({ ...row, time: row.time + at }))

/*
 * What training computes of a moment and what serving computes at it must be the same numbers: the one builds the shop
 * from the log in memory and reads a shopper's rows, the other loads a file and reads a profile of events.
 */
test("skew: of every shopper, the features of a served list are those that training makes of that moment", () => {
  const dataset: Dataset = { log: logOf(rows), items: NAMED, segments: new Map() }
  const log = capInfluence(dataset.log)
  const options = { seed: 3, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 }
  const model = decodeRankingModel(trainRecommender(dataset, options).bytes)
  const content = contentOf(dataset, log.itemIds)
  const taught = new ListMaker(buildShopState(dataset, log, { moment: NOW, goal: "purchase", content }))
  const served = new ListMaker(model.state)
  const byUser = rowsByKey(log.user, log.userIds.length, log.length)
  const indexOf = (id: string): number | undefined => {
    const at = model.itemIds.indexOf(id)
    return at < 0 ? undefined : at
  }
  const apart = new Map<string, number>()
  let compared = 0
  const youngRows: Float32Array[] = []
  const filled = new Set<string>()
  for (let user = 0; user < SHOPPERS; user++) {
    const own = byUser.rows.slice(byUser.offsets[user], byUser.offsets[user + 1])
    const one = taught.make({ profile: profileOfRows(log, own, []), now: NOW })
    const byTraining = new Map([...one.candidates.items].map((item, at) => [log.itemIds[item], one.features.row(at)]))
    const events = Array.from(own, (row): ProfileEvent => ({
      ...{ productId: log.itemIds[log.item[row]], type: BEHAVIOR_TYPES[log.behavior[row]], at: log.time[row] },
      ...{ quantity: log.quantity[row], price: log.price[row], basketId: log.sessionIds[log.session[row]] },
    }))
    const profile = profileOfEvents({ events, segment: null }, NOW, { indexOf, segments: [] })
    const other = served.make({ profile, now: NOW })
    const byServing = new Map(
      [...other.candidates.items].map((item, at) => [model.itemIds[item], other.features.row(at)]),
    )
    expect([...byServing.keys()].sort()).toEqual([...byTraining.keys()].sort())
    for (const [id, values] of byServing) {
      if (LAUNCHED.includes(id)) youngRows.push(values)
      values.forEach((value, at) => {
        compared++
        if (value !== 0) filled.add(FEATURE_NAMES[at])
        const difference = Math.abs(value - (byTraining.get(id)?.[at] ?? Number.NaN))
        // Tables are kept in single precision.
        if (!(difference <= 1e-5)) apart.set(FEATURE_NAMES[at], Math.max(difference, apart.get(FEATURE_NAMES[at]) ?? 0))
      })
    }
  }
  expect(compared).toBeGreaterThan(10_000)
  expect([...apart]).toEqual([])
  expect([...filled]).toEqual(expect.arrayContaining(["any.shop1.value", "any.shop3.rank", "any.shopLike.root"]))
  // Of what only young products have, something was compared.
  for (const name of ["any.kin.value", "any.youngContent.value", "young", "young:share"]) {
    expect([name, youngRows.some((row) => row[FEATURE_NAMES.indexOf(name)] > 0)]).toEqual([name, true])
  }
})
