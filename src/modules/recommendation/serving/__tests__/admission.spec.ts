import { Admission } from "../admission"

describe("admission", () => {
  test("admission: so many at once, and the next when one has left", () => {
    const admission = new Admission(2)
    expect([admission.enter(), admission.enter(), admission.enter()]).toEqual([true, true, false])
    admission.leave()
    expect([admission.enter(), admission.enter()]).toEqual([true, false])
  })

  test("admission: counts lists that ended in an error, until ten minutes pass without one", () => {
    let now = 0
    const admission = new Admission(1, () => now)
    admission.countFailure()
    admission.countFailure()
    expect([admission.failedLately, admission.refusedLately]).toEqual([2, 0])
    now += 600_000
    expect(admission.failedLately).toBe(0)
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
