import { signalWeights, strongestFirst } from "../screens/versions/signal-weights"

describe("weights by signal", () => {
  it("are what the candidate gains that leads its list: the sum over the bases, by gate", () => {
    const weights = [
      { feature: "any.frequency.value", weight: 2 },
      { feature: "any.frequency.root", weight: -1.5 },
      { feature: "any.frequency.rank", weight: 0.25 },
      { feature: "again.frequency.rank", weight: -3 },
      { feature: "again:repeatShare", weight: 1 },
    ]
    expect(signalWeights(weights)).toEqual([
      { feature: "again.frequency", weight: -3 },
      { feature: "again:repeatShare", weight: 1 },
      { feature: "any.frequency", weight: 0.75 },
    ])
  })

  it("leave out what counts for nothing, each for itself or by signal", () => {
    const weights = [
      { feature: "any.trend.value", weight: 1 },
      { feature: "any.trend.rank", weight: -1 },
      { feature: "any.newness.value", weight: 0 },
      { feature: "any.recency.value", weight: 0.0004 },
    ]
    expect(signalWeights(weights)).toEqual([])
    expect(strongestFirst(weights).map(({ feature }) => feature)).toEqual(["any.trend.value", "any.trend.rank"])
  })
})
