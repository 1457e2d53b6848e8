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

/** Questions that are made as they are asked for: all of those of ten million rows are a gigabyte, of which a few thousand are asked. */
export interface CaseSource {
  readonly length: number
  /** The question at a place from 0 on. */
  at(place: number): RankingCase | undefined
}

/** A {@link Split} whose questions are not made yet. */
export interface AskedSplit extends Omit<Split, "cases"> {
  readonly asked: CaseSource
}

/**
 * One cut in time at the 85th percentile of goal events (purchases, else all positive events); what is before it
 * is all that may be seen. Truth: the distinct products of each shopper's first basket after the cut. Where
 * there are only visits, or nobody is known, the next item of each visit after the cut, revealed one by one.
 * Without times, the last positive event of each shopper is left out.
 */
export function temporalSplit(log: InteractionLog, share: number = CUT_SHARE): Split {
  const { kind, goal, cut, train, asked } = askedSplit(log, share)
  return { kind, goal, cut, train, cases: casesOf(asked) }
}

/** The split of {@link temporalSplit}. */
export function askedSplit(log: InteractionLog, share: number = CUT_SHARE): AskedSplit {
  const goal = goalOf(log)
  const kind = splitKindOf(log, goal)
  if (kind === "leave_last_out") {
    const { cut, train, cases } = leaveLastOut(log, goal, 1)
    return { kind, goal, cut, train, asked: cases }
  }
  const cut = cutAt(log, goal, share)
  const end = rowsBefore(log, cut)
  const asked = nextChoices(log, { kind, goal }).within({ cut, until: Infinity })
  return { kind, goal, cut, train: logPrefix(log, end), asked }
}

function casesOf(asked: CaseSource): RankingCase[] {
  return Array.from({ length: asked.length }, (_, place) => asked.at(place)).filter((found) => found !== undefined)
}

/** Time of the goal event at a share of all goal events. */
export function cutAt(log: InteractionLog, goal: Goal, share: number): number {
  const accepts = isGoal(goal)
  const times = log.time.filter((_, row) => accepts(log.behavior[row]))
  return times.length === 0 ? Infinity : times[Math.min(times.length - 1, Math.floor(times.length * share))]
}

/** Time within which an answer lies. */
export interface CaseWindow {
  readonly cut: number
  readonly until: number
}

/** For each shopper who chose something within the window, the first basket of it that was not returned as a whole. */
export function nextBasketCases(log: InteractionLog, goal: Goal, window: CaseWindow): RankingCase[] {
  return casesOf(new NextBaskets(log, goal).within(window))
}

/** For each visit that began within the window, every step: what was seen so far, and the next item. */
export function nextItemCases(log: InteractionLog, window: CaseWindow): RankingCase[] {
  return casesOf(new NextItems(log).within(window))
}

/** What was chosen next in a log, asked window by window. */
interface NextChoices {
  within(window: CaseWindow): CaseSource
}

/** The next baskets of shoppers, or the next items of visits, of a log whose rows are grouped once for all windows. */
export function nextChoices(
  log: InteractionLog,
  { kind, goal }: { readonly kind: "next_basket" | "next_item"; readonly goal: Goal },
): NextChoices {
  return kind === "next_basket" ? new NextBaskets(log, goal) : new NextItems(log)
}

/** See {@link nextBasketCases}. */
class NextBaskets implements NextChoices {
  readonly #log: InteractionLog
  readonly #accepts: (behavior: number) => boolean
  readonly #isKept: (row: number) => boolean
  readonly #byUser: RowsByKey

  constructor(log: InteractionLog, goal: Goal) {
    this.#log = log
    this.#accepts = isGoal(goal)
    this.#isKept = keptRowsOf(log)
    this.#byUser = rowsByKey(log.user, log.userIds.length)
  }

  within({ cut, until }: CaseWindow): CaseSource {
    const users: number[] = []
    for (let user = 0; user < this.#log.userIds.length; user++) {
      const { rows, first } = this.#placesOf(user, cut)
      if (first < rows.length && this.#log.time[rows[first]] < until) users.push(user)
    }
    return { length: users.length, at: (place) => (place < users.length ? this.#caseOf(users[place], cut) : undefined) }
  }

  /** Rows of a shopper, how many of them lie before the cut, and the place of the first answer, their number where there is none. */
  #placesOf(user: number, cut: number): { readonly rows: Int32Array; readonly seen: number; readonly first: number } {
    const rows = this.#byUser.rows.subarray(this.#byUser.offsets[user], this.#byUser.offsets[user + 1])
    let seen = 0
    while (seen < rows.length && this.#log.time[rows[seen]] < cut) seen++
    let first = seen
    while (first < rows.length && !this.#isAnswer(rows[first])) first++
    return { rows, seen, first }
  }

  #isAnswer(row: number): boolean {
    return this.#accepts(this.#log.behavior[row]) && this.#isKept(row)
  }

  #caseOf(user: number, cut: number): RankingCase {
    const log = this.#log
    const { rows, seen, first } = this.#placesOf(user, cut)
    const basket = basketOf(log, rows[first])
    const truth = new Set<number>()
    for (let at = first; at < rows.length; at++) {
      if (this.#isAnswer(rows[at]) && basketOf(log, rows[at]) === basket) truth.add(log.item[rows[at]])
    }
    const past = rows.slice(0, seen)
    const isKnown = past.some((row) => this.#accepts(log.behavior[row]))
    const channel = log.channels?.of[rows[first]]
    return { user, rows: past, now: cut, truth: Int32Array.from(truth), isKnown, channel }
  }
}

/** See {@link nextItemCases}. */
class NextItems implements NextChoices {
  readonly #log: InteractionLog
  readonly #visits: RowsByKey
  readonly #byUser: RowsByKey

  constructor(log: InteractionLog) {
    this.#log = log
    this.#visits = rowsByVisit(log)
    this.#byUser = rowsByKey(log.user, log.userIds.length)
  }

  within({ cut, until }: CaseWindow): CaseSource {
    const visits: number[] = []
    const steps: number[] = []
    for (let visit = 0; visit + 1 < this.#visits.offsets.length; visit++) {
      const rows = this.#positivesOf(visit)
      if (rows.length < 2 || this.#log.time[rows[0]] < cut || this.#log.time[rows[0]] >= until) continue
      for (let step = 1; step < rows.length; step++) {
        visits.push(visit)
        steps.push(step)
      }
    }
    return {
      length: visits.length,
      at: (place) => (place < visits.length ? this.#caseOf(visits[place], steps[place], cut) : undefined),
    }
  }

  #positivesOf(visit: number): Int32Array {
    const { offsets, rows } = this.#visits
    return rows.subarray(offsets[visit], offsets[visit + 1]).filter((row) => isPositive(this.#log.behavior[row]))
  }

  #caseOf(visit: number, step: number, cut: number): RankingCase {
    const log = this.#log
    const rows = this.#positivesOf(visit)
    const user = log.user[rows[0]]
    const { offsets, rows: ofUsers } = this.#byUser
    const past = user < 0 ? new Int32Array(0) : ofUsers.subarray(offsets[user], offsets[user + 1])
    const before = past.filter((row) => log.time[row] < cut)
    const seen = new Int32Array(before.length + step)
    seen.set(before)
    seen.set(rows.subarray(0, step), before.length)
    const truth = Int32Array.of(log.item[rows[step]])
    const now = log.time[rows[step - 1]] + 1
    return { user, rows: seen, now, truth, isKnown: true, channel: log.channels?.of[rows[step]] }
  }
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
