import { temporalSplit } from "../../evaluation/temporal-split"
import { isLongLog, momentsOf, teachingMoments } from "../teaching/teaching-moments"
import { logOf, shopRows } from "./shop"

test("teaching moments: a long log is rebuilt less often, so that a training grows with its rows and no faster", () => {
  expect([0, 1, 500_000, 571_428].map(momentsOf)).toEqual([7, 7, 7, 7])
  expect([571_429, 1_000_000, 1_333_334, 20_000_000].map(momentsOf)).toEqual([6, 4, 3, 3])
  expect([571_428, 571_429].map((length) => isLongLog({ length }))).toEqual([false, true])
})

test("teaching moments: each is a past that knows nothing of its answers, the oldest first", () => {
  const log = logOf(shopRows({ shoppers: 20, days: 140 }))
  const split = temporalSplit(log)
  const moments = teachingMoments(split.train, split, { end: split.cut, seed: 1 })
  expect(moments).toHaveLength(7)
  for (const [at, { train, moment, until, cases }] of moments.entries()) {
    expect(moment).toBeGreaterThan(at === 0 ? 0 : moments[at - 1].moment)
    expect(train.time[train.length - 1]).toBeLessThan(moment)
    expect(until).toBeGreaterThan(moment)
    expect(until).toBeLessThanOrEqual(split.cut)
    expect(cases.length).toBeGreaterThan(0)
    expect(cases.length).toBeLessThanOrEqual(1000)
  }
})
