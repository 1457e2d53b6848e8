import { parentPort, workerData } from "node:worker_threads"
import type { MessagePort } from "node:worker_threads"
import { z } from "zod"
import type { Dataset, TrainingProgress, TrainingReadiness } from "../core/contract"
import { assessReadiness, loadRecommender } from "../core/recommender"
import { DatasetBuilder } from "./dataset-builder"
import { keyedHash } from "./keyed-hash"
import { RemoteTasks } from "./machines/remote-tasks"
import { toWorker } from "./protocol"
import type { FromWorker, TrainingRequest } from "./protocol"
import { MemoryGuard } from "./thread-memory"
import { lowerThreadPriority } from "./thread-priority"
import { trainOnThreads } from "./train-on-threads"

async function train(builder: DatasetBuilder, request: TrainingRequest, tools: Tools): Promise<FromWorker> {
  const { memory, maxMemoryMb, say } = tools
  const { champion, ownerKey, threads, ...options } = request
  const onProgress = ({ phase, fraction }: TrainingProgress): void => {
    memory.check()
    say({ type: "progress", phase, fraction })
  }
  const { bytes, report } = await trainOnThreads(
    () => readyDataset(builder, memory),
    { ...options, ownerName: keyedHash(ownerKey), ...(champion ? { champion } : {}) },
    { threads, maxMemoryMb, memory, onProgress, remote: tools.remote },
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

/** There is too little behavior, which is an answer. */
class NotReadyError extends Error {
  override readonly name = "NotReadyError"

  constructor(readonly readiness: TrainingReadiness) {
    super("too little behavior")
  }
}

/** What was fed, which nobody keeps but for whoever trains. */
function readyDataset(builder: DatasetBuilder, memory: MemoryGuard): Dataset {
  const dataset = builder.finish()
  memory.check()
  const readiness = assessReadiness(dataset)
  if (!readiness.ready) throw new NotReadyError(readiness)
  return dataset
}

interface Tools {
  readonly memory: MemoryGuard
  readonly maxMemoryMb: number
  readonly say: (message: FromWorker) => void
  /** Other machines; undefined where none helps. */
  readonly remote?: RemoteTasks | undefined
}

function listen(port: MessagePort): void {
  const { maxMemoryMb } = z.object({ maxMemoryMb: z.number() }).parse(workerData)
  lowerThreadPriority()
  const builder = new DatasetBuilder()
  const say = (message: FromWorker): void => port.postMessage(message)
  const tools: Tools = { memory: new MemoryGuard(maxMemoryMb), maxMemoryMb, say }
  let remote: RemoteTasks | undefined
  const answer = async (raw: unknown): Promise<FromWorker | null> => {
    try {
      const message = toWorker.parse(raw)
      if (message.type === "train") {
        remote = message.remoteLanes > 0 ? new RemoteTasks(message.remoteLanes, say) : undefined
        return await train(builder, message.request, { ...tools, remote })
      }
      if (message.type !== "part") {
        remote?.take(message)
        return null
      }
      builder.add(message.kind, message.text)
      tools.memory.check()
      return { type: "taken" }
    } catch (error) {
      if (error instanceof NotReadyError) return { type: "not_ready", readiness: error.readiness }
      return { type: "failed", message: error instanceof Error ? error.message : String(error) }
    }
  }
  port.on("message", (raw: unknown) => {
    void answer(raw).then((message) => {
      if (message !== null) say(message)
    })
  })
}

if (parentPort) listen(parentPort)
