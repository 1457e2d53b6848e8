import { z } from "@medusajs/framework/zod"
import { LIST_NEEDS, SHOWN_LISTS, TRAINING_PHASES } from "../../../core/contract"
import type { TrainingReport } from "../../../core/contract"
import type { MachinesReport } from "../../../training/machines/machines"

/** JSON has no NaN: what could not be measured is null there. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN)

const cohort = z.object({
  shoppers: z.number(),
  ndcg10: measured,
  recall10: measured,
  hitRate10: measured,
  mrr: measured,
  coverage: measured,
})

const method = z.object({ all: cohort, novel: cohort, new: cohort })

const lead = z.object({ cases: z.number(), difference: z.number(), low: z.number(), high: z.number() }).nullable()

const listFigures = z.object({ ndcg10: measured, hitRate10: measured })

const list = z.object({
  serves: z.enum(["learned", "prior"]),
  missing: z.enum(LIST_NEEDS).nullable(),
  cases: z.number(),
  learned: listFigures.nullable(),
  prior: listFigures,
  popularity: listFigures,
  table: z.object({ name: z.string(), figures: listFigures }).nullable(),
  lead,
})

const seenReport = z.object({ lists: z.number(), effectiveSample: z.number() })

/** Releases in which only `for_you` learned from lists that were shown wrote one report. */
const seen = z.union([
  seenReport.transform((report) => ({ for_you: report })),
  z.partialRecord(z.enum(SHOWN_LISTS), seenReport),
])

const offPolicy = z.object({
  ...{ lists: z.number(), effectiveSample: z.number(), overlap: z.number() },
  ...{ challenger: z.number(), champion: z.number(), difference: z.number() },
  // An interval of one shopper has no ends, and JSON has no number for them.
  low: z
    .number()
    .nullable()
    .transform((value) => value ?? -Infinity),
  high: z
    .number()
    .nullable()
    .transform((value) => value ?? Infinity),
})

/** Rows of behavior that a training read where it did not read all. */
export interface SampledRows {
  readonly rows: number
  /** Rows that there were. */
  readonly of: number
  /** What would not have allowed for more: the option, or memory. */
  readonly for: "max_rows" | "memory"
}

/** A training's report, with what is known of it outside of its thread. */
export interface StoredReport extends TrainingReport {
  /** What other instances did in it; null where trainings are not shared. */
  readonly machines: MachinesReport | null
  /** Null where it read all behavior. */
  readonly sampled: SampledRows | null
}

/** A report as it lies in the database. */
export const reportSchema: z.ZodType<StoredReport> = z.object({
  window: z.object({ from: measured, to: measured, cut: measured }),
  counts: z.object({ events: z.number(), shoppers: z.number(), products: z.number(), pairs: z.number() }),
  cost: measured,
  challenger: method,
  champion: method.nullable(),
  baselines: z.object({ popularity: method, item_knn: method }),
  // Reports of older releases have none.
  leads: z.object({ popularity: lead, champion: lead }).default({ popularity: null, champion: null }),
  auc: measured,
  calibrationError: measured,
  candidateRecall: measured,
  // Releases before the lists had rankings of their own wrote none.
  lists: z
    .object({ cart: list, bought_together: list, similar: list, gift: list, buy_again: list })
    .nullable()
    .default(null),
  seen: seen.nullable().default(null),
  offPolicy: offPolicy.nullable().default(null),
  featureQuantiles: z.record(z.string(), z.array(z.number())),
  featureLists: z.number().nullable().default(null),
  machines: z
    .object({ instances: z.number(), tasks: z.number(), alone: z.string().nullable() })
    .nullable()
    .default(null),
  sampled: z
    .object({ rows: z.number(), of: z.number(), for: z.literal(["max_rows", "memory"]) })
    .nullable()
    .default(null),
  durationsMs: z.partialRecord(z.enum(TRAINING_PHASES), z.number()).transform((durations) => durations),
})
