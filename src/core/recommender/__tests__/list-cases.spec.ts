import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import { anchoredCases } from "../teaching/list-cases"
import type { AnchoredCase } from "../teaching/list-cases"

const HOUR = 3_600_000

/** A log of views: for each visit its shopper and the pages that they looked at, one hour after the last. */
function casesOf(visits: readonly { readonly who: string; readonly pages: string }[]): AnchoredCase[] {
  const builder = new InteractionLogBuilder()
  visits.forEach(({ who, pages }, at) => {
    for (const [step, page] of Array.from(pages).entries()) {
      const time = (at + 1) * HOUR + step * 1_000
      const visit = { userId: who, sessionId: `visit-${at}`, itemId: page, time }
      builder.add({ ...visit, behavior: "view", quantity: 1, price: Number.NaN })
    }
  })
  const window = { cut: 0, until: Number.MAX_SAFE_INTEGER }
  return anchoredCases({ log: builder.finish() }, "similar", { goal: "interest", window, seed: 1 })
}

describe("questions of what is similar", () => {
  test("a shopper who comes back to one product from every page teaches it twice at most", () => {
    const pages = ["aT", "bT", "cT", "dT"]
    expect(casesOf(pages.map((each) => ({ who: "pusher", pages: each })))).toHaveLength(2)
    expect(casesOf(pages.map((each, at) => ({ who: `shopper-${at}`, pages: each })))).toHaveLength(4)
  })

  test("a visit of nobody's speaks for itself", () => {
    expect(casesOf([{ who: "", pages: "aT" }])).toHaveLength(casesOf([{ who: "x", pages: "aT" }]).length)
    expect(casesOf(["aT", "bT"].map((pages) => ({ who: "", pages })))).toHaveLength(2)
  })
})
