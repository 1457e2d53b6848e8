import { createRandom } from "../../random/seeded-random"
import { plattProbability } from "../../svm"
import {
  CalibrationSample,
  confidenceOfPlace,
  confidenceOfValue,
  CONFIDENCE_SCALES,
  PRIOR_CALIBRATION,
  valueScale,
} from "../calibration/confidence"

const PRODUCTS = Array.from({ length: 60 }, (_, item) => item)

describe("confidence", () => {
  test("confidence: by place, it is the share of shoppers who chose what stood there", () => {
    const random = createRandom(3)
    const sample = new CalibrationSample()
    const truth = (place: number): number => 0.2 / place
    for (let shopper = 0; shopper < 4000; shopper++) {
      const chosen = new Set(PRODUCTS.filter((item) => random.next() < truth(item + 1)))
      sample.addOrder("popular", PRODUCTS, chosen)
    }
    const calibration = sample.fit()
    for (const place of [1, 2, 5, 20]) {
      expect(Math.abs(confidenceOfPlace(calibration, "popular", place) - truth(place))).toBeLessThan(0.02)
    }
  })

  test("confidence: shoppers known by a visit alone are promised less where they choose less", () => {
    const random = createRandom(5)
    const sample = new CalibrationSample()
    for (let at = 0; at < 6000; at++) {
      const value = 4 * random.next() - 2
      sample.addValue("personal", value, random.next() < 1 / (1 + Math.exp(-value)))
      sample.addValue("visit", value, random.next() < 0.2 / (1 + Math.exp(-value)))
    }
    const calibration = sample.fit()
    expect(confidenceOfValue(calibration, "personal", 0)).toBeCloseTo(0.5, 1)
    expect(confidenceOfValue(calibration, "visit", 0)).toBeCloseTo(0.1, 1)
    expect([valueScale("personal"), valueScale("item_to_item"), valueScale("segment")]).toEqual([
      "personal",
      "visit",
      "visit",
    ])
  })

  test("confidence: with too few choices a scale borrows from its neighbor, and with none it keeps the small promises", () => {
    expect(new CalibrationSample().fit()).toEqual(PRIOR_CALIBRATION)
    const sample = new CalibrationSample()
    for (let shopper = 0; shopper < 40; shopper++) {
      sample.addOrder("popular", [1, 2], new Set([1]))
      sample.addOrder("trending", [1, 2], new Set(shopper < 9 ? [1] : []))
    }
    const calibration = sample.fit()
    expect(calibration.popular).not.toEqual(PRIOR_CALIBRATION.popular)
    expect(calibration.trending).toEqual(calibration.popular)
    expect(calibration.newest).toEqual(PRIOR_CALIBRATION.newest)
  })

  test("confidence: an order that stands on its head promises the same of every place", () => {
    const sample = new CalibrationSample()
    for (let shopper = 0; shopper < 400; shopper++) sample.addOrder("newest", [1, 2, 3, 4], new Set([4]))
    const { newest } = sample.fit()
    expect(plattProbability(newest, 0)).toBeCloseTo(0.25, 2)
    expect(plattProbability(newest, -Math.log(4))).toBeCloseTo(0.25, 2)
  })

  test("confidence: every scale has a prior that promises little", () => {
    for (const scale of CONFIDENCE_SCALES) expect(plattProbability(PRIOR_CALIBRATION[scale], 0)).toBeLessThan(0.02)
  })
})
