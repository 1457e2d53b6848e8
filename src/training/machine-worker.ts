import { parentPort, workerData } from "node:worker_threads"
import type { MessagePort } from "node:worker_threads"
import { z } from "zod"
import { Workbench, worldOf } from "../core/recommender/plan"
import type { TrainingTask } from "../core/recommender/plan"
import { toMachineThread } from "./machines/machine-protocol"
import type { FromMachineThread } from "./machines/machine-protocol"
import { SnapshotReader } from "./machines/snapshot-parts"
import { pack, unpack } from "./machines/wire"
import { MemoryGuard } from "./thread-memory"
import { lowerThreadPriority } from "./thread-priority"

const trainingTasks = z.array(z.custom<TrainingTask>((value) => typeof value === "object" && value !== null))

/** Runs tasks of another instance's training: first its snapshot, then tasks and, one by one, their results. */
class TaskBench {
  #reader: SnapshotReader | null = new SnapshotReader()
  #bench: Workbench | null = null
  #tasks: TrainingTask[] = []

  addPart(bytes: Uint8Array): void {
    if (this.#reader === null) throw new Error("a part of the snapshot came behind its tasks")
    this.#reader.add(unpack(bytes))
  }

  /** How many results the tasks have. */
  begin(bytes: Uint8Array): number {
    this.#tasks = trainingTasks.parse(unpack(bytes))
    return this.#tasks.filter(({ kind }) => kind !== "state").length
  }

  /** Runs tasks up to the next that has a result. */
  next(): Uint8Array {
    const bench = this.#workbench()
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      if (task.kind !== "state") return pack(bench.run(task))
      if (bench.moment !== task.moment) bench.run(task)
    }
    throw new Error("more results were wanted than there were tasks")
  }

  #workbench(): Workbench {
    if (this.#bench !== null) return this.#bench
    if (this.#reader === null) throw new Error("a task came before its snapshot")
    const snapshot = this.#reader.finish()
    this.#reader = null
    this.#bench = new Workbench(worldOf(snapshot), { now: snapshot.now })
    return this.#bench
  }
}

function listen(port: MessagePort): void {
  const { maxMemoryMb } = z.object({ maxMemoryMb: z.number() }).parse(workerData)
  lowerThreadPriority()
  const memory = new MemoryGuard(maxMemoryMb)
  const bench = new TaskBench()
  const answer = (raw: unknown): FromMachineThread => {
    try {
      const message = toMachineThread.parse(raw)
      if (message.type === "tasks") return { type: "tasks", count: bench.begin(message.bytes) }
      if (message.type === "next") {
        const bytes = bench.next()
        memory.check()
        return { type: "result", bytes }
      }
      bench.addPart(message.bytes)
      memory.check()
      return { type: "taken" }
    } catch (error) {
      return { type: "failed", message: error instanceof Error ? error.message : String(error) }
    }
  }
  port.on("message", (raw: unknown) => port.postMessage(answer(raw)))
}

if (parentPort) listen(parentPort)
