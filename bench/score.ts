import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { createRandom } from "../src/core/random/seeded-random"
import { loadRecommender } from "../src/core/recommender"
import type { Dataset, ProfileEvent } from "../src/core/contract"
import { trainRecommender } from "../src/core/recommender"
import { generateShop } from "./lib/generated-shop"

/** Rankings asked, after twice as many to warm up. */
const ASKED = 100
/** A process of its own trains: `--train PRODUCTS FILE`. One that serves never does, and its code stays made for serving. */
const TRAIN = "--train"

/** Products of the shops that are measured. */
const SIZES = (process.env.PRODUCTS ?? "10000,100000").split(",").map(Number)

interface Measured {
  readonly products: number
  readonly median_ms: number
  readonly p95_ms: number
  /** Processor time of one answer: the same on a busy machine. */
  readonly cpu_ms: number
  /** What the loaded model takes, its working memory included. */
  readonly memory_mb: number
}

/** Memory in use once nothing is left to be collected, in MB. */
function usedMb(): number {
  setFlagsFromString("--expose-gc")
  const collect: unknown = runInNewContext("gc")
  if (!isCollector(collect)) throw new Error("this Node does not let its memory be collected")
  // Twice, for the memory of arrays is given back behind the first collection.
  for (let time = 0; time < 2; time++) collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

function isCollector(value: unknown): value is () => void {
  return typeof value === "function"
}

function aShop(products: number): { readonly dataset: Dataset; readonly now: number } {
  const dataset = generateShop({ products, shoppers: 3000, events: 120_000, seed: 7 })
  return { dataset, now: dataset.log.time[dataset.log.length - 1] + 1 }
}

function train(products: number, file: string): void {
  const { dataset, now } = aShop(products)
  const options = { seed: 1, now, maxRows: 1_000_000, newShopperOrders: 3 }
  writeFileSync(file, trainRecommender(dataset, options).bytes)
}

/** The model file of a shop, trained in a process of its own. */
function trainedElsewhere(products: number): Buffer {
  const folder = mkdtempSync(path.join(os.tmpdir(), "svm-bench-score-"))
  try {
    const file = path.join(folder, "model")
    const runner = path.join(__dirname, "..", "scripts", "ts-run.js")
    const { status, stderr } = spawnSync(process.execPath, [runner, __filename, TRAIN, String(products), file])
    if (status !== 0) throw new Error(`the training failed: ${stderr.toString()}`)
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Time to answer one shopper of many purchases, features and reasons included; and memory. */
function measure(products: number): Measured {
  const { dataset, now } = aShop(products)
  const bytes = trainedElsewhere(products)
  const before = usedMb()
  const recommender = loadRecommender(bytes)
  recommender.upsertItems(dataset.items)
  const random = createRandom(11)
  const ask = (): number => {
    const events = Array.from({ length: 60 }, (_, at): ProfileEvent => {
      const item = recommender.productIds[random.nextInt(recommender.productIds.length)]
      return {
        productId: item,
        type: "purchase",
        at: now - (60 - at) * 86_400_000,
        quantity: 1,
        price: null,
        basketId: `b${at >> 2}`,
      }
    })
    const started = performance.now()
    recommender.rank({ events, segment: null }, { strategy: "for_you", now, limit: 10 })
    return performance.now() - started
  }
  for (let at = 0; at < 2 * ASKED; at++) ask()
  const cpuBefore = process.cpuUsage()
  const times = Array.from({ length: ASKED }, ask).sort((a, b) => a - b)
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    products: recommender.productIds.length,
    median_ms: round(times[ASKED >> 1]),
    p95_ms: round(times[Math.floor(ASKED * 0.95)]),
    cpu_ms: round((user + system) / 1000 / ASKED),
    memory_mb: Math.round(usedMb() - before),
  }
}

function round(value: number): number {
  return Number(value.toFixed(2))
}

function report(): void {
  const results = SIZES.map(measure)
  for (const { products, median_ms, p95_ms, memory_mb } of results) {
    console.log(
      `${products} products: median ${median_ms} ms, p95 ${p95_ms} ms for 60 purchases; ${memory_mb} MB in memory`,
    )
  }
  console.log(JSON.stringify({ score: results }))
}

const [command, products = "", file = ""] = process.argv.slice(2)
if (command === TRAIN) train(Number(products), file)
else report()
