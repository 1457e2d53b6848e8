import { createHash } from "node:crypto"
import { MemoryGuard } from "../../src/training/thread-memory"
import { trainOnThreads } from "../../src/training/train-on-threads"
import { generateShop } from "./generated-shop"

/** Bundled and run under one runtime after the other by `bench/same-bytes.ts`: the SHA-256 of one trained model. */
async function main(): Promise<void> {
  const threads = Number(process.argv[2])
  const dataset = generateShop({ products: 1500, shoppers: 2500, events: 40_000, seed: 3 })
  const now = dataset.log.time[dataset.log.length - 1] + 1
  const options = { seed: 1, now, maxRows: 100_000, newShopperOrders: 3 }
  const run = { threads, maxMemoryMb: 4_096, memory: new MemoryGuard(Infinity), onProgress: () => undefined }
  const { bytes } = await trainOnThreads(dataset, options, run)
  const { version, arch } = process
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  console.log(JSON.stringify({ version, arch, threads, bytes: bytes.length, sha256 }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
