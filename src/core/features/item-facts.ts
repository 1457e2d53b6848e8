import type { Dataset, InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { emptyRows, packRows } from "./packed-table"
import type { PackedTable } from "./packed-table"
import { BEHAVIOR, DAY_MS } from "./profile"
import { shopFacts } from "./shop-facts"
import type { ShopFacts } from "./shop-facts"
import { ln } from "../numeric/portable-math"

/** What is known of each product by itself; NaN where it is not. */
export interface ItemFacts {
  /** Mean natural logarithm of the prices paid, where there are none that of the listed one. */
  readonly logPrice: Float32Array
  /** Index of its category, -1 without one. */
  readonly category: Int32Array
  readonly categoryNames: readonly string[]
  /** Time of its first row, milliseconds; of a product without one the moment, or since when serving has it. */
  readonly firstSeen: Float64Array
  /** Share of its shoppers who came back for it, shrunk towards the shop's. */
  readonly repeatRate: Float32Array
  /** Mean days between two purchases of it by one shopper, shrunk towards the shop's. */
  readonly gapDays: Float32Array
  /** Shoppers who chose it. */
  readonly shoppers: Float32Array
  /**
   * Choices by week before the moment: of each product how many, by weeks back (0 the last seven days, the last of
   * {@link WEEKS} all that is older).
   */
  readonly weeks: PackedTable
  /** Numbers and vectors from outside; null where none came. */
  readonly fromShop: ShopFacts | null
}

/** Half a year of weeks, and one column for what was before. */
export const WEEKS = 27

/** Pseudo-counts of the shop's mean in a product's own. */
const SHRINK_SHOPPERS = 10
/** Days after which a second purchase is a second visit. */
const SAME_VISIT_DAYS = 0.5

/** Reads the facts from the rows of a log, all of them before `moment`, and from the catalog. */
export function itemFacts(
  dataset: Dataset,
  log: InteractionLog,
  byUser: RowsByKey,
  options: { readonly moment: number; readonly accepts: (behavior: number) => boolean },
): ItemFacts {
  const itemCount = log.itemIds.length
  const { logPrice, firstSeen } = pricesAndAges(dataset, log, options.moment)
  const categories = new Map<string, number>()
  const category = Int32Array.from(log.itemIds, (id) => {
    const name = dataset.items.get(id)?.category ?? null
    if (name === null) return -1
    const code = categories.get(name) ?? categories.size
    categories.set(name, code)
    return code
  })
  return {
    logPrice,
    category,
    categoryNames: [...categories.keys()],
    firstSeen,
    ...repeats(log, byUser, options.accepts, itemCount),
    weeks: choicesByWeek(log, options),
    fromShop: shopFacts(dataset, log.itemIds),
  }
}

function choicesByWeek(
  log: InteractionLog,
  { moment, accepts }: { readonly moment: number; readonly accepts: (behavior: number) => boolean },
): PackedTable {
  const itemCount = log.itemIds.length
  if (!log.hasTime) return emptyRows(itemCount)
  const counts = new Float32Array(itemCount * WEEKS)
  for (let row = 0; row < log.length; row++) {
    if (!accepts(log.behavior[row])) continue
    const week = Math.floor((moment - log.time[row]) / (7 * DAY_MS))
    counts[log.item[row] * WEEKS + Math.min(WEEKS - 1, Math.max(0, week))]++
  }
  // Most products are chosen in few weeks: the others need not be sorted to be left out.
  const filled = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)
  const rows = {
    offsets: new Int32Array(itemCount + 1),
    items: new Int32Array(filled),
    counts: new Float32Array(filled),
  }
  let length = 0
  for (let item = 0; item < itemCount; item++) {
    for (let week = 0; week < WEEKS; week++) {
      const count = counts[item * WEEKS + week]
      if (count === 0) continue
      rows.items[length] = week
      rows.counts[length++] = count
    }
    rows.offsets[item + 1] = length
  }
  return packRows({ offsets: rows.offsets, items: rows.items, columns: [rows.counts] }, WEEKS)
}

function pricesAndAges(
  dataset: Dataset,
  log: InteractionLog,
  moment: number,
): Pick<ItemFacts, "logPrice" | "firstSeen"> {
  const itemCount = log.itemIds.length
  const sums = new Float64Array(itemCount)
  const counts = new Int32Array(itemCount)
  const firstSeen = new Float64Array(itemCount).fill(moment)
  for (let row = 0; row < log.length; row++) {
    const item = log.item[row]
    if (log.time[row] < firstSeen[item]) firstSeen[item] = log.time[row]
    if (log.behavior[row] === BEHAVIOR.return || !(log.price[row] > 0)) continue
    sums[item] += ln(log.price[row])
    counts[item]++
  }
  const logPrice = new Float32Array(itemCount)
  for (let item = 0; item < itemCount; item++) {
    const listed = dataset.items.get(log.itemIds[item])?.price ?? null
    const known = listed !== null && listed > 0 ? ln(listed) : Number.NaN
    logPrice[item] = counts[item] > 0 ? sums[item] / counts[item] : known
  }
  return { logPrice, firstSeen }
}

function repeats(
  log: InteractionLog,
  byUser: RowsByKey,
  accepts: (behavior: number) => boolean,
  itemCount: number,
): Pick<ItemFacts, "repeatRate" | "gapDays" | "shoppers"> {
  const shoppers = new Float32Array(itemCount)
  const repeaters = new Float64Array(itemCount)
  const gapSums = new Float64Array(itemCount)
  const gapCounts = new Float64Array(itemCount)
  const last = new Float64Array(itemCount)
  const holder = new Int32Array(itemCount).fill(-1)
  const hasRepeated = new Int32Array(itemCount).fill(-1)
  for (let user = 0; user + 1 < byUser.offsets.length; user++) {
    for (let at = byUser.offsets[user]; at < byUser.offsets[user + 1]; at++) {
      const row = byUser.rows[at]
      if (!accepts(log.behavior[row])) continue
      const item = log.item[row]
      if (holder[item] !== user) shoppers[item]++
      else {
        const gap = log.hasTime ? (log.time[row] - last[item]) / DAY_MS : 1
        if (gap < SAME_VISIT_DAYS) continue
        gapSums[item] += gap
        gapCounts[item]++
        if (hasRepeated[item] !== user) repeaters[item]++
        hasRepeated[item] = user
      }
      holder[item] = user
      last[item] = log.time[row]
    }
  }
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)
  const meanRate = sum(repeaters) / Math.max(1, sum(shoppers))
  const meanGap = (sum(gapSums) + 30) / (sum(gapCounts) + 1)
  return {
    shoppers,
    repeatRate: shoppers.map((count, i) => (repeaters[i] + SHRINK_SHOPPERS * meanRate) / (count + SHRINK_SHOPPERS)),
    gapDays: Float32Array.from(
      gapSums,
      (total, i) => (total + SHRINK_SHOPPERS * meanGap) / (gapCounts[i] + SHRINK_SHOPPERS),
    ),
  }
}
