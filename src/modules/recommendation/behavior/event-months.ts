import type { NewBehaviorEvent } from "./event"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * Whether the same id could be stored by another writer, at this moment, in
 * another month, where no unique index stands between the two. With an hour to
 * spare on either side, for clocks of two instances differ.
 */
export function spansMonths(events: readonly NewBehaviorEvent[], now: number): boolean {
  const from = monthStart(now + HOUR_MS)
  const until = nextMonthStart(now - HOUR_MS)
  return events.some(({ occurredAt }) => occurredAt.getTime() < from || occurredAt.getTime() >= until)
}

/**
 * Whether an id that was stored within so long before now can lie in another month than now: only then must it be
 * looked for, for within a month an id is unique. Storefronts' clocks run ahead by less than a day.
 */
export function windowSpansMonths(sameIdWithinMs: number, now: number): boolean {
  return monthStart(now - sameIdWithinMs - HOUR_MS) !== monthStart(now + DAY_MS + HOUR_MS)
}

function monthStart(time: number): number {
  const date = new Date(time)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

function nextMonthStart(time: number): number {
  const date = new Date(time)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}
