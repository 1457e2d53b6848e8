import { readdirSync, readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import type { Dataset } from "../src/core/contract"
import { defaultTrainingMb } from "../src/training/container-memory"
import type { TrainingOutcome } from "../src/training/protocol"
import { startTrainingProcess } from "../src/training/training-process"
import { generateShop } from "./lib/generated-shop"

/**
 * `npm run bench:memory -- [--container-mb N] [--events N,N…] [--products N] [--threads N] [--max-rows N]`: trains made-up
 * shops in a process of its own with the memory that a container of that size gives a training, and says what each
 * took or that it was too little. The last line is JSON.
 */

const MEGABYTE_KB = 1024
/** Rows that one part holds, as the shop's own snapshots have them. */
const ROWS_A_PART = 10_000

/** Most memory that processes which this one started ever had, in MB; 0 where the system does not say. */
function childrenPeakMb(): number {
  try {
    const children = readdirSync("/proc/self/task").flatMap((thread) =>
      readFileSync(`/proc/self/task/${thread}/children`, "utf8").trim().split(" ").filter(Boolean),
    )
    const peaks = children.map((pid) => {
      const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
      return Number(kilobytes ?? 0)
    })
    return Math.round(Math.max(0, ...peaks) / MEGABYTE_KB)
  } catch {
    return 0
  }
}

/** A log's rows as Postgres writes them, a part at a time. */
function* partsOf({ log }: Dataset): Generator<string> {
  for (let from = 0; from < log.length; from += ROWS_A_PART) {
    const rows: unknown[] = []
    for (let row = from; row < Math.min(log.length, from + ROWS_A_PART); row++) {
      const [shopper, product] = [log.userIds[log.user[row]], log.itemIds[log.item[row]]]
      const basket = log.sessionIds[log.session[row]] ?? ""
      rows.push([shopper, product, log.behavior[row], log.time[row], log.quantity[row], log.price[row], basket, null])
    }
    yield JSON.stringify(rows)
  }
}

async function train(dataset: Dataset, limitMb: number, options: { threads: number; maxRows: number }) {
  const session = startTrainingProcess({ maxMemoryMb: limitMb })
  const started = performance.now()
  let processMb = 0
  const look = (): void => void (processMb = Math.max(processMb, childrenPeakMb()))
  const now = (dataset.log.time.at(-1) ?? 0) + 1
  const request = { seed: 1, now, newShopperOrders: 3, ownerKey: "key", champion: null, ...options }
  try {
    const items = [...dataset.items.values()]
    const rows = items.map(({ id, title, category, price, createdAt }) => [id, title, category, price, [], createdAt])
    await session.add("items", JSON.stringify(rows))
    for (const part of partsOf(dataset)) await session.add("behavior", part)
    const outcome: TrainingOutcome = await session.train(request, look)
    look()
    if (outcome.type !== "trained") throw new Error("too little behavior")
    const seconds = Math.round((performance.now() - started) / 1_000)
    return { fits: true, seconds, training_mb: outcome.memoryMb, process_mb: processMb }
  } catch (error) {
    return { fits: false, process_mb: processMb, cause: error instanceof Error ? error.message : String(error) }
  } finally {
    await session.stop()
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "container-mb": { type: "string", default: "1024" },
      events: { type: "string", default: "25000,50000,100000,200000" },
      products: { type: "string", default: "2000" },
      threads: { type: "string", default: "1" },
      "max-rows": { type: "string", default: "2000000" },
    },
  })
  const containerMb = Number(values["container-mb"])
  const limitMb = defaultTrainingMb(containerMb)
  const options = { threads: Number(values.threads), maxRows: Number(values["max-rows"]) }
  console.log(`A container of ${containerMb} MB gives a training ${limitMb} MB.`)
  const runs = []
  for (const asked of values.events.split(",").map(Number)) {
    const products = Number(values.products)
    const dataset = generateShop({ products, shoppers: Math.max(20, Math.round(asked / 25)), events: asked, seed: 3 })
    const run = { events: dataset.log.length, products, ...(await train(dataset, limitMb, options)) }
    console.log(run)
    runs.push(run)
  }
  console.log(JSON.stringify({ container_mb: containerMb, training_mb: limitMb, ...options, runs }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
