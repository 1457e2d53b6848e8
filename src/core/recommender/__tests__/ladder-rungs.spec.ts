import type { RankedProduct, RankRequest, Strategy } from "../../contract"
import { NO_PROFILE } from "../../features/profile"
import { fillFromLadder, segmentOrder } from "../ranking/ladder-rungs"
import type { ShopView } from "../ranking/shop-view"
import { WHOLE_SHOP } from "../ranking/shopper-list"
import { PRIOR_CALIBRATION } from "../calibration/confidence"
import { aRow, idsOf, NOW, smallModel, viewOf } from "./small-model"

const IDS = ["d", "a", "b", "c"]

/**
 * "a" sold five times long ago, "b" three times, "c" once these days, and "d" never: a new shopper's choices are
 * 5 · 2^(−100/360) = 4.12, 2.72 and 0.99 parts. France chooses "c" nine times as often as "a", who are 30 choose "b".
 */
const view = viewOf(
  smallModel({
    rows: [
      { ...aRow("u0", "d", 200), behavior: "impression" },
      ...[1, 2, 3, 4, 5].map((shopper) => aRow(`u${shopper}`, "a", 100)),
      ...[1, 2, 3].map((shopper) => aRow(`u${shopper}`, "b", 50)),
      aRow("u1", "c", 3),
    ],
    model: { calibration: { ...PRIOR_CALIBRATION, segment: { a: -1, b: 2 } } },
    state: {
      // Sales of all along, and nothing else.
      newcomerSetting: 6,
      segments: {
        names: ["country:France", "age:30", "gender:f"],
        offsets: Int32Array.of(0, 2, 4, 5),
        items: Int32Array.of(3, 1, 2, 1, 3),
        counts: Float32Array.of(9, 1, 9, 1, 9),
        whole: Float32Array.of(0, 4, 2, 1),
      },
    },
  }),
)

interface Asked {
  readonly request?: Partial<RankRequest>
  readonly segments?: readonly number[]
  readonly answer?: readonly RankedProduct[]
  readonly refused?: readonly string[]
}

function fill({ request = {}, segments = [], answer = [], refused = [] }: Asked = {}): RankedProduct[] {
  const whole: RankRequest = { strategy: "popular", now: NOW, limit: 9, ...request }
  return fillFromLadder(view, answer, {
    question: { profile: { events: [], segment: null }, request: whole },
    accepts: (item) => !refused.includes(IDS[item]),
    profile: { ...NO_PROFILE, segments },
  })
}

const rowsOf = (products: readonly RankedProduct[]): string[] =>
  products.map(({ productId, rung, reasons }) => `${productId} ${rung} ${reasons.map(({ code }) => code).join()}`)

describe("fillFromLadder", () => {
  test.each([
    ["popular", ["a popular popular", "b popular popular", "c popular popular", "d newest new"]],
    ["trending", ["c trending trending", "b trending trending", "a trending trending", "d newest new"]],
    ["new_arrivals", ["c newest new", "b newest new", "a newest new", "d newest new"]],
    ["for_you", ["a popular popular", "b popular popular", "c popular popular", "d newest new"]],
    ["gift", ["a popular popular", "b popular popular", "c popular popular", "d newest new"]],
  ] as const)("fillFromLadder: %s falls back rung by rung, and shows no product twice", (strategy, rows) => {
    expect(rowsOf(fill({ request: { strategy } }))).toEqual(rows)
  })

  test("fillFromLadder: what stands already in the answer keeps its place and is not shown again", () => {
    const [, second] = fill()
    const filled = fill({ answer: [second], request: { limit: 3 } })
    expect(idsOf(filled)).toEqual(["b", "a", "c"])
    expect(filled[0]).toBe(second)
    // By its place in the answer.
    expect(filled.map(({ score }) => score)).toEqual([1 / 2, 1 / 2, 1 / 3])
  })

  test("fillFromLadder: a full answer stays as it is, in a list of its own", () => {
    const answer = fill({ request: { limit: 2 } })
    const filled = fill({ answer, request: { limit: 2 } })
    expect(filled).toEqual(answer)
    expect(filled).not.toBe(answer)
    expect(idsOf(answer)).toEqual(["a", "b"])
    expect(fill({ request: { limit: 0 } })).toEqual([])
  })

  test("fillFromLadder: chance and confidence are those of the place in the order, not in the answer", () => {
    const [shown] = fill({ refused: ["a"] })
    expect(shown.productId).toBe("b")
    // The second of fifty places, and 1 / (1 + e⁴ · 2^0.7).
    expect(shown.confidence).toBeCloseTo(49 / 51, 9)
    expect(shown.chance).toBeCloseTo(1 / (1 + Math.exp(4) * 2 ** 0.7), 9)
    expect([shown.score, shown.sources, shown.reasons]).toEqual([
      ...[1, ["popular"], [{ code: "popular", productId: null, weight: 1 }]],
    ])
  })

  test("fillFromLadder: where nothing may be shown, nothing is", () => {
    expect(fill({ refused: IDS })).toEqual([])
  })

  test("fillFromLadder: a shopper's segments come first, and are the reason where they lift a product", () => {
    const request = { strategy: "for_you" } as const
    // "c" has 0.127 of all choices, and (9 + 3) / (2 + 3) times as many in France; "a" 4 / 11 and "b" 3 / 7.
    expect(rowsOf(fill({ request, segments: [0] }))).toEqual([
      ...["c segment popular_in_country", "a segment popular", "b segment popular", "d newest new"],
    ])
    // Women choose "c" alone: (9 + 3) / (9 + 3) times as often, which is no lift.
    expect(rowsOf(fill({ request: { ...request, limit: 1 }, segments: [2] }))).toEqual(["c segment popular"])
  })

  test("fillFromLadder: a segment's order has a scale of chances of its own", () => {
    const chances = fill({ request: { strategy: "for_you", limit: 2 }, segments: [0] }).map(({ chance }) => chance)
    // 1 / (1 + e² · place).
    expect(chances[0]).toBeCloseTo(1 / (1 + Math.exp(2)), 9)
    expect(chances[1]).toBeCloseTo(1 / (1 + Math.exp(2) * 2), 9)
  })

  test("fillFromLadder: of several segments the one that lifts a product most is the reason", () => {
    // Means of 0.364 and 0.414 for "a", of 0.429 and 1.895 for "b", of 2.4 and 0.643 for "c".
    expect(rowsOf(fill({ request: { strategy: "similar", limit: 3 }, segments: [0, 1] }))).toEqual([
      ...["b segment popular_with_age", "a segment popular", "c segment popular_in_country"],
    ])
  })

  test("fillFromLadder: orders of the shop and gifts ask no segment, unless they are asked by segment", () => {
    for (const strategy of ["popular", "trending", "new_arrivals", "gift"] as const) {
      const request = { strategy, limit: 3 }
      expect(rowsOf(fill({ request, segments: [0] }))).toEqual(rowsOf(fill({ request })))
      const bySegment = rowsOf(fill({ request: { ...request, bySegment: true }, segments: [0] }))
      expect(bySegment).toEqual(["c", "a", "b"].map((id) => `${id} segment popular_in_country`))
    }
    expect(rowsOf(fill({ request: { bySegment: true } }))).toEqual(rowsOf(fill()))
  })

  test("fillFromLadder: a segment of no country and no age has a reason of its own", () => {
    const request = { strategy: "popular", bySegment: true, limit: 1 } as const
    expect(rowsOf(fill({ request, segments: [2] }))).toEqual(["c segment popular_in_segment"])
  })
})

describe("fillFromLadder: at its ends", () => {
  const ask = (shop: ShopView, strategy: Strategy): string[] =>
    rowsOf(
      fillFromLadder(shop, [], {
        question: { profile: { events: [], segment: null }, request: { strategy, now: NOW, limit: 9 } },
        ...{ accepts: () => true, profile: NO_PROFILE },
      }),
    )

  test("fillFromLadder: what has no trend but sells stands in the list of what trends before what is new", () => {
    const model = smallModel({ rows: [aRow("u1", "a", 9), aRow("u1", "b", 8), aRow("u2", "c", 7)] })
    for (const at of [1, 2]) model.state.goalPopularity.counts[at][0] = 0
    expect(ask(viewOf(model), "trending")).toEqual([
      ...["c trending trending", "b trending trending", "a popular popular"],
    ])
  })

  test("fillFromLadder: where times are only an order, the first product of all is shown as well", () => {
    const rows = ["a", "b"].map((id) => ({ ...aRow("u", id, 1), time: Number.NaN }))
    expect(ask(viewOf(smallModel({ rows })), "new_arrivals")).toEqual(["b newest new", "a newest new"])
  })
})

describe("segmentOrder", () => {
  test("segmentOrder: is the order of the segments, with what is known at all", () => {
    const orderOf = (...segments: number[]): string[] =>
      Array.from(segmentOrder(view, { ...NO_PROFILE, segments }, WHOLE_SHOP), (item) => IDS[item])
    expect(orderOf(0)).toEqual(["c", "a", "b"])
    expect(orderOf(0, 1)).toEqual(["b", "a", "c"])
  })
})
