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

/** A training's report, and what other instances did in it: null where trainings are not shared. */
export type StoredReport = TrainingReport & { readonly machines: MachinesReport | null }

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
  durationsMs: z.partialRecord(z.enum(TRAINING_PHASES), z.number()).transform((durations) => durations),
})
