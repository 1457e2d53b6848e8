import { FEATURE_NAMES } from "../../features/feature-map"
import { fitRanker, newTeachingSet } from "../teaching/fit-ranker"
import { learnedPriors, readPriors } from "../priors/learned-priors"
import type { LearnedFile } from "../model/learned-file"
import { LEARNED } from "../priors/learned-priors-data"
import { fitMixture } from "../priors/prior-mixture"
import { handPrior, mixed, priorsFor, priorWeights } from "../priors/prior-weights"

const SHOP = { goal: "purchase", rows: 1000 } as const

describe("priors learned from many shops", () => {
  test("learned priors: the file knows the features of this release, and only data that may be used", () => {
    const known = LEARNED.features.split(" ")
    // What comes from outside means something else in every shop.
    const everywhere = (name: string): boolean => !/^any\.shop(\d|Like)/.test(name)
    expect(known.filter(everywhere)).toEqual(FEATURE_NAMES.filter(everywhere))
    for (const { licence, weights, shops } of LEARNED.priors) {
      expect(licence).not.toMatch(/NC/)
      expect(weights.split(" ")).toHaveLength(known.length)
      expect(shops).toBeGreaterThan(1)
    }
  })

  test("readPriors: a feature is found by its name, and one that this release does not have is passed over", () => {
    const file: LearnedFile = {
      features: "any.gone.value any.carted.root",
      priors: [{ source: "s", licence: "CC0", goal: "purchase", shops: 2, lists: 3, rows: 9, weights: "7 1500" }],
    }
    const [{ weights }] = readPriors(file)
    expect(weights[FEATURE_NAMES.indexOf("any.carted.root")]).toBe(1.5)
    expect(weights.filter((weight) => weight !== 0)).toHaveLength(1)
  })

  test("learnedPriors: a source that is left out is not asked", () => {
    const all = learnedPriors(SHOP)
    expect(learnedPriors({ ...SHOP, without: "online_retail_2010" })).toHaveLength(all.length - 1)
  })

  test("learnedPriors: between two sizes a prior lies between the two, beyond them it stays", () => {
    const at = (rows: number): number =>
      learnedPriors({ ...SHOP, rows })[0][FEATURE_NAMES.indexOf("any.frequency90.root")]
    const [small, middle, large] = [at(1), at(3300), at(1e9)]
    expect((middle - small) * (large - middle)).toBeGreaterThan(0)
    expect(at(2)).toBe(small)
  })

  test("learnedPriors: shops that sell nothing are asked about shops that sell nothing", () => {
    const sources = (goal: "purchase" | "interest"): number => learnedPriors({ goal, rows: 1000 }).length
    expect(sources("interest")).toBeGreaterThan(0)
    expect(sources("interest")).toBeLessThan(sources("purchase"))
  })
})

describe("mixing priors", () => {
  test("fitMixture: without lists the mixture is what is believed", () => {
    const { priors, believed } = priorsFor(SHOP)
    expect(fitMixture(newTeachingSet(1).problem(), priors, believed)).toEqual(believed)
    expect(believed.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12)
  })

  test("priorWeights: a shop without a model is ranked by the mixture that its first fit starts from", () => {
    const choice = priorsFor(SHOP)
    expect(priorWeights(SHOP)).toEqual(fitRanker(newTeachingSet(1), { prior: choice }).weights)
  })

  test("mixed: a prior of part 1 is the mixture", () => {
    expect(mixed([handPrior(), handPrior().fill(3)], [1, 0])).toEqual(handPrior())
  })
})
