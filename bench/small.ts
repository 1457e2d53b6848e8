import { parseArgs } from "node:util"
import type { Dataset } from "../src/core/contract"
import { meanDefined } from "../src/core/evaluation/metrics"
import { nameOf, openSet } from "./lib/quality/set"
import { parseSizes, sampleShops } from "./lib/quality/sampled-shops"
import type { ShopSize } from "./lib/quality/sampled-shops"
import { measureShop, PRIOR, SMALL_OURS } from "./lib/quality/measure-shop"
import { orNull } from "./lib/quality/report"
import { PooledScores } from "./lib/quality/pooled-scores"
import { COHORTS } from "./lib/quality/tuned-baselines"
import type { Cohort } from "./lib/quality/tuned-baselines"

const USAGE =
  "npm run bench:small -- --data DIR [--shops 10] [--sizes 100x100,200x300,400x800,young21,young45] [--seed 1]"

/** What was found for one part of one size. */
interface PartLine {
  readonly cases: number
  readonly ours: number | null
  readonly prior: number | null
  readonly best: number | null
  readonly best_name: string | null
  /** 90 % interval of ours over the best, by resampling shops; null for fewer than three shops. */
  readonly ratio: number | null
  readonly interval: readonly [number, number] | null
}

interface SizeLine {
  readonly shops: number
  readonly rows: number
  readonly parts: Readonly<Record<Cohort, PartLine>>
}

function measureSize(
  dataset: Dataset,
  size: ShopSize,
  options: { shops: number; seed: number; leftOut: string },
): SizeLine {
  const scores = new PooledScores()
  const shops = sampleShops(dataset, size, options)
  shops.forEach((shop, at) => {
    const started = performance.now()
    scores.take(measureShop(shop, { leftOut: options.leftOut, seed: options.seed }))
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.error(`${size.name} shop ${at + 1} of ${shops.length}: ${shop.log.length} rows, ${seconds} s`)
  })
  const part = (cohort: Cohort): PartLine => {
    const best = scores.bestOf(cohort, (name) => name !== SMALL_OURS && name !== PRIOR)
    const ratio = best === null ? null : scores.ratio(cohort, SMALL_OURS, best)
    return {
      cases: scores.cases(cohort),
      ours: orNull(scores.mean(cohort, SMALL_OURS)),
      prior: orNull(scores.mean(cohort, PRIOR)),
      best: best === null ? null : orNull(scores.mean(cohort, best)),
      best_name: best,
      ratio: ratio === null ? null : orNull(ratio.value),
      interval: ratio?.interval ?? null,
    }
  }
  return {
    shops: shops.length,
    rows: Math.round(meanDefined(shops.map(({ log }) => log.length))) || 0,
    parts: { all: part("all"), novel: part("novel"), new: part("new") },
  }
}

function table(sizes: ReadonlyMap<string, SizeLine>): string {
  const lines = [
    "size          shops    rows  part   cases    ours   prior    best  ours/best  90 % by shop     best baseline",
  ]
  for (const [name, { shops, rows, parts }] of sizes) {
    for (const cohort of COHORTS) {
      const { cases, ours, prior, best, best_name, ratio, interval } = parts[cohort]
      const cell = (value: number | null): string => (value === null ? "-" : value.toFixed(3)).padStart(8)
      const range = interval === null ? "-" : interval.map((end) => end.toFixed(2)).join(" to ")
      const head = `${name.padEnd(13)}${String(shops).padStart(6)}${String(rows).padStart(8)}  ${cohort.padEnd(6)}`
      lines.push(
        `${head}${String(cases).padStart(6)}${cell(ours)}${cell(prior)}${cell(best)}${cell(ratio)}     ${range.padEnd(16)} ${best_name ?? "-"}`,
      )
    }
  }
  return lines.join("\n")
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      shops: { type: "string", default: "10" },
      sizes: { type: "string", default: "100x100,200x300,400x800,young21,young45" },
      seed: { type: "string", default: "1" },
    },
  })
  if (values.data === undefined) throw new Error(`usage: ${USAGE}`)
  const shops = Number(values.shops)
  const seed = Number(values.seed)
  if (!(Number.isInteger(shops) && shops > 0))
    throw new Error(`--shops must be a whole number above 0, got ${values.shops}`)
  if (!(Number.isInteger(seed) && seed >= 0))
    throw new Error(`--seed must be a whole number from 0 on, got ${values.seed}`)
  const sizes = parseSizes(values.sizes)
  const started = performance.now()
  const { name, dataset } = await openSet(values.data)
  console.error(`priors learned from ${nameOf(values.data)} are left out`)
  const found = new Map<string, SizeLine>()
  for (const size of sizes) found.set(size.name, measureSize(dataset, size, { shops, seed, leftOut: name }))
  console.log(table(found))
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1))
  console.log(JSON.stringify({ set: name, left_out: name, sizes: Object.fromEntries(found), seconds }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
