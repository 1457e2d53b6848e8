import type { CatalogItem } from "../../../src/core/contract"
import { ContentIndex } from "../../../src/core/features/content"
import { WEEKS } from "../../../src/core/features/item-facts"
import { indexVectors } from "../../../src/core/features/neighbors"
import { packRows } from "../../../src/core/features/packed-table"
import type { PackedTable } from "../../../src/core/features/packed-table"
import { PopularityCounters, POPULARITY_HALF_LIVES } from "../../../src/core/features/popularity"
import { TABLES } from "../../../src/core/features/shop-state"
import type { ShopState, TableName } from "../../../src/core/features/shop-state"
import { createRandom } from "../../../src/core/random/seeded-random"
import type { SeededRandom } from "../../../src/core/random/seeded-random"
import { PRIOR_CALIBRATION } from "../../../src/core/recommender/calibration/confidence"
import { PRIOR_STANDINGS } from "../../../src/core/recommender/calibration/standings"
import type { RankingModel } from "../../../src/core/recommender/model/ranking-model"
import { linear } from "../../../src/core/trees/scorer"
import { priorLists } from "../../../src/core/recommender/priors/list-priors"
import { priorWeights } from "../../../src/core/recommender/priors/prior-weights"

/** Size of a made-up model. */
export interface GeneratedModelOptions {
  readonly products: number
  /** Links of a product in the mean, over all tables. */
  readonly links: number
  readonly seed: number
}

const MOMENT = Date.UTC(2026, 0, 1)
const DAY_MS = 86_400_000
const VECTORS = 20_000
const VECTOR_ITEMS = 15
const WEEKS_FILLED = 6
const WORDS = 20_000

/**
 * A model for measuring memory and time, not quality: as many links, weeks and shoppers' vectors as asked for, drawn at
 * random, popular products more often; weights are those of the priors.
 */
export function generateModel({ products, links, seed }: GeneratedModelOptions): RankingModel {
  const random = createRandom(seed)
  const itemIds = Array.from({ length: products }, (_, at) => `prod_01J${at.toString(36).padStart(20, "0")}`)
  const catalog = itemIds.map((id) => aProduct(id, random))
  const draw = (rows: number, mean: number, itemCount = products): PackedTable =>
    randomRows(random, { rows, mean, itemCount, columns: 1 })
  const counters = (): PopularityCounters => aCounter(products, random)
  const goalPopularity = counters()
  const table = (): PackedTable => draw(products, links / TABLES.length)
  const tables: Record<TableName, PackedTable> = {
    basket: randomRows(random, { rows: products, mean: links / TABLES.length, itemCount: products, columns: 2 }),
    ...{ basketNow: table(), basketNowRidge: table(), basketRidge: table(), shopper: table() },
    ...{ ridge: table(), interest: table(), interestRidge: table(), next: table() },
  }
  const vectors = randomRows(random, { rows: VECTORS, mean: VECTOR_ITEMS, itemCount: products, columns: 2 })
  const state: ShopState = {
    ...{ moment: MOMENT, goal: "purchase", hasTime: true, itemCount: products },
    ...{ goalPopularity, interestPopularity: counters(), discoveries: counters(), newcomerSetting: 0 },
    newcomers: { firstBaskets: counters(), latest: counters(), sales: counters() },
    channels: null,
    facts: {
      logPrice: numbers(products, () => 1 + 4 * random.next()),
      category: Int32Array.from({ length: products }, () => random.nextInt(200)),
      categoryNames: Array.from({ length: 200 }, (_, at) => `category ${at}`),
      firstSeen: Float64Array.from({ length: products }, () => MOMENT - 900 * DAY_MS * random.next()),
      repeatRate: numbers(products, () => random.next()),
      gapDays: numbers(products, () => 30),
      shoppers: numbers(products, () => Math.floor(20 * random.next() ** 3)),
      weeks: draw(products, WEEKS_FILLED, WEEKS),
      fromShop: null,
    },
    tables,
    together: { orders: numbers(products, () => random.nextInt(30)), total: 10 * products },
    shoppers: indexVectors(
      { vectors, owners: Int32Array.from({ length: 2 * VECTORS }, (_, at) => at) },
      { itemCount: products, holdersAtMost: 1500 },
    ),
    visits: indexVectors(
      { vectors: randomRows(random, { rows: 0, mean: 0, itemCount: products, columns: 2 }), owners: new Int32Array(0) },
      { itemCount: products, holdersAtMost: 1500 },
    ),
    segments: {
      ...{ names: [], offsets: new Int32Array(1), items: new Int32Array(0), counts: new Float32Array(0) },
      whole: goalPopularity.counts[2].slice(),
    },
    content: new ContentIndex(),
    gifts: null,
    live: null,
  }
  return {
    ...{ itemIds, catalog, state, ...linear(priorWeights({ goal: "purchase", rows: 10 * products })) },
    ...{ lists: priorLists(), isTrained: true, calibration: PRIOR_CALIBRATION, standings: PRIOR_STANDINGS },
  }
}

const numbers = (length: number, value: () => number): Float32Array => Float32Array.from({ length }, value)

function aCounter(products: number, random: SeededRandom): PopularityCounters {
  const counts = POPULARITY_HALF_LIVES.map(() => numbers(products, () => 10 * random.next() ** 4))
  return new PopularityCounters(counts, new Float64Array(counts.length).fill(MOMENT), true)
}

function aProduct(id: string, random: SeededRandom): CatalogItem {
  const word = (): string => `word${Math.floor(WORDS * random.next() ** 2)}`
  const title = `${word()} ${word()} ${word()} ${word()}`
  const category = `category ${random.nextInt(200)}`
  const createdAt = MOMENT - random.nextInt(900) * DAY_MS
  return { id, title, category, price: 1 + random.nextInt(9900) / 100, tags: [`type:${word()}`], createdAt }
}

interface RowShape {
  readonly rows: number
  readonly mean: number
  readonly itemCount: number
  readonly columns: number
}

/** Rows of about so many distinct products each: one from each of as many parts of the catalog. */
function randomRows(random: SeededRandom, { rows, mean, itemCount, columns }: RowShape): PackedTable {
  const offsets = new Int32Array(rows + 1)
  for (let row = 0; row < rows; row++) {
    offsets[row + 1] = offsets[row] + Math.min(itemCount, Math.round(2 * mean * random.next()))
  }
  const items = new Int32Array(offsets[rows])
  for (let row = 0; row < rows; row++) {
    const length = offsets[row + 1] - offsets[row]
    const from = (at: number): number => Math.floor((at * itemCount) / length)
    for (let at = 0; at < length; at++) items[offsets[row] + at] = from(at) + random.nextInt(from(at + 1) - from(at))
  }
  const column = (): Float32Array => numbers(items.length, () => 0.001 + random.next() ** 3)
  return packRows({ offsets, items, columns: Array.from({ length: columns }, column) }, Math.max(1, itemCount))
}
