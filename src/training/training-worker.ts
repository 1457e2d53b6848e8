import { getHeapStatistics } from "node:v8"
import { parentPort, workerData } from "node:worker_threads"
import type { MessagePort } from "node:worker_threads"
import { z } from "zod"
import { assessReadiness, loadRecommender, trainRecommender } from "../core/recommender"
import { DatasetBuilder } from "./dataset-builder"
import { keyedHash } from "./keyed-hash"
import { toWorker } from "./protocol"
import type { FromWorker, TrainingRequest } from "./protocol"
import { lowerThreadPriority } from "./thread-priority"

const MEGABYTE = 1024 * 1024

/** Keeps count of the thread's memory, columns included: the heap's own limit does not see those. */
class MemoryGuard {
  peakMb = 0

  constructor(private readonly limitMb: number) {}

  /** @throws Error when the thread uses more than it may */
  check(): void {
    const { used_heap_size: heap, external_memory: external } = getHeapStatistics()
    const usedMb = (heap + external) / MEGABYTE
    this.peakMb = Math.max(this.peakMb, usedMb)
    if (usedMb > this.limitMb) {
      throw new Error(
        `Training needs more than the ${this.limitMb} MB it may use: raise training.max_memory_mb or lower training.max_rows.`,
      )
    }
  }
}

function train(builder: DatasetBuilder, request: TrainingRequest, tools: Tools): FromWorker {
  const { memory, say } = tools
  const dataset = builder.finish()
  memory.check()
  const readiness = assessReadiness(dataset)
  if (!readiness.ready) return { type: "not_ready", readiness }
  const { champion, ownerKey, ...options } = request
  const { bytes, report } = trainRecommender(
    dataset,
    { ...options, ownerName: keyedHash(ownerKey), ...(champion ? { champion } : {}) },
    ({ phase, fraction }) => {
      memory.check()
      say({ type: "progress", phase, fraction })
    },
  )
  memory.check()
  // Loaded once here: a file that cannot be read must never be stored.
  const loaded = loadRecommender(bytes)
  const weights = [
    ...[...loaded.weights].map(([feature, weight]) => ({ feature, weight })),
    ...[...loaded.listWeights].flatMap(([list, own]) =>
      [...own].flatMap(([feature, weight]) => (weight === 0 ? [] : { feature, weight, list })),
    ),
  ]
  const leftOut = builder.leftOut()
  return { type: "trained", bytes, report, weights, memoryMb: Math.round(memory.peakMb), leftOut }
}

interface Tools {
  readonly memory: MemoryGuard
  readonly say: (message: FromWorker) => void
}

function listen(port: MessagePort): void {
  const { maxMemoryMb } = z.object({ maxMemoryMb: z.number() }).parse(workerData)
  lowerThreadPriority()
  const builder = new DatasetBuilder()
  const tools: Tools = { memory: new MemoryGuard(maxMemoryMb), say: (message) => port.postMessage(message) }
  port.on("message", (raw: unknown) => {
    try {
      const message = toWorker.parse(raw)
      if (message.type === "part") {
        builder.add(message.kind, message.text)
        tools.memory.check()
        tools.say({ type: "taken" })
      } else tools.say(train(builder, message.request, tools))
    } catch (error) {
      tools.say({ type: "failed", message: error instanceof Error ? error.message : String(error) })
    }
  })
}

if (parentPort) listen(parentPort)
