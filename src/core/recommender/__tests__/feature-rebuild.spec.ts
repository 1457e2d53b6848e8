import { FeatureRebuild, loadRecommender, trainRecommender } from ".."
import type { Dataset, ProfileEvent, RankRequest, ServedFeatures, Strategy } from "../../contract"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { createRandom } from "../../random/seeded-random"
import { CART_FEATURES, PERSONAL_FEATURES } from "../../features/feature-map"
import { rebuiltColumns } from "../skew/rebuilt-features"
import { logOf, shopItems, shopRows, SHOP_START } from "./shop"

const DAY = 86_400_000
const DAYS = 70
/** When the model was trained, and when it serves. */
const TRAINED = SHOP_START + (DAYS + 1) * DAY
const NOW = TRAINED + DAY
const SHOPPERS = 24
const LISTS: readonly [Strategy, readonly string[]][] = [
  ["for_you", []],
  ["buy_again", []],
  ["cart", ["p1", "p14", "p2"]],
  ["cart", []],
  ["bought_together", ["p3"]],
  ["similar", ["p30"]],
]

const items = shopItems()
const random = createRandom(11)
const productAt = (at: number): string => `p${at}`

/** What half of the shoppers did after the training, also with products that came since; the others stayed away. */
const since: InteractionRow[] = Array.from({ length: 300 }, (_, at) => ({
  userId: `shopper-${1 + 2 * random.nextInt(SHOPPERS / 2)}`,
  itemId: random.nextInt(12) === 0 ? `new${random.nextInt(3)}` : productAt(random.nextInt(48)),
  behavior: (["view", "add_to_cart", "add_to_wishlist", "purchase", "dismiss"] as const)[random.nextInt(5)],
  ...{ time: NOW - (300 - at) * 60_000, quantity: 1, price: 4, sessionId: `since-${at % 40}` },
}))
const past = shopRows({ shoppers: SHOPPERS, days: DAYS })
const dataset: Dataset = { log: logOf(past), items, segments: new Map() }
const { bytes } = trainRecommender(dataset, { seed: 3, now: TRAINED, maxRows: 1_000_000, newShopperOrders: 3 })

const rowsOf = (userId: string): InteractionRow[] => [...past, ...since].filter((row) => row.userId === userId)
const toEvent = (row: InteractionRow): ProfileEvent => ({
  ...{ productId: row.itemId, type: row.behavior, at: row.time, quantity: row.quantity, price: row.price },
  basketId: row.sessionId,
})

/** A model that has served for days: events were counted, products came, were renamed and cost more. */
const recommender = loadRecommender(bytes)
for (const at of [0, 1, 2])
  recommender.upsertItems(
    new Map([
      [
        `new${at}`,
        { ...{ id: `new${at}`, title: "garden new", category: "garden", price: 3, tags: [] }, createdAt: TRAINED + at },
      ],
    ]),
  )
recommender.upsertItems(new Map([["p1", { ...items.get("p1")!, title: "another name", price: 99, category: "toys" }]]))
for (const row of since) recommender.observe(row.userId, [toEvent(row)])

/** The features of a shopper's list as they were served. */
function served(userId: string, [strategy, anchors]: (typeof LISTS)[number]): ServedFeatures | null {
  const handed: ServedFeatures[] = []
  const request: RankRequest = {
    strategy,
    now: NOW,
    limit: 10,
    anchors,
    onFeatures: (features) => handed.push(features),
  }
  recommender.rank({ events: rowsOf(userId).map(toEvent), segment: null }, request)
  expect(handed.length).toBeLessThanOrEqual(1)
  return handed[0] ?? null
}

const rebuildFor = (lists: readonly ServedFeatures[]): FeatureRebuild =>
  new FeatureRebuild(bytes, new Map(lists.flatMap(({ added }) => added)))

const everyList = (): { userId: string; features: ServedFeatures }[] =>
  Array.from({ length: SHOPPERS }, (_, at) => `shopper-${at}`).flatMap((userId) =>
    LISTS.flatMap((list) => {
      const features = served(userId, list)
      return features ? [{ userId, features }] : []
    }),
  )

test("skew: what a model served for days is what its file and the shopper's rows give, whatever moved meanwhile", () => {
  const lists = everyList()
  expect(new Set(lists.map(({ features }) => features.list))).toEqual(
    new Set(["for_you", "buy_again", "cart", "bought_together", "similar"]),
  )
  expect(lists.some(({ features }) => features.added.length > 0)).toBe(true)
  const rebuild = rebuildFor(lists.map(({ features }) => features))
  const apart = lists.flatMap(({ userId, features }) => {
    const skew = rebuild.compare(features, rowsOf(userId))
    return skew.length > 0 ? [{ userId, list: features.list, skew }] : []
  })
  expect(apart).toEqual([])
  // Something was there to differ, in every column that is compared.
  const filled = new Set<string>()
  for (const { features } of lists) {
    const { names } = features.list === "for_you" ? PERSONAL_FEATURES : CART_FEATURES
    if (features.list !== "for_you" && features.list !== "cart") continue
    for (const row of features.rows) for (const [at, value] of row.entries()) if (value !== 0) filled.add(names[at])
  }
  const empty = [PERSONAL_FEATURES, CART_FEATURES].flatMap((space) =>
    rebuiltColumns(space).flatMap((at) => (filled.has(space.names[at]) ? [] : [space.names[at]])),
  )
  // What was dismissed is no candidate, and where shoppers have names visits are not learned.
  expect(empty.filter((name) => !/disliked|visitNeighbors/.test(name))).toEqual([])
})

test("skew: one event that serving did not read, and one number that it made otherwise, are named", () => {
  const features = served("shopper-3", LISTS[0])!
  const rebuild = rebuildFor([features])
  const rows = rowsOf("shopper-3")
  const without = rebuild.compare(features, rows.slice(0, -1))
  expect(without.length).toBeGreaterThan(0)
  expect(without.map(({ difference }) => difference)).toEqual(
    without.map(({ difference }) => difference).sort((a, b) => b - a),
  )
  const column = PERSONAL_FEATURES.names.indexOf("any.recency.root")
  const otherwise = features.rows.map((row, at) =>
    row.map((value, of) => (at === 1 && of === column ? value + 0.25 : value)),
  )
  expect(rebuild.compare({ ...features, rows: otherwise }, rows)).toEqual([
    { feature: "any.recency.root", difference: expect.closeTo(0.25, 5) },
  ])
})

test("skew: a number that is none is a difference, and so is a product that the file does not know", () => {
  const features = served("shopper-3", LISTS[0])!
  const rows = rowsOf("shopper-3")
  const [first, ...others] = features.rows
  const nothing = [first.map(() => Number.NaN), ...others]
  expect(rebuildFor([features]).compare({ ...features, rows: nothing }, rows)).toHaveLength(
    rebuiltColumns(PERSONAL_FEATURES).length,
  )
  const stranger = { ...features, products: ["gone", ...features.products.slice(1)] }
  expect(rebuildFor([features]).compare(stranger, rows).length).toBeGreaterThan(0)
})

test("skew: what a shopper did within one instant has its time", () => {
  const rows = rowsOf("shopper-5")
    .slice(-1)
    .flatMap((row) => [row, { ...row, itemId: "p7" }])
  const handed: ServedFeatures[] = []
  const request: RankRequest = {
    strategy: "for_you",
    now: NOW,
    limit: 10,
    onFeatures: (features) => handed.push(features),
  }
  recommender.rank({ events: rows.map(toEvent), segment: null }, request)
  expect(handed).toHaveLength(1)
  expect(rebuildFor(handed).compare(handed[0], rows)).toEqual([])
})
