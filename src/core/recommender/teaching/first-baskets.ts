import type { InteractionLog } from "../../contract/interaction-log"
import { keptRowsOf } from "../../data/kept-purchases"
import { basketOf } from "../../features/profile"

/** Rows of distinct products, one array for the first basket of two products or more of each shopper, and for each of nobody. */
export function firstBaskets(
  log: InteractionLog,
  window: { readonly cut: number; readonly until: number },
  accepts: (behavior: number) => boolean,
): number[][] {
  const baskets = new Map<string, Map<number, number>>()
  const isKept = keptRowsOf(log)
  for (let row = 0; row < log.length; row++) {
    if (log.time[row] < window.cut || log.time[row] >= window.until || !accepts(log.behavior[row])) continue
    if ((log.user[row] < 0 && log.session[row] < 0) || !isKept(row)) continue
    const key = `${log.user[row]} ${basketOf(log, row)}`
    const basket = baskets.get(key) ?? new Map<number, number>()
    baskets.set(key, basket)
    if (!basket.has(log.item[row])) basket.set(log.item[row], row)
  }
  const asked = new Set<number>()
  const found: number[][] = []
  for (const basket of baskets.values()) {
    const rows = [...basket.values()]
    const user = log.user[rows[0]]
    if (rows.length < 2 || asked.has(user)) continue
    if (user >= 0) asked.add(user)
    found.push(rows)
  }
  return found
}
