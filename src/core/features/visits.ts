import type { InteractionLog } from "../contract/interaction-log"
import { rowsByKey } from "../data/rows-by-key"
import type { RowsByKey } from "../data/rows-by-key"
import { DAY_MS } from "./profile"

/**
 * Rows by visit: a session; of rows without one, a shopper's day; where there are no times either, all that a shopper
 * did. Rows of nobody in no session belong to no visit.
 */
export function rowsByVisit(log: InteractionLog): RowsByKey {
  const sessions = log.sessionIds.length
  const codes = log.session.slice(0, log.length)
  const visits = new Map<number, number>()
  const days = log.hasTime && log.length > 0 ? Math.floor((log.time[log.length - 1] - log.time[0]) / DAY_MS) + 2 : 1
  const firstDay = log.length > 0 ? Math.floor(log.time[0] / DAY_MS) : 0
  for (let row = 0; row < log.length; row++) {
    if (codes[row] >= 0 || log.user[row] < 0) continue
    const day = log.hasTime ? Math.floor(log.time[row] / DAY_MS) - firstDay : 0
    const key = log.user[row] * days + day
    const visit = visits.get(key) ?? visits.size
    visits.set(key, visit)
    codes[row] = sessions + visit
  }
  return rowsByKey(codes, sessions + visits.size)
}

/**
 * Rows by who did them: shopper u is key u, a session of nobody comes behind all shoppers, see {@link personOf}.
 * Rows of nobody in no session belong to none.
 */
export function rowsByPerson(log: InteractionLog): RowsByKey {
  const codes = Int32Array.from({ length: log.length }, (_, row) => personOf(log, row))
  return rowsByKey(codes, log.userIds.length + log.sessionIds.length)
}

/** Key of the person of a row, -1 for nobody. */
export function personOf(log: InteractionLog, row: number): number {
  if (log.user[row] >= 0) return log.user[row]
  return log.session[row] >= 0 ? log.userIds.length + log.session[row] : -1
}
