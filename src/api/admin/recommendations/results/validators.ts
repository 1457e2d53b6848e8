import { z } from "@medusajs/framework/zod"
import { page } from "../../../store/recommendations/validators"
import { comparisonSchema } from "../../../../types/experiment-schema"

const DAY_MS = 86_400_000
const LONGEST_DAYS = 400
const DEFAULT_DAYS = 30

interface Span {
  readonly from: Date
  readonly to: Date
}

const span = { from: z.coerce.date().optional(), to: z.coerce.date().optional() }

function toSpan({ from, to }: Partial<Record<keyof Span, Date | undefined>>): Span {
  const end = to ?? new Date()
  return { from: from ?? new Date(end.getTime() - DEFAULT_DAYS * DAY_MS), to: end }
}

function checkSpan({ from, to }: Span, context: z.core.$RefinementCtx<Span>): void {
  const problem = (message: string): void => context.addIssue({ code: "custom", path: ["from"], message })
  if (from >= to) problem("from must lie before to")
  else if (to.getTime() - from.getTime() > LONGEST_DAYS * DAY_MS) problem(`a period is at most ${LONGEST_DAYS} days`)
}

/** A span of time; without one, the last 30 days. `to` is not part of it. */
export const AdminPeriod = z.strictObject(span).transform(toSpan).superRefine(checkSpan)

/** The same, with the zone by whose calendar days, hours and weekdays are counted. */
export const AdminStatistics = z
  .strictObject({
    ...span,
    time_zone: z.string().max(64).refine(isTimeZone, "a time zone is such as Europe/Berlin").default("UTC"),
  })
  .transform(({ time_zone: timeZone, ...input }) => ({ ...toSpan(input), timeZone }))
  .superRefine(checkSpan)

/** The same, with the language of the questions and answers in it. */
export const AdminGifts = z
  .strictObject({ ...span, locale: page.locale })
  .transform(({ locale = "en", ...input }) => ({ ...toSpan(input), locale }))
  .superRefine(checkSpan)

/** The language of questions and answers alone. */
export const AdminLanguage = z.strictObject({ locale: page.locale })

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== ""
  } catch {
    return false
  }
}

export type AdminPeriodType = z.output<typeof AdminPeriod>

/** Less than a thousandth of the shoppers in an arm is no sample. */
const holdoutShare = z.number().min(0.001).max(0.999)

/** With a share of control, the list says what an experiment of that share would need. */
export const AdminListExperiments = z.strictObject({ holdout_share: z.coerce.number().pipe(holdoutShare).optional() })

export const AdminStartExperiment = z.strictObject({
  name: z.string().trim().min(1).max(120),
  holdout_share: holdoutShare,
  is_aa: z.boolean().default(false),
  comparison: comparisonSchema.default({ kind: "popularity" }),
})

export type AdminStartExperimentType = z.output<typeof AdminStartExperiment>
