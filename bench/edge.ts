import { readFileSync } from "node:fs"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { parseArgs } from "node:util"
import { startWorker } from "../scripts/lib/workerd"
import { createRandom } from "../src/core/random/seeded-random"
import { loadRecommender, trainRecommender } from "../src/core/recommender"
import { EdgeThread } from "../src/training/edge-thread"
import { generateShop } from "./lib/generated-shop"
import { nameOf, openSet } from "./lib/quality/set"

/**
 * `npm run bench:edge -- [--data DIR | --model FILE] [--requests N]`: publishes a model for the edge, trained on a data folder
 * or a made-up shop, or a model file that is at hand, and asks the worker under workerd for lists of visitors with a short past, one request after the other. Times are those
 * of the whole request, over a connection on this machine that is kept. The file is made in a thread of its own, as the plugin
 * does; `cpu_ms` is the runtime's processor time of one list, which other work on the machine does not lengthen; `held_ms` is the longest that this thread answered nobody meanwhile. The last line is JSON.
 */
const VIEWED = 5
const WARM = 100
const LINKS = 30
const THREAD_MB = 4_096

/** Makes the file in a thread that has started; how long that took, and how long it held this thread at most. */
async function publish(bytes: Uint8Array) {
  const thread = new EdgeThread(THREAD_MB)
  const held = monitorEventLoopDelay({ resolution: 1 })
  try {
    await thread.allow(loadRecommender(bytes).productIds.join("\n"))
    const started = performance.now()
    held.enable()
    const { content } = await thread.make(bytes, { version: 1, links: LINKS })
    held.disable()
    const makeMs = Math.round(performance.now() - started)
    return { file: Buffer.from(content, "base64"), makeMs, heldMs: Number((held.max / 1e6).toFixed(1)) }
  } finally {
    await thread.stop()
  }
}

/** A model file, as asked for. */
async function modelOf(data: string | undefined, file: string | undefined) {
  if (file !== undefined) return { name: nameOf(file), bytes: readFileSync(file) }
  const { name, dataset } =
    data === undefined
      ? { name: "made up", dataset: generateShop({ products: 3_000, shoppers: 2_500, events: 60_000, seed: 3 }) }
      : await openSet(data)
  const now = dataset.log.time[dataset.log.length - 1] + 1
  return { name, bytes: trainRecommender(dataset, { seed: 1, now, maxRows: 2_000_000, newShopperOrders: 3 }).bytes }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ data: { type: "string" }, model: { type: "string" } },
      requests: { type: "string", default: "500" },
    },
  })
  const { name, bytes } = await modelOf(values.data, values.model)
  const { file, makeMs, heldMs } = await publish(bytes)
  const itemIds = loadRecommender(file).productIds
  const random = createRandom(7)
  const worker = await startWorker()
  worker.serve(file)
  const ask = async (): Promise<number> => {
    const viewed = Array.from({ length: VIEWED }, () => itemIds[Math.floor(itemIds.length * random.next() ** 2)])
    const started = performance.now()
    const answer = await fetch(`${worker.url}/?viewed=${viewed.map(encodeURIComponent).join(",")}`)
    const body = await answer.text()
    if (answer.status !== 200) throw new Error(`${answer.status} ${body}`)
    return performance.now() - started
  }
  try {
    const first = await ask()
    for (let at = 0; at < WARM; at++) await ask()
    const times: number[] = []
    const cpuBefore = worker.cpuSeconds()
    for (let at = 0; at < Number(values.requests); at++) times.push(await ask())
    const cpuMs = (1000 * (worker.cpuSeconds() - cpuBefore)) / times.length
    times.sort((a, b) => a - b)
    const at = (share: number): number => Number(times[Math.floor(times.length * share)].toFixed(2))
    console.log(
      JSON.stringify({
        ...{ set: name, products: itemIds.length, file_mb: Number((file.length / 2 ** 20).toFixed(2)) },
        model_file_mb: Number((bytes.length / 2 ** 20).toFixed(2)),
        ...{ make_ms: makeMs, held_ms: heldMs, first_ms: Math.round(first) },
        ...{ median_ms: at(0.5), p95_ms: at(0.95), cpu_ms: Number(cpuMs.toFixed(2)) },
      }),
    )
  } finally {
    await worker.stop()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
