import { z } from "zod"

/* Messages between the process that publishes a file for the edge and the thread that makes it. */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

export const toEdgeThread = z.discriminatedUnion("type", [
  /** Ids of products that the file may name, one a line. */
  z.object({ type: z.literal("products"), ids: z.string() }),
  /** Makes the file of a model file; `links` of each product stay. */
  z.object({ type: z.literal("make"), bytes, version: z.number(), links: z.number() }),
])

export type ToEdgeThread = z.output<typeof toEdgeThread>

export const fromEdgeThread = z.discriminatedUnion("type", [
  z.object({ type: z.literal("taken") }),
  /** The file in base 64, as Medusa's File module takes it, and its size. */
  z.object({ type: z.literal("made"), content: z.string(), size: z.number() }),
  z.object({ type: z.literal("failed"), message: z.string() }),
])

export type FromEdgeThread = z.output<typeof fromEdgeThread>
