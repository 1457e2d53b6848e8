import { z } from "zod"
import { taskRelease } from "./wire"

/** The name of the one queue of all instances of a release. */
export const taskQueueName = (release: string = taskRelease()): string => `svm-training-${release}`

/** What an instance is called among those that wait at the queue: itself, and tasks that it runs at once. */
export const machineName = (instance: string, lanes: number): string => `${instance}/${lanes}`

const MARK = ":w:"
const LANES = /^\d{1,6}$/

/** Who it is by the name of its connection; null where it is none of ours. */
export function machineOf(connection: string): { readonly instance: string; readonly lanes: number } | null {
  const at = connection.lastIndexOf(MARK)
  const [instance = "", lanes = "", ...more] = at < 0 ? [] : connection.slice(at + MARK.length).split("/")
  const isOurs = instance !== "" && LANES.test(lanes) && more.length === 0
  return isOurs ? { instance, lanes: Number(lanes) } : null
}

/** Tasks as they lie in the queue. */
export const jobData = z.object({
  run: z.object({ runId: z.string(), fencing: z.number() }),
  /** Parts of the snapshot. */
  parts: z.number(),
  /** Tasks of one moment, packed, in base 64. */
  tasks: z.string(),
})

export type JobData = z.output<typeof jobData>

/** How tasks ended that did not fail. */
export const jobOutcome = z.union([
  /** Their results lie in the store, `count` of them under one name. */
  z.object({ name: z.string(), count: z.number() }),
  /** The run was over. */
  z.object({ gone: z.literal(true) }),
  /** This instance cannot run any, and says why. */
  z.object({ refused: z.string() }),
])

export type JobOutcome = z.output<typeof jobOutcome>

/** Attempts at tasks, on whichever instances: past them the tasks are at fault and not a machine. */
export const ATTEMPTS = 3

/** Milliseconds that an instance may be silent before its tasks are another's: it renews at half. */
export const LOCK_MS = 15_000
