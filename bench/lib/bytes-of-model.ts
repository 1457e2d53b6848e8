import { createHash } from "node:crypto"
import { MemoryGuard } from "../../src/training/thread-memory"
import { trainOnThreads } from "../../src/training/train-on-threads"
import type { RemoteTasks } from "../../src/training/train-on-threads"
import { generateShop } from "./generated-shop"

/** What `bench/same-bytes.ts` compares: the SHA-256 of one trained model, and where it was trained. */
export interface BytesOfModel {
  readonly version: string
  readonly arch: string
  readonly threads: number
  readonly bytes: number
  readonly sha256: string
}

/** Trains the same model at all times. */
export async function bytesOfModel(threads: number, remote?: RemoteTasks): Promise<BytesOfModel> {
  const dataset = generateShop({ products: 1500, shoppers: 2500, events: 40_000, seed: 3 })
  const now = dataset.log.time[dataset.log.length - 1] + 1
  const options = { seed: 1, now, maxRows: 100_000, newShopperOrders: 3 }
  const run = { threads, maxMemoryMb: 4_096, memory: new MemoryGuard(Infinity), onProgress: () => undefined, remote }
  const { bytes } = await trainOnThreads(() => dataset, options, run)
  const { version, arch } = process
  return { version, arch, threads, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }
}
