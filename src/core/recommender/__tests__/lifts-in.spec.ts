import { PRIOR_CALIBRATION } from "../calibration/confidence"
import { liftsIn, mostLifted } from "../ranking/lifts"
import type { ShopView } from "../ranking/shop-view"
import { aRow, smallModel, viewOf } from "./small-model"

const COUNT = 64
/** Products "p00" to "p63", numbered from the last to the first. */
const nameOf = (at: number): string => `p${String(at).padStart(2, "0")}`
const rows = Array.from({ length: COUNT }, (_, at) => aRow("u", nameOf(COUNT - 1 - at), 99 - at))
const viewWith = (a: number): ShopView =>
  viewOf(smallModel({ rows, model: { calibration: { ...PRIOR_CALIBRATION, personal: { a, b: 4 } } } }))
const VIEW = viewWith(-2)
const idsOf = (items: readonly number[]): string[] => items.map((item) => VIEW.model.itemIds[item])

describe("mostLifted", () => {
  test("mostLifted: what is lifted most comes first, equal lifts by their ids, in whatever order they are given", () => {
    const factors: [string, number][] = [
      ["p07", 2],
      ["p03", 4],
      ["p05", 2],
      ["p09", 1.5],
    ]
    expect(idsOf(mostLifted(VIEW, new Map(factors)))).toEqual(["p03", "p05", "p07", "p09"])
    expect(idsOf(mostLifted(VIEW, new Map(factors.reverse())))).toEqual(["p03", "p05", "p07", "p09"])
  })

  test("mostLifted: what is not lifted, and what the model does not know, is none of them", () => {
    const factors = new Map([
      ["p01", 1],
      ["p02", 0.5],
      ["gone", 9],
      ["p03", 1.01],
    ])
    expect(idsOf(mostLifted(VIEW, factors))).toEqual(["p03"])
    expect(mostLifted(VIEW, new Map())).toEqual([])
  })

  test("mostLifted: no more than sixty are candidates for everybody", () => {
    const factors = new Map(Array.from({ length: COUNT }, (_, at) => [nameOf(at), 2 + at]))
    const lifted = idsOf(mostLifted(VIEW, factors))
    expect(lifted).toHaveLength(60)
    expect([lifted[0], lifted[59]]).toEqual(["p63", "p04"])
  })
})

describe("liftsIn", () => {
  test("liftsIn: a factor on the odds is its logarithm over the slope of the scale", () => {
    const factors = new Map([
      ["p00", Math.E ** 3],
      ["p01", 1],
      ["p02", 1 / Math.E],
      ["gone", 7],
    ])
    const lifts = liftsIn(VIEW, factors, "personal")
    expect([...lifts.keys()]).toEqual([63, 62, 61])
    expect(lifts.get(63)?.factor).toBe(Math.E ** 3)
    expect(lifts.get(63)?.score).toBeCloseTo(3 / 2, 9)
    expect(lifts.get(62)?.score).toBe(0)
    expect(lifts.get(61)?.score).toBeCloseTo(-1 / 2, 9)
    expect(liftsIn(VIEW, factors, "visit").get(63)?.score).toBeCloseTo(3, 9)
  })

  test.each([[0], [1], [Number.NaN]])("liftsIn: a scale of slope %p distinguishes no chances, and has none", (a) => {
    expect(liftsIn(viewWith(a), new Map([["p00", 2]]), "personal").size).toBe(0)
  })
})
