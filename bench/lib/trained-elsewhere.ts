import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Dataset } from "../../src/core/contract"
import { trainRecommender } from "../../src/core/recommender"
import { generateShop } from "./generated-shop"

/** A process of its own trains: `--train PRODUCTS FILE`. One that serves never does, and its code stays made for serving. */
const TRAIN = "--train"

/** The made-up shop of the benches of one process. */
export function aShop(products: number): { readonly dataset: Dataset; readonly now: number } {
  const dataset = generateShop({ products, shoppers: 3000, events: 120_000, seed: 7 })
  return { dataset, now: dataset.log.time[dataset.log.length - 1] + 1 }
}

/** The model file of {@link aShop}, trained in a process of its own. */
export function trainedElsewhere(products: number): Buffer {
  const folder = mkdtempSync(path.join(os.tmpdir(), "svm-bench-score-"))
  try {
    const file = path.join(folder, "model")
    const runner = path.join(__dirname, "..", "..", "scripts", "ts-run.js")
    const { status, stderr } = spawnSync(process.execPath, [runner, __filename, TRAIN, String(products), file])
    if (status !== 0) throw new Error(`the training failed: ${stderr.toString()}`)
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function train(products: number, file: string): void {
  const { dataset, now } = aShop(products)
  const options = { seed: 1, now, maxRows: 1_000_000, newShopperOrders: 3 }
  writeFileSync(file, trainRecommender(dataset, options).bytes)
}

const [command, products = "", file = ""] = process.argv.slice(2)
if (process.argv[1] === __filename && command === TRAIN) train(Number(products), file)
