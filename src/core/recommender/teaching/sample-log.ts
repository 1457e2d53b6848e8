import type { InteractionLog } from "../../contract/interaction-log"
import { selectRows } from "../../data/interaction-log-builder"
import { createRandom } from "../../random/seeded-random"

/**
 * At most about `maxRows` rows: of n rows the one at place i (oldest first) is kept with a chance that falls
 * with age, so that training costs stop growing when the log does not. The newest half of the budget is
 * always kept; older rows share the other half, by shopper, so that pasts stay whole.
 */
export function sampleLog(log: InteractionLog, maxRows: number, seed: number): InteractionLog {
  if (log.length <= maxRows) return log
  const certain = Math.floor(maxRows / 2)
  const older = log.length - certain
  const random = createRandom(seed)
  const draws = Float64Array.from({ length: log.userIds.length + log.sessionIds.length + 1 }, () => random.next())
  const rows = Int32Array.from({ length: log.length }, (_, row) => row).filter((row) => {
    if (row >= older) return true
    // Mean of the chance over the older rows is certain / older: 2 · share · (place / older).
    const chance = Math.min(1, (2 * certain * (row / older)) / older)
    const key = log.user[row] >= 0 ? log.user[row] : log.userIds.length + Math.max(0, log.session[row])
    return draws[key] < chance
  })
  return selectRows(log, rows)
}
