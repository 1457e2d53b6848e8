import type { MethodResult } from "../../src/core/evaluation/evaluate"
import { isPositive } from "../../src/core/features/profile"
import { rowsByVisit } from "../../src/core/features/visits"
import { measure } from "./list-rivals"
import type { ListGround } from "./list-rivals"

/** Steps ahead in a visit that count, each half as much as the one before. */
const REACH = 3
/** What a visit of the judged time says beside one of before: the best of 0.5, 1, 2 and 4 on `uci_clickstream_2008`. */
const WEIGHT = 2

/**
 * What a list could do at most that knows the product on the page alone: what followed it in all visits before the cut and,
 * which nobody can know, in all others after it. What is still missed hangs on the visitor and not on the page.
 */
export function measureHindsight(ground: ListGround): MethodResult {
  const { log, split, cases } = ground
  const { offsets, rows } = rowsByVisit(log)
  const itemCount = log.itemIds.length
  const follows = new Float64Array(itemCount * itemCount)
  const visitOf = new Map<number, number>()
  const add = (visit: number, factor: number): void => {
    const items = distinctSteps(
      rows.subarray(offsets[visit], offsets[visit + 1]).filter((row) => isPositive(log.behavior[row])),
    )
    items.forEach((from, at) => {
      for (let step = 1; step <= REACH && at + step < items.length; step++)
        follows[from * itemCount + items[at + step]] += factor * 2 ** (1 - step)
    })
  }
  const distinctSteps = (of: Int32Array): number[] =>
    Array.from(of, (row) => log.item[row]).filter((item, at, all) => item !== all[at - 1])
  const weightOf = (visit: number): number => (log.time[rows[offsets[visit]]] < split.cut ? 1 : WEIGHT)
  for (let visit = 0; visit + 1 < offsets.length; visit++) {
    if (offsets[visit] < offsets[visit + 1]) add(visit, weightOf(visit))
    for (let at = offsets[visit]; at < offsets[visit + 1]; at++) visitOf.set(rows[at], visit)
  }
  return measure({ ...ground, cases }, ({ anchors: [page], anchorRows: [row] }, depth) => {
    const own = visitOf.get(row) ?? -1
    add(own, -weightOf(own))
    const values = follows.slice(page * itemCount, (page + 1) * itemCount)
    add(own, weightOf(own))
    return Array.from(values.keys())
      .sort((a, b) => values[b] - values[a] || a - b)
      .slice(0, depth)
  })
}
