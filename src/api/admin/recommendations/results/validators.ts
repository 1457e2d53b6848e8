import { z } from "@medusajs/framework/zod"

const DAY_MS = 86_400_000
const LONGEST_DAYS = 400
const DEFAULT_DAYS = 30

/** A span of time; without one, the last 30 days. `to` is not part of it. */
export const AdminPeriod = z
  .strictObject({ from: z.coerce.date().optional(), to: z.coerce.date().optional() })
  .transform(({ from, to }) => {
    const end = to ?? new Date()
    return { from: from ?? new Date(end.getTime() - DEFAULT_DAYS * DAY_MS), to: end }
  })
  .refine(({ from, to }) => from < to, { path: ["from"], message: "from must lie before to" })
  .refine(({ from, to }) => to.getTime() - from.getTime() <= LONGEST_DAYS * DAY_MS, {
    path: ["from"],
    message: `a period is at most ${LONGEST_DAYS} days`,
  })

export type AdminPeriodType = z.output<typeof AdminPeriod>

export const AdminStartExperiment = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** Less than a thousandth is no sample, more than half is no hold-out. */
  holdout_share: z.number().min(0.001).max(0.5),
  is_aa: z.boolean().default(false),
})

export type AdminStartExperimentType = z.output<typeof AdminStartExperiment>
