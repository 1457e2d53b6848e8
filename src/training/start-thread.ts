import path from "node:path"
import { Worker } from "node:worker_threads"

/** Heap that a thread needs beside its columns to begin at all. */
const LEAST_HEAP_MB = 64

/** Threads that may be started in a process of their own: one that trains, and one that runs tasks of another machine's training. */
export const HOST_THREADS = ["training-worker", "machine-worker"] as const

export type HostThread = (typeof HOST_THREADS)[number]

/** Threads that are started in this process alone, beside those. */
export type OwnThread = HostThread | "edge-worker"

/**
 * Starts a thread of training; its file has the extension of this one, be it compiled or not.
 *
 * @param name of the file beside this one, without its extension
 */
export function startThread(name: OwnThread | "task-worker", maxMemoryMb: number): Worker {
  const extension = path.extname(__filename)
  return new Worker(path.join(__dirname, `${name}${extension}`), {
    workerData: { maxMemoryMb },
    execArgv: extension === ".ts" ? ["-r", "ts-node/register/transpile-only"] : [],
    resourceLimits: { maxOldGenerationSizeMb: Math.max(LEAST_HEAP_MB, maxMemoryMb) },
    stdout: false,
  })
}

/** What a thread that ended with an error died of, in words that say what to change. */
export function describeEnd(error: Error): Error {
  const code = "code" in error ? error.code : null
  if (code !== "ERR_WORKER_OUT_OF_MEMORY") return error
  return new Error("Training ran out of memory: raise training.max_memory_mb or lower training.max_rows.")
}
