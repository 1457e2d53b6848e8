import { parseArgs } from "node:util"
import type { Dataset, InteractionLog } from "../src/core/contract"
import { withoutReturned } from "../src/core/data/kept-purchases"
import { rowsByKey } from "../src/core/data/rows-by-key"
import { meanDefined, ndcgAt } from "../src/core/evaluation/metrics"
import { temporalSplit } from "../src/core/evaluation/temporal-split"
import { NEWCOMER_SETTINGS } from "../src/core/features/newcomers"
import { countPopularity, repeatNumbers } from "../src/core/features/popularity"
import { DAY_MS } from "../src/core/features/profile"
import { countSegments, segmentNames } from "../src/core/features/segments"
import { countShop } from "../src/core/features/shop-counters"
import { isGoal } from "../src/core/features/shop-state"
import { NewcomerOrders } from "../src/core/recommender/judging/newcomer-orders"
import { isNewcomer } from "../src/core/recommender/judging/newcomer-trials"
import { WHOLE_SHOP } from "../src/core/recommender/ranking/shopper-list"
import { parseSizes, sampleShops } from "./lib/quality/sampled-shops"
import { openSet } from "./lib/quality/set"

const USAGE = "npm run bench:newcomers -- --data DIR [--cuts 0.75,0.85,0.92] [--sizes 100x100,200x300] [--shops 8]"

const THIRTY_DAYS = "sales of 30 days"

/** NDCG@10 of each order at one cut, summed over its new shoppers. */
interface CutScores {
  readonly cases: number
  readonly sums: ReadonlyMap<string, number>
}

/** The simple orders, each with its days. */
const SALES = [
  [THIRTY_DAYS, 30],
  ["sales of all time", Infinity],
] as const

function bestSellers(log: InteractionLog, counts: (row: number) => boolean): number[] {
  const sold = new Float64Array(log.itemIds.length)
  for (let row = 0; row < log.length; row++) if (counts(row)) sold[log.item[row]]++
  return [...sold.keys()].sort((a, b) => sold[b] - sold[a] || a - b)
}

/** Asks every order for new shoppers at one cut of one shop; null where nobody new comes after it. */
function scoresAt(dataset: Dataset, share: number): CutScores | null {
  const split = temporalSplit(dataset.log, share)
  const cases = split.cases.filter(isNewcomer)
  if (cases.length === 0) return null
  const log = withoutReturned(split.train)
  const moment = split.cut
  const accepts = isGoal(split.goal)
  const byUser = rowsByKey(log.user, log.userIds.length, log.length)
  const repeats = repeatNumbers(log, byUser, accepts)
  const segments = countSegments(log, moment, {
    userSegments: log.userIds.map((id) => segmentNames(dataset.segments.get(id))),
    repeats,
    popularity: countPopularity(log, moment, repeats),
  })
  const codes = new Map(segments.names.map((name, at) => [name, at]))
  const counted = {
    ...countShop(log, byUser, { moment, accepts, repeats }).whole,
    segments,
  }
  const sums = new Map<string, number>()
  const ask = (name: string, orderOf: (own: readonly number[]) => ArrayLike<number>): void => {
    let sum = 0
    for (const { user, truth } of cases) {
      const names = user < 0 ? [] : segmentNames(dataset.segments.get(dataset.log.userIds[user]))
      const own = names.flatMap((segment) => codes.get(segment) ?? [])
      sum += ndcgAt(10, Array.from(orderOf(own)).slice(0, 10), new Set(truth))
    }
    sums.set(name, sum)
  }
  for (const [name, days] of SALES) {
    const order = bestSellers(log, (row) => accepts(log.behavior[row]) && log.time[row] >= moment - days * DAY_MS)
    ask(name, () => order)
  }
  NEWCOMER_SETTINGS.forEach((_, newcomerSetting) => {
    const orders = new NewcomerOrders(() => ({ ...counted, newcomerSetting }))
    ask(`setting ${newcomerSetting}`, () => orders.of().items)
    ask(`setting ${newcomerSetting} with segments`, (own) => orders.of(WHOLE_SHOP, own).items)
  })
  return { cases: cases.length, sums }
}

/** What one table says: NDCG@10 of each order over all cases, and beside the sales of 30 days. */
interface Report {
  readonly cases: number
  readonly orders: Readonly<Record<string, { readonly "ndcg@10": number; readonly beside_30d: number }>>
}

/** One line for each order: pooled over all cases, and beside the sales of 30 days. */
function report(title: string, cuts: readonly CutScores[], isWhole: boolean): Report {
  const total = cuts.reduce((sum, { cases }) => sum + cases, 0)
  const beside = isWhole ? ", pooled, mean and worst of the cuts" : ""
  console.log(
    `${title}: ${total} new shoppers at ${cuts.length} cuts; NDCG@10, and beside the sales of 30 days${beside}`,
  )
  const sumOf = (name: string, { sums }: CutScores): number => sums.get(name) ?? 0
  const pooled = (name: string): number => cuts.reduce((sum, cut) => sum + sumOf(name, cut), 0) / total
  const orders: Record<string, { "ndcg@10": number; beside_30d: number }> = {}
  for (const name of cuts[0].sums.keys()) {
    const ratios = cuts.map((cut) => sumOf(name, cut) / sumOf(THIRTY_DAYS, cut))
    const figures = [pooled(name), pooled(name) / pooled(THIRTY_DAYS)]
    orders[name] = { "ndcg@10": round(figures[0]), beside_30d: round(figures[1]) }
    // One small shop has a dozen new shoppers: its ratio says nothing.
    if (isWhole) figures.push(meanDefined(ratios), Math.min(...ratios))
    console.log(`  ${name.padEnd(26)}${figures.map((figure) => figure.toFixed(4).padStart(9)).join("")}`)
  }
  return { cases: total, orders }
}

const round = (value: number): number => Number(value.toFixed(5))

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      cuts: { type: "string", default: "0.75,0.85,0.92" },
      sizes: { type: "string", default: "" },
      shops: { type: "string", default: "8" },
    },
  })
  if (values.data === undefined) throw new Error(`usage: ${USAGE}`)
  const { name, dataset } = await openSet(values.data)
  const shares = values.cuts.split(",").map(Number)
  const measured = (shops: readonly Dataset[]): CutScores[] =>
    shops.flatMap((shop) => shares.flatMap((share) => scoresAt(shop, share) ?? []))
  const whole = measured([dataset])
  if (whole.length === 0) throw new Error(`${name}: nobody new comes after any of the cuts`)
  const all = report(name, whole, true)
  const sizes: Record<string, Report> = {}
  for (const size of values.sizes === "" ? [] : parseSizes(values.sizes)) {
    const cuts = measured(sampleShops(dataset, size, { shops: Number(values.shops), seed: 2 }))
    if (cuts.length > 0) sizes[size.name] = report(size.name, cuts, false)
  }
  console.log(JSON.stringify({ set: name, cuts: shares, ...all, sizes }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
