import { readdirSync, writeFileSync } from "node:fs"
import { constants, setPriority } from "node:os"
import { z } from "zod"
import { describeEnd, HOST_THREADS, startThread } from "./start-thread"
import type { HostThread } from "./start-thread"
import type { FromWorker } from "./protocol"

const started = z.object({ name: z.enum(HOST_THREADS), maxMemoryMb: z.coerce.number() })

/*
 * The process of a training: hands on what the shop and its training thread say to each other. It trains in a thread
 * of its own so that the shop's end is noticed at once, and running out of heap is an answer and not an abort.
 */

/** Of all processes of the container the one that the kernel ends first. */
const KILLED_FIRST = "1000"

/** Lets all others go first, for the processor and for memory. What the system does not allow stays as it is. */
function stepBack(): void {
  tryTo(() => setPriority(constants.priority.PRIORITY_LOW))
  // On Linux each thread has a priority of its own, and Node has started some by now.
  tryTo(() => {
    for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), constants.priority.PRIORITY_LOW)
  })
  tryTo(() => writeFileSync("/proc/self/oom_score_adj", KILLED_FIRST))
}

function tryTo(act: () => void): void {
  try {
    act()
  } catch {
    // Not Linux, or a sandbox: it trains all the same.
  }
}

function train(name: HostThread, maxMemoryMb: number): void {
  const worker = startThread(name, maxMemoryMb)
  const send = (message: unknown): void => void process.send?.(message)
  const fail = (message: string): void => send({ type: "failed", message } satisfies FromWorker)
  worker.on("message", send)
  worker.on("error", (error: Error) => fail(describeEnd(error).message))
  worker.on("exit", () => fail("The training thread ended before it was done."))
  process.on("message", (raw: unknown) => worker.postMessage(raw))
}

// The shop is gone, and with it whoever would store a model.
process.on("disconnect", () => process.exit())
stepBack()
const { name, maxMemoryMb } = started.parse({ name: process.argv[2], maxMemoryMb: process.argv[3] })
train(name, maxMemoryMb)
