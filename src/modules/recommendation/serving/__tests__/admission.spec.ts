import { Admission } from "../admission"

describe("admission", () => {
  test("admission: so many at once, and the next when one has left", () => {
    const admission = new Admission(2)
    expect([admission.enter(), admission.enter(), admission.enter()]).toEqual([true, true, false])
    admission.leave()
    expect([admission.enter(), admission.enter()]).toEqual([true, false])
  })

  test("admission: counts the lists of the last ten minutes, and those that ended in an error", () => {
    let now = 0
    const admission = new Admission(1, () => now)
    const ask = (hasFailed: boolean): void => {
      admission.enter()
      admission.leave(hasFailed)
    }
    for (const hasFailed of [true, false, true]) ask(hasFailed)
    now += 300_000
    ask(false)
    expect(admission.recentLists).toEqual({ asked: 4, failed: 2 })
    now += 300_000
    expect(admission.recentLists).toEqual({ asked: 1, failed: 0 })
    ask(true)
    now += 3_600_000
    expect(admission.recentLists).toEqual({ asked: 0, failed: 0 })
  })

  test("admission: tells how many were refused, until ten minutes pass without one", () => {
    let now = 0
    const admission = new Admission(0, () => now)
    expect(admission.refusedLately).toBe(0)
    admission.enter()
    now += 599_000
    admission.enter()
    expect(admission.refusedLately).toBe(2)
    now += 600_000
    expect(admission.refusedLately).toBe(0)
    admission.enter()
    expect(admission.refusedLately).toBe(1)
  })
})
