import type { InteractionLog } from "../contract/interaction-log"
import { keptRowsOf } from "../data/kept-purchases"
import { logPrefix, rowsBefore, selectRows } from "../data/interaction-log-builder"
import { rowsByKey } from "../data/rows-by-key"
import type { RowsByKey } from "../data/rows-by-key"
import { basketOf, isPositive } from "../features/profile"
import { goalOf, isGoal } from "../features/shop-state"
import type { Goal } from "../features/shop-state"
import { rowsByPerson, rowsByVisit } from "../features/visits"

/** One question with its answer: what did this shopper choose next? */
export interface RankingCase {
  /** Index into `userIds`, -1 for an anonymous visit. */
  readonly user: number
  /** Rows of the whole log that may be seen of the shopper, oldest first. */
  readonly rows: Int32Array
  /** Milliseconds since 1970-01-01 UTC at which the question is asked. */
  readonly now: number
  /** Distinct products chosen. */
  readonly truth: Int32Array
  /** Whether goal events are among `rows`. */
  readonly isKnown: boolean
  /** Sales channel in which the question is asked, an index into those of the log; absent or -1 is unknown. */
  readonly channel?: number | undefined
}

/** How truth was taken: see {@link temporalSplit}. */
export type SplitKind = "next_basket" | "next_item" | "leave_last_out"

/** What may be seen, and what is to be predicted. */
export interface Split {
  readonly kind: SplitKind
  readonly goal: Goal
  /** First instant that may not be seen (row number where times are only an order). */
  readonly cut: number
  /** All rows before the cut. */
  readonly train: InteractionLog
  readonly cases: readonly RankingCase[]
}

/** Share of goal events before the cut. */
const CUT_SHARE = 0.85

/** The kind of truth that a log allows: a next basket needs somebody who comes back. */
export function splitKindOf(log: InteractionLog, goal: Goal): SplitKind {
  if (!log.hasTime) return "leave_last_out"
  return goal === "purchase" && log.userIds.length > 0 ? "next_basket" : "next_item"
}

/**
 * One cut in time at the 85th percentile of goal events (purchases, else all positive events); what is before it
 * is all that may be seen. Truth: the distinct products of each shopper's first basket after the cut. Where
 * there are only visits, or nobody is known, the next item of each visit after the cut, revealed one by one.
 * Without times, the last positive event of each shopper is left out.
 */
export function temporalSplit(log: InteractionLog, share: number = CUT_SHARE): Split {
  const goal = goalOf(log)
  const kind = splitKindOf(log, goal)
  if (kind === "leave_last_out") return leaveLastOut(log, goal, 1)
  const cut = cutAt(log, goal, share)
  const end = rowsBefore(log, cut)
  const window = { cut, until: Infinity }
  const cases = kind === "next_basket" ? nextBasketCases(log, goal, window) : nextItemCases(log, window)
  return { kind, goal, cut, train: logPrefix(log, end), cases }
}

/** Time of the goal event at a share of all goal events. */
export function cutAt(log: InteractionLog, goal: Goal, share: number): number {
  const accepts = isGoal(goal)
  const times = log.time.filter((_, row) => accepts(log.behavior[row]))
  return times.length === 0 ? Infinity : times[Math.min(times.length - 1, Math.floor(times.length * share))]
}

/** For each shopper who chose something within the window, the first basket of it that was not returned as a whole. */
export function nextBasketCases(
  log: InteractionLog,
  goal: Goal,
  window: { readonly cut: number; readonly until: number },
): RankingCase[] {
  const accepts = isGoal(goal)
  const byUser = rowsByKey(log.user, log.userIds.length)
  const isKept = keptRowsOf(log)
  const isAnswer = (row: number): boolean => accepts(log.behavior[row]) && isKept(row)
  const cases: RankingCase[] = []
  for (let user = 0; user < log.userIds.length; user++) {
    const rows = byUser.rows.subarray(byUser.offsets[user], byUser.offsets[user + 1])
    const seen = rows.findIndex((row) => log.time[row] >= window.cut)
    if (seen < 0) continue
    const first = rows.findIndex((row, at) => at >= seen && isAnswer(row))
    if (first < 0 || log.time[rows[first]] >= window.until) continue
    const basket = basketOf(log, rows[first])
    const truth = new Set<number>()
    for (let at = first; at < rows.length; at++) {
      if (isAnswer(rows[at]) && basketOf(log, rows[at]) === basket) truth.add(log.item[rows[at]])
    }
    const past = rows.slice(0, seen)
    const isKnown = past.some((row) => accepts(log.behavior[row]))
    const channel = log.channels?.of[rows[first]]
    cases.push({ user, rows: past, now: window.cut, truth: Int32Array.from(truth), isKnown, channel })
  }
  return cases
}

/** For each visit that began within the window, every step: what was seen so far, and the next item. */
export function nextItemCases(
  log: InteractionLog,
  window: { readonly cut: number; readonly until: number },
): RankingCase[] {
  const visits = rowsByVisit(log)
  const byUser = rowsByKey(log.user, log.userIds.length)
  const cases: RankingCase[] = []
  for (let visit = 0; visit + 1 < visits.offsets.length; visit++) {
    const rows = visits.rows
      .subarray(visits.offsets[visit], visits.offsets[visit + 1])
      .filter((row) => isPositive(log.behavior[row]))
    if (rows.length < 2 || log.time[rows[0]] < window.cut || log.time[rows[0]] >= window.until) continue
    const user = log.user[rows[0]]
    const before =
      user < 0
        ? new Int32Array(0)
        : byUser.rows.slice(byUser.offsets[user], byUser.offsets[user + 1]).filter((row) => log.time[row] < window.cut)
    for (let at = 1; at < rows.length; at++) {
      const seen = new Int32Array(before.length + at)
      seen.set(before)
      seen.set(rows.subarray(0, at), before.length)
      const truth = Int32Array.of(log.item[rows[at]])
      const now = log.time[rows[at - 1]] + 1
      cases.push({ user, rows: seen, now, truth, isKnown: true, channel: log.channels?.of[rows[at]] })
    }
  }
  return cases
}

/**
 * Leaves out the last `depth` positive events of each shopper (and each visit of nobody) that has more than that;
 * truth is the first of those left out. Depth 1 is the evaluation, greater depths teach.
 */
export function leaveLastOut(log: InteractionLog, goal: Goal, depth: number): Split {
  const accepts = isGoal(goal)
  const byPerson = rowsByPerson(log)
  const isLeft = new Uint8Array(log.length)
  const cases: RankingCase[] = []
  for (let person = 0; person + 1 < byPerson.offsets.length; person++) {
    const rows = byPerson.rows.subarray(byPerson.offsets[person], byPerson.offsets[person + 1])
    const positives = rows.filter((row) => isPositive(log.behavior[row]))
    if (positives.length <= depth) continue
    const target = positives[positives.length - depth]
    for (const row of positives.subarray(positives.length - depth)) isLeft[row] = 1
    const past = rows.filter((row) => row < target && isLeft[row] === 0)
    const isKnown = past.some((row) => accepts(log.behavior[row]) || isPositive(log.behavior[row]))
    const user = person < log.userIds.length ? person : -1
    const truth = Int32Array.of(log.item[target])
    cases.push({ user, rows: past, now: log.length, truth, isKnown, channel: log.channels?.of[target] })
  }
  const kept = Int32Array.from({ length: log.length }, (_, row) => row).filter((row) => isLeft[row] === 0)
  return { kind: "leave_last_out", goal, cut: log.length, train: selectRows(log, kept), cases }
}

/** Rows by whom a baseline learns from: visits, or people, or shoppers alone where the question is of shoppers. */
export function learnersOf(log: InteractionLog, kind: SplitKind): RowsByKey {
  if (kind === "next_item") return rowsByVisit(log)
  return kind === "leave_last_out" ? rowsByPerson(log) : rowsByKey(log.user, log.userIds.length, log.length)
}
