import type { Dataset, InteractionLog } from "../../../src/core/contract"
import { BEHAVIOR_TYPES } from "../../../src/core/contract/behavior"
import { InteractionLogBuilder } from "../../../src/core/data"
import { DAY_MS, isPositive } from "../../../src/core/features/profile"
import { createRandom } from "../../../src/core/random/seeded-random"
import type { SeededRandom } from "../../../src/core/random/seeded-random"

/** A small shop by products and shoppers, or a whole one's first days. */
export type ShopSize =
  | { readonly name: string; readonly products: number; readonly shoppers: number }
  | { readonly name: string; readonly days: number }

/** Rows of behavior below which a sampled shop has nothing to judge. */
const ROWS_AT_LEAST = 60
/** Whole shops that are taken at most: each is large. */
const YOUNG_AT_MOST = 3

/**
 * Reads sizes such as `100x100` (products x shoppers) and `young21` (days).
 *
 * @throws Error naming the size that it cannot read
 */
export function parseSizes(text: string): ShopSize[] {
  return text.split(",").map((name): ShopSize => {
    const pair = /^(\d{1,6})x(\d{1,6})$/.exec(name)
    if (pair !== null) return { name, products: Number(pair[1]), shoppers: Number(pair[2]) }
    const young = /^young(\d{1,3})$/.exec(name)
    if (young !== null) return { name, days: Number(young[1]) }
    throw new Error(`--sizes knows PRODUCTSxSHOPPERS and youngDAYS, not ${name}`)
  })
}

/**
 * Small shops out of a large one, the same for the same seed; fewer than asked for where the log holds no more. Shops by
 * size: products drawn by how many rows they have, then shoppers drawn evenly among those with a row of them. Young
 * shops: all rows of so many days from the first on, then from days drawn evenly.
 */
export function sampleShops(
  dataset: Dataset,
  size: ShopSize,
  options: { readonly shops: number; readonly seed: number },
): Dataset[] {
  const { log } = dataset
  if ("days" in size && !log.hasTime) return []
  const shops: Dataset[] = []
  const wanted = "days" in size ? Math.min(YOUNG_AT_MOST, options.shops) : options.shops
  for (let shop = 0; shop < wanted; shop++) {
    const random = createRandom(options.seed * 1000 + shop)
    const keeps = "days" in size ? keepDays(log, size.days, shop === 0 ? null : random) : keepSample(log, size, random)
    const sampled = selectDataset(dataset, keeps)
    if (sampled.log.length >= ROWS_AT_LEAST) shops.push(sampled)
  }
  return shops
}

function keepDays(log: InteractionLog, days: number, random: SeededRandom | null): (row: number) => boolean {
  const span = log.time[log.length - 1] - log.time[0]
  const start = log.time[0] + (random === null ? 0 : random.next() * Math.max(0, span - days * DAY_MS))
  return (row) => log.time[row] >= start && log.time[row] < start + days * DAY_MS
}

function keepSample(
  log: InteractionLog,
  size: { readonly products: number; readonly shoppers: number },
  random: SeededRandom,
): (row: number) => boolean {
  const rowsOf = new Float64Array(log.itemIds.length)
  for (let row = 0; row < log.length; row++) if (isPositive(log.behavior[row])) rowsOf[log.item[row]]++
  const items = drawWeighted(rowsOf, size.products, random)
  const person = (row: number): number => (log.user[row] >= 0 ? log.user[row] : log.userIds.length + log.session[row])
  const hasRow = new Float64Array(log.userIds.length + log.sessionIds.length)
  for (let row = 0; row < log.length; row++) {
    if (items.has(log.item[row]) && isPositive(log.behavior[row]) && person(row) >= 0) hasRow[person(row)] = 1
  }
  // Where shoppers are known, sessions of nobody are no shoppers.
  if (log.userIds.length > 0) hasRow.fill(0, log.userIds.length)
  const people = drawWeighted(hasRow, size.shoppers, random)
  return (row) => items.has(log.item[row]) && people.has(person(row))
}

/**
 * Draws without replacement, each with a chance by its weight: the greatest of u^(1/w), as logarithms.
 *
 * @see Efraimidis & Spirakis, "Weighted random sampling with a reservoir", Information Processing Letters 2006
 */
function drawWeighted(weights: Float64Array, count: number, random: SeededRandom): Set<number> {
  const keys = weights.map((weight) => (weight > 0 ? Math.log(1 - random.next()) / weight : -Infinity))
  const order = Int32Array.from(keys.keys()).filter((at) => weights[at] > 0)
  return new Set(order.sort((a, b) => keys[b] - keys[a] || a - b).slice(0, count))
}

function selectDataset(dataset: Dataset, keeps: (row: number) => boolean): Dataset {
  const { log, items, segments } = dataset
  const builder = new InteractionLogBuilder()
  for (let row = 0; row < log.length; row++) {
    if (!keeps(row)) continue
    builder.add({
      userId: log.user[row] < 0 ? "" : log.userIds[log.user[row]],
      itemId: log.itemIds[log.item[row]],
      behavior: BEHAVIOR_TYPES[log.behavior[row]],
      time: log.hasTime ? log.time[row] : Number.NaN,
      quantity: log.quantity[row],
      price: log.price[row],
      sessionId: log.session[row] < 0 ? "" : log.sessionIds[log.session[row]],
    })
  }
  const sampled = builder.finish()
  const known = <T>(ids: readonly string[], of: ReadonlyMap<string, T>): Map<string, T> =>
    new Map(
      ids.flatMap((id): [string, T][] => {
        const value = of.get(id)
        return value === undefined ? [] : [[id, value]]
      }),
    )
  return { log: sampled, items: known(sampled.itemIds, items), segments: known(sampled.userIds, segments) }
}
