import type { InteractionLog } from "../../contract/interaction-log"
import { logPrefix, rowsBefore } from "../../data/interaction-log-builder"
import { leaveLastOut, nextChoices } from "../../evaluation/temporal-split"
import type { CaseSource, RankingCase, Split } from "../../evaluation/temporal-split"
import { DAY_MS } from "../../features/profile"
import { sampleCases } from "./sample-cases"

/** A moment of the past at which the shop is rebuilt as it was known, and asked what came next. */
export interface TeachingMoment {
  /** Rows that were known. */
  readonly train: InteractionLog
  readonly moment: number
  /** First instant of which no answer may come. */
  readonly until: number
  /** Log that the rows of the cases point into. */
  readonly source: InteractionLog
  /** What is asked: an even sample of what came next. */
  readonly cases: readonly RankingCase[]
}

/** Days between two moments, and days after each in which an answer may lie. */
const MOMENT_DAYS = 14
const ANSWER_DAYS = 28
const MOMENTS_AT_MOST = 7
const MOMENTS_AT_LEAST = 3
/** Rows in all from which shops of the past are rebuilt: each is most of what the whole log costs. */
const REBUILT_ROWS = 4_000_000
/** Lists made of a moment at most, as many of each: what a fit has time and memory for. */
const LISTS_A_MOMENT = 1000
/** Events back from the end that are asked for where there are no times, furthest first. */
const LEFT_OUT = [2, 1]
/** Share of the rows that must lie before a moment for its shop to be like today's. */
const ROWS_BEFORE_AT_LEAST = 0.12

/**
 * Moments to learn from, oldest first, with every answer before `end`: seven in most shops, the latest three or more where
 * the log is long, and {@link LISTS_A_MOMENT} cases for each of them.
 *
 * @param log all rows before `end`
 * @param span.end time from which on nothing may be seen
 * @param span.seed of the samples
 */
export function teachingMoments(
  log: InteractionLog,
  split: Pick<Split, "kind" | "goal">,
  { end, seed }: { readonly end: number; readonly seed: number },
): TeachingMoment[] {
  const moments = allMoments(log, split, end)
  const share = Math.floor((momentsOf(log.length) * LISTS_A_MOMENT) / Math.max(1, moments.length))
  return moments.map(({ asked, ...moment }) => ({ ...moment, cases: sampleCases(asked, share, seed) }))
}

/** How many moments a log of so many rows is taught by: of 1,000,000 rows four gave the NDCG@10 of seven less 0.3 %. */
export const momentsOf = (rows: number): number =>
  Math.max(MOMENTS_AT_LEAST, Math.min(MOMENTS_AT_MOST, Math.floor(REBUILT_ROWS / Math.max(1, rows))))

/** Whether a log is too long for all moments; of such a log fewer questions are judged, too, for they are as dear. */
export const isLongLog = ({ length }: Pick<InteractionLog, "length">): boolean => momentsOf(length) < MOMENTS_AT_MOST

/** A moment whose cases are not made yet. */
interface AskedMoment extends Omit<TeachingMoment, "cases"> {
  readonly asked: CaseSource
}

function allMoments(log: InteractionLog, split: Pick<Split, "kind" | "goal">, end: number): AskedMoment[] {
  if (split.kind === "leave_last_out") {
    return LEFT_OUT.map((depth) => {
      const inner = leaveLastOut(log, split.goal, depth)
      return { train: inner.train, moment: inner.cut, until: inner.cut, source: log, asked: inner.cases }
    })
  }
  const span = (end - log.time[0]) / DAY_MS
  // Short histories are cut into as many moments as they allow.
  const step = Math.max(0.5, Math.min(MOMENT_DAYS, span / 10))
  const choices = nextChoices(log, { kind: split.kind, goal: split.goal })
  const moments: AskedMoment[] = []
  for (let k = momentsOf(log.length); k >= 1; k--) {
    const cut = end - k * step * DAY_MS
    const until = Math.min(end, cut + (ANSWER_DAYS / MOMENT_DAYS) * step * DAY_MS)
    const rows = rowsBefore(log, cut)
    if (rows < ROWS_BEFORE_AT_LEAST * log.length) continue
    const asked = choices.within({ cut, until })
    if (asked.length > 0) moments.push({ train: logPrefix(log, rows), moment: cut, until, source: log, asked })
  }
  return moments
}
