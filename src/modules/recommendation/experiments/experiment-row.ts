import { z } from "@medusajs/framework/zod"
import type { ExperimentDesign } from "../../../core/evaluation/experiment"
import { comparisonSchema } from "../../../types/experiment-schema"

const count = z.number().default(0)
const arm = z.object({ shoppers: count, conversions: count, orders: count, impressions: count, clicks: count })
const lead = z.object({ difference: z.number(), low: z.number(), high: z.number(), varianceLeft: z.number() })
const revenue = z.object({
  currency: z.string(),
  treatment: z.number(),
  control: z.number(),
  lead: lead.nullable(),
})

/** What came of an experiment, as its row keeps it. */
export const resultsSchema = z.object({ treatment: arm, control: arm, revenue: z.array(revenue).default([]) })

export type ExperimentResults = z.output<typeof resultsSchema>

/** An experiment as {@link EXPERIMENT_COLUMNS} reads it. */
export const experimentRow = z.object({
  id: z.string(),
  name: z.string(),
  holdout_share: z.number(),
  is_aa: z.boolean(),
  comparison: comparisonSchema,
  salt: z.string(),
  status: z.enum(["running", "stopped"]),
  started_at: z.date(),
  stopped_at: z.date().nullable(),
  goal_per_arm: z.number().nullable(),
  expected_days: z.number().nullable(),
  results: resultsSchema.nullable(),
  counted_ms: z.number().nullable(),
  /** Milliseconds since the results were counted, by the database's clock. */
  age_ms: z.coerce.number().nullable(),
  /** Counted after its end: nothing more can come. */
  is_final: z.boolean(),
})

export type ExperimentRow = z.output<typeof experimentRow>

export const EXPERIMENT_COLUMNS = `id, name, holdout_share, is_aa, comparison, salt, status, started_at, stopped_at,
  goal_per_arm, expected_days, results, counted_ms,
  extract(epoch from clock_timestamp() - counted_at) * 1000 as age_ms,
  coalesce(counted_at >= stopped_at, false) as is_final`

/** What the assignment of its shoppers depends on. */
export const designOf = ({ salt, holdout_share: holdoutShare }: ExperimentRow): ExperimentDesign => ({
  salt,
  holdoutShare,
})
