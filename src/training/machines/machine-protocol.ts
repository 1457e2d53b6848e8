import { z } from "zod"

/* What an instance that helps and its thread that runs the tasks say to each other; the bytes are those of `wire.ts`. */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

export const toMachineThread = z.discriminatedUnion("type", [
  z.object({ type: z.literal("part"), bytes }),
  z.object({ type: z.literal("tasks"), bytes }),
  /** Asks for the next result of the tasks. */
  z.object({ type: z.literal("next") }),
])

export type ToMachineThread = z.output<typeof toMachineThread>

export const fromMachineThread = z.discriminatedUnion("type", [
  z.object({ type: z.literal("taken") }),
  z.object({ type: z.literal("tasks"), count: z.number() }),
  z.object({ type: z.literal("result"), bytes }),
  z.object({ type: z.literal("failed"), message: z.string() }),
])

export type FromMachineThread = z.output<typeof fromMachineThread>
