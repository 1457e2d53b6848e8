import { z } from "zod"
import type { Dataset } from "../core/contract"
import type { TaskResult, TrainingTask } from "../core/recommender/plan"

/*
 * What the thread that runs a plan and those that run its tasks say to each other. All are threads of one process and
 * one release: what crosses is checked to be an object, and no further.
 */

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null

export const toTaskWorker = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    /** Its log is in memory that threads share. */
    dataset: z.custom<Dataset>(isObject),
    seed: z.number(),
    now: z.number(),
  }),
  /** Tasks to be run in this order; the result of the last is what was asked for. */
  z.object({ type: z.literal("run"), tasks: z.array(z.custom<TrainingTask>(isObject)).min(1) }),
])

export type ToTaskWorker = z.output<typeof toTaskWorker>

export const fromTaskWorker = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("done"),
    result: z.custom<TaskResult>(isObject),
    /** Milliseconds that each of the tasks took. */
    durationsMs: z.array(z.number()),
    memoryMb: z.number(),
  }),
  z.object({ type: z.literal("failed"), message: z.string() }),
])

export type FromTaskWorker = z.output<typeof fromTaskWorker>
