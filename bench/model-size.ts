import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import { z } from "zod"
import { trainRecommender } from "../src/core/recommender"
import { decodeModelFile } from "../src/core/recommender/model/container/model-codec"
import { encodeRankingModel } from "../src/core/recommender/model/model-file"
import { generateModel } from "./lib/model-size/generated-model"
import { openSet } from "./lib/quality/set"

/**
 * `npm run bench:model-size -- --data DIR | --products N [--links N]`: how large a model is in its file and in memory, by
 * parts, and how much a process takes that ranks with it: a model trained on a data folder, or a made-up one of so many
 * products and links a product. The last line is JSON.
 */
const USAGE = "npm run bench:model-size -- --data DIR | --products N [--links 110]"
const PARTS_SHOWN = 12

const measured = z.object({
  model_mb: z.number(),
  rank_ms: z.object({ median: z.number(), p95: z.number() }),
  peak_mb: z.number(),
})

interface Model {
  readonly of: Readonly<Record<string, string | number>>
  readonly bytes: Uint8Array
  readonly now: number
}

async function trained(folder: string): Promise<Model> {
  const { name, dataset } = await openSet(folder)
  const now = dataset.log.time[dataset.log.length - 1] + 1
  const { bytes } = trainRecommender(dataset, { seed: 1, now, maxRows: 2_000_000, newShopperOrders: 3 })
  return { of: { set: name, products: dataset.log.itemIds.length }, bytes, now }
}

function madeUp(products: number, links: number): Model {
  const model = generateModel({ products, links, seed: 1 })
  return { of: { products, links }, bytes: encodeRankingModel(model), now: model.state.moment }
}

/** Bytes of the parts of a file, those of one table together. */
function partsOf(bytes: Uint8Array): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const [name, size] of decodeModelFile(bytes).sizes) {
    const part = name.replace(/\.(rows|lengths|codes|owners|\d)$/, "").replace(/\.counts$/, "")
    sizes.set(part, (sizes.get(part) ?? 0) + size)
  }
  return new Map([...sizes].sort((a, b) => b[1] - a[1]))
}

function loadElsewhere({ bytes, now }: Model): z.output<typeof measured> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "model-size-"))
  try {
    const file = path.join(folder, "model")
    writeFileSync(file, bytes)
    const runner = path.join(__dirname, "..", "scripts", "ts-run.js")
    const script = path.join(__dirname, "lib", "model-size", "load-and-rank.ts")
    return measured.parse(JSON.parse(execFileSync(process.execPath, [runner, script, file, String(now)]).toString()))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: "string" }, products: { type: "string" }, links: { type: "string", default: "110" } },
  })
  if ((values.data === undefined) === (values.products === undefined)) throw new Error(`usage: ${USAGE}`)
  const model =
    values.data === undefined ? madeUp(Number(values.products), Number(values.links)) : await trained(values.data)
  for (const [part, size] of [...partsOf(model.bytes)].slice(0, PARTS_SHOWN)) {
    console.log(`${part.padEnd(24)} ${(size / 2 ** 20).toFixed(2).padStart(8)} MB`)
  }
  const file_mb = Number((model.bytes.length / 2 ** 20).toFixed(2))
  console.log(JSON.stringify({ ...model.of, file_mb, ...loadElsewhere(model) }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
