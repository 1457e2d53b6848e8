import type { SayingCode } from "../../../types/http"
import { english } from "../english-sayings"
import { aboutHealth } from "../health-sayings"
import { aboutGate, aboutRetrain, aboutRun, codesOf, inTurn, wordsOf } from "../sayings"

describe("sayings", () => {
  test.each([
    [aboutRetrain.backingOff(1, 89_000), "The last run failed; the next attempt is in 89 s."],
    [aboutRetrain.backingOff(3, 90_000), "The last 3 runs failed; the next attempt is in 2 min."],
    [aboutRetrain.askedFor("import", "orders"), "History was imported (orders)."],
    [aboutRetrain.askedFor("schedule", null), "The schedule is due."],
    [aboutRetrain.catalogChanged(0.256), "26 % of the catalog was added or removed since the last training."],
    [aboutGate.belowServing(0.1, 0.25, 0.02), "NDCG@10 0.1000 is below the serving model with 0.2500 (tolerance 2 %)."],
    [aboutHealth.slowDatabase(720), "A trivial query took 720 ms."],
    [
      aboutHealth.drifted({ count: 2, feature: "score", psi: 0.314, serving: 2, newest: 2 }),
      "2 features or scores have drifted, score most (PSI 0.31). Train a new version.",
    ],
    [aboutHealth.servesAnother(null, 4), "This instance serves without a model, though model 4 was promoted."],
  ])("english: formats each value by its name (%#)", ({ text }, words) => {
    expect(text).toBe(words)
  })

  test("english: a code of a newer release stands for itself", () => {
    const code = "of_next_year" as SayingCode
    expect(english([{ code, values: {} }, ...aboutRun.endedByAdmin().said])).toBe(
      "of_next_year An admin ended the run.",
    )
  })

  test("wordsOf: codes are worded again, with the values beside them", () => {
    const { said, text } = inTurn(aboutGate.unmeasured(), aboutGate.chanceBelowPopularity(0.3))
    expect(codesOf(said)).toBe("unmeasured chance_below_popularity")
    expect(wordsOf(codesOf(said), said)).toBe(text)
  })

  test("wordsOf: a row of an older release is shown as it was written", () => {
    expect(wordsOf("It ranked worse.", aboutGate.unmeasured().said)).toBe("It ranked worse.")
    expect(wordsOf("It ranked worse.", [])).toBe("It ranked worse.")
  })
})
