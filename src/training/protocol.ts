import { z } from "zod"
import { LEARNED_LISTS, TRAINING_PHASES } from "../core/contract"
import type { TrainingReadiness, TrainingReport } from "../core/contract"

/*
 * What the thread that trains and the thread that serves say to each other. Rows
 * cross as JSON texts that Postgres wrote: the serving thread hands them on
 * without reading them, so that it loses no time to them.
 */

/** Rows of one kind, as the JSON text of an array of arrays. */
export const PART_KINDS = ["behavior", "items", "signals", "segments", "shown", "gifts"] as const

export type PartKind = (typeof PART_KINDS)[number]

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

export const trainingRequest = z.object({
  seed: z.number(),
  /** Milliseconds since 1970-01-01 UTC. */
  now: z.number(),
  maxRows: z.number(),
  newShopperOrders: z.number(),
  /** Threads that run tasks; with one the training thread runs them itself. */
  threads: z.number(),
  /** By which the file says whose a vector is: an erasure finds it there, and nobody else can read it. */
  ownerKey: z.string(),
  /** Model file of what serves, to compare with. */
  champion: bytes.nullable(),
})

export type TrainingRequest = z.output<typeof trainingRequest>

export const toWorker = z.discriminatedUnion("type", [
  z.object({ type: z.literal("part"), kind: z.enum(PART_KINDS), text: z.string() }),
  z.object({
    ...{ type: z.literal("train"), request: trainingRequest },
    /** Tasks that other machines run at once; 0 where none helps. */
    remoteLanes: z.number(),
  }),
  /** The part of the snapshot is kept where other machines find it: the next may come. */
  z.object({ type: z.literal("shared") }),
  /** Results of tasks that were offered, in their order, as `machines/wire.ts` packs them. */
  z.object({ type: z.literal("tasks_done"), id: z.number(), results: z.array(bytes) }),
  /** They were not run and are free again; `isLost` where no other machine will run any. */
  z.object({ type: z.literal("tasks_returned"), id: z.number(), isLost: z.boolean() }),
  z.object({ type: z.literal("tasks_failed"), id: z.number(), message: z.string() }),
])

export type ToWorker = z.output<typeof toWorker>

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null
const readiness = z.custom<TrainingReadiness>(isObject)
const report = z.custom<TrainingReport>(isObject)

/** A model and what training reports of itself. */
const trained = z.object({
  type: z.literal("trained"),
  bytes,
  report,
  weights: z.array(z.object({ feature: z.string(), weight: z.number(), list: z.enum(LEARNED_LISTS).optional() })),
  /** Most memory of the thread, heap and columns, seen at any moment. */
  memoryMb: z.number(),
  /** Absurd values that were left out, in words for the shop's log. */
  leftOut: z.array(z.string()),
})

/** What a training thread wants of other machines, by whoever started it. */
export const toMachines = z.discriminatedUnion("type", [
  /** A part of the snapshot, packed. */
  z.object({ type: z.literal("share"), bytes }),
  /** Tasks of one moment with their state, packed. */
  z.object({ type: z.literal("offer"), id: z.number(), bytes }),
  z.object({ type: z.literal("take_back"), id: z.number() }),
])

export type ToMachines = z.output<typeof toMachines>

const notReady = z.object({ type: z.literal("not_ready"), readiness })

export const fromWorker = z.discriminatedUnion("type", [
  /** The part is read: the next may come. */
  z.object({ type: z.literal("taken") }),
  z.object({ type: z.literal("progress"), phase: z.enum(TRAINING_PHASES), fraction: z.number() }),
  trained,
  notReady,
  z.object({ type: z.literal("failed"), message: z.string() }),
  ...toMachines.options,
])

export type FromWorker = z.output<typeof fromWorker>

/** How a training ended, other than by an error. */
export type TrainingOutcome = z.output<typeof trained> | z.output<typeof notReady>
