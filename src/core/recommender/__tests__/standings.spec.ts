import fc from "fast-check"
import {
  packStandings,
  PRIOR_STANDINGS,
  STANDING_SCALES,
  standingOfPlace,
  standingOfValue,
  StandingsSample,
  unpackStandings,
} from "../calibration/standings"
import { VISIT_SCALES } from "../calibration/confidence"

const RUNS = { seed: 20260101, numRuns: 200 }

/** What a cart's lists showed: a hundred lists whose ten best have the values 1 to 10, and ninety that nobody sees. */
function cartSample(): StandingsSample {
  const sample = new StandingsSample()
  for (let list = 0; list < 100; list++)
    sample.add(
      "cart",
      Array.from({ length: 100 }, (_, at) => at - 89),
    )
  return sample
}

describe("standings", () => {
  test("standing: the share of what the list showed on its hold-out that a product is above", () => {
    const standings = cartSample().fit()
    expect(standingOfValue(standings, "cart", 4)).toBeCloseTo(0.35, 1)
    expect(standingOfValue(standings, "cart", 10)).toBeGreaterThan(0.9)
    expect(standingOfValue(standings, "cart", 0)).toBeLessThan(0.05)
  })

  test("standing: a threshold of 0.3 leaves about seven in ten of what a list shows", () => {
    const standings = cartSample().fit()
    const kept = Array.from({ length: 10 }, (_, at) => at + 1).filter(
      (value) => standingOfValue(standings, "cart", value) >= 0.3,
    )
    expect(kept.length).toBeGreaterThanOrEqual(6)
    expect(kept.length).toBeLessThanOrEqual(8)
  })

  test("standing: lies in 0 to 1 and never falls as the value rises", () => {
    const standings = cartSample().fit()
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 9, noNaN: true }),
        (value, more) => {
          const one = standingOfValue(standings, "cart", value)
          const other = standingOfValue(standings, "cart", value + more)
          expect(one).toBeGreaterThanOrEqual(0)
          expect(other).toBeLessThanOrEqual(1)
          expect(other).toBeGreaterThanOrEqual(one)
        },
      ),
      RUNS,
    )
  })

  test("standing: a list that showed too little keeps the prior's edges", () => {
    const sample = new StandingsSample()
    sample.add("cart", [5, 4, 3])
    expect(sample.fit()).toEqual(PRIOR_STANDINGS)
  })

  test("standing: what was packed is unpacked", () => {
    const standings = cartSample().fit()
    const visits = packStandings(standings, VISIT_SCALES)
    expect(unpackStandings(packStandings(standings, STANDING_SCALES), visits)).toEqual(standings)
  })

  test("standing: a file from before guests had a scale of their own gives them that of the list", () => {
    const standings = cartSample().fit()
    const old = unpackStandings(packStandings(standings, STANDING_SCALES), null)
    expect(old.cart_visit).toEqual(standings.cart)
    expect(old.similar_visit).toEqual(standings.similar)
  })

  test("standing: by place it falls evenly, and never reaches 1", () => {
    expect([1, 26, 50, 51, 400].map(standingOfPlace)).toEqual([50 / 51, 25 / 51, 1 / 51, 0, 0])
  })
})
