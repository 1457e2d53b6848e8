import { z } from "zod"
import { STRATEGIES } from "../core/contract/recommender"

/*
 * With settings-schema.ts and rule-schema.ts what runs under types/: the admin API, the stored row and serving check an
 * experiment's comparison by it.
 */

/** Longest name of a placement, as in store requests. */
const MAX_PLACEMENT = 100

const share = z.number().min(0).max(1)
/** As the setting of that name. */
const explored = z.number().min(0).max(0.2)

/** Settings of lists that may differ between arms. */
const listSettings = z
  .strictObject({ diversity: share, rotation: share, repeats: share, blend: share, exploration: explored })
  .partial()
  .refine((settings) => Object.keys(settings).length > 0, "names no setting")

/**
 * What the arms of an experiment differ in. A hold-out takes something from control: personal lists (`popularity`), or
 * all lists (`nothing`). A challenger changes something in treatment, and control keeps the shop as it is: the strategy
 * of a placement, settings of lists, or another model version by its number, beside whichever serves.
 */
export const comparisonSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("popularity") }),
  z.strictObject({ kind: z.literal("nothing") }),
  z.strictObject({
    kind: z.literal("strategy"),
    placement: z.string().min(1).max(MAX_PLACEMENT),
    strategy: z.enum(STRATEGIES),
  }),
  z.strictObject({ kind: z.literal("settings"), settings: listSettings }),
  z.strictObject({ kind: z.literal("version"), version: z.number().int().min(1) }),
])

export type Comparison = z.output<typeof comparisonSchema>
