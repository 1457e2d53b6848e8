import { z } from "@medusajs/framework/zod"
import { LEARNED_LISTS } from "../../core/contract"
import type { ServedFeatures } from "../../core/contract"

/** Names that a list was asked for with. */
const ASKED_AS = ["customer", "visitor", "both"] as const

/** One of {@link ASKED_AS}. */
export type AskedAs = (typeof ASKED_AS)[number]

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT

/** As {@link packFeatures} writes it. */
const packedFeatures = z.object({
  list: z.enum(["for_you", ...LEARNED_LISTS]),
  now: z.number(),
  anchors: z.array(z.string()),
  candidates: z.array(z.string()),
  added: z.array(z.tuple([z.string(), z.number()])),
  products: z.array(z.string()),
  rows: z.array(z.string()),
})

/** As JSON, the numbers as the bytes that they are. */
export function packFeatures(served: ServedFeatures): string {
  const rows = served.rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString("base64"))
  return JSON.stringify({ ...served, rows })
}

/**
 * What {@link packFeatures} wrote.
 *
 * @throws ZodError where it is of another shape
 */
const servedFeatures = packedFeatures.transform((packed): ServedFeatures => ({
  ...packed,
  rows: packed.rows.map((text) => {
    const bytes = Buffer.from(text, "base64")
    return Float32Array.from({ length: bytes.length / FLOAT_BYTES }, (_, at) => bytes.readFloatLE(at * FLOAT_BYTES))
  }),
}))

/** A list whose features were kept as they were served. */
export const featureSampleRow = z.object({
  id: z.string(),
  version_id: z.string(),
  /** Of the file that the model was read from. */
  file_checksum: z.string(),
  asked_as: z.enum(ASKED_AS),
  /** Visitors who were the customer's. */
  links: z.number(),
  /** What Postgres showed of the log when the profile was read. */
  snapshot: z.string(),
  /** Events of the profile, and the time of the oldest. */
  events: z.number(),
  first_at: z.date(),
  served: servedFeatures,
  created_at: z.date(),
})

/** One of {@link featureSampleRow}. */
export type FeatureSample = z.output<typeof featureSampleRow>
