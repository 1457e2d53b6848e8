import type { OrderRequest, ProfileEvent, RankedProduct } from "../../contract"
import { NO_PROFILE, profileOfEvents } from "../../features/profile"
import { blendOrders, orderGiven } from "../ranking/order-given"
import { anEvent, aRow, idsOf, NOW, smallModel, viewOf } from "./small-model"

/** "d" sold four times, "c" three times and so on, all on one day; those of a segment choose "a". */
const IDS = ["a", "b", "c", "d"]
const view = viewOf(
  smallModel({
    rows: IDS.flatMap((id, at) =>
      Array.from({ length: at + 1 }, (_, shopper) => aRow(`u${shopper}`, id, 20 + at / 10)),
    ),
    // What sells least ranks first.
    weights: { "any.popular360.value": -1 },
    state: {
      newcomerSetting: 6,
      segments: {
        ...{ names: ["country:France"], offsets: Int32Array.of(0, 1), items: Int32Array.of(3) },
        ...{ counts: Float32Array.of(99), whole: Float32Array.of(40, 30, 20, 1) },
      },
    },
  }),
)

interface Asked extends Partial<OrderRequest> {
  readonly events?: readonly ProfileEvent[]
  readonly segments?: readonly number[]
  readonly dismissed?: readonly string[]
}

function order({ events = [], segments = [], dismissed = [], ...request }: Asked): RankedProduct[] {
  const profile = profileOfEvents({ events, segment: null }, NOW, { indexOf: (id) => view.indexOf(id), segments })
  return orderGiven(view, profile, { request: { ids: IDS, now: NOW, ...request }, dismissed: new Set(dismissed) })
}

const KNOWN = { events: [anEvent("b", 9)] }

describe("orderGiven", () => {
  test("orderGiven: given products stand by this shopper's scores, each once, and none is added", () => {
    expect(idsOf(order(KNOWN))).toEqual(["a", "b", "c", "d"])
    expect(idsOf(order({ ...KNOWN, ids: ["d", "gone", "b", "d", "c"] }))).toEqual(["b", "c", "d"])
    expect(order({ ...KNOWN, ids: [] })).toEqual([])
    expect(order({ ids: ["gone"] })).toEqual([])
    expect(order(KNOWN).map(({ rung }) => rung)).toEqual(Array(4).fill("personal"))
    expect(order({ events: [anEvent("b", 2, { type: "view" })] })[0].rung).toBe("item_to_item")
  })

  test("orderGiven: a score is a share of the best of the shop, not of the page", () => {
    const [a] = order({ ...KNOWN, ids: ["a"] })
    // One of the four that the best product sold.
    expect(a.score).toBeCloseTo(-1 / 4, 2)
  })

  test("orderGiven: of whom nothing is known gets what new shoppers choose", () => {
    const list = order({})
    expect(idsOf(list)).toEqual(["d", "c", "b", "a"])
    // Of ten choices.
    expect(list.map(({ score }) => Number(score.toFixed(2)))).toEqual([0.4, 0.3, 0.2, 0.1])
    expect(list.map(({ rung, sources }) => [rung, ...sources])).toEqual(Array(4).fill(["popular", "popular"]))
    expect(list[0].reasons).toEqual([{ code: "popular", productId: null, weight: list[0].score }])
    expect(list.map(({ confidence }) => Math.round(confidence * 51))).toEqual([50, 49, 48, 47])
  })

  test("orderGiven: what nobody chose has no reason", () => {
    const rows = [aRow("u", "a", 9), { ...aRow("u", "b", 8), behavior: "impression" as const }]
    const request = { ids: ["a", "b"], now: NOW }
    const list = orderGiven(viewOf(smallModel({ rows })), NO_PROFILE, { request, dismissed: new Set() })
    expect(list.map(({ productId, score, reasons }) => [productId, score, reasons.length])).toEqual([
      ...[
        ["a", 1, 1],
        ["b", 0, 0],
      ],
    ])
  })

  test("orderGiven: of whom the segment is known gets what is chosen there", () => {
    const list = order({ segments: [0], ids: ["d", "a"] })
    expect(idsOf(list)).toEqual(["a", "d"])
    expect(list.map(({ rung, reasons }) => [rung, reasons[0].code])).toEqual(
      Array(2).fill(["segment", "popular_in_segment"]),
    )
  })

  test("orderGiven: what was dismissed stands last, in its own order", () => {
    expect(idsOf(order({ ...KNOWN, dismissed: ["a", "c"] }))).toEqual(["b", "d", "a", "c"])
    expect(idsOf(order({ dismissed: ["d"] }))).toEqual(["c", "b", "a", "d"])
  })

  test("orderGiven: the shop arranges the order before reasons are looked for", () => {
    const seen: string[][] = []
    const arrange = (ids: readonly string[]): readonly string[] => {
      seen.push([...ids])
      return [...ids].reverse()
    }
    const list = order({ ...KNOWN, dismissed: ["a"], arrange, reasonsOf: 1 })
    expect(seen).toEqual([["b", "c", "d", "a"]])
    expect(idsOf(list)).toEqual(["a", "d", "c", "b"])
    expect(list.map(({ reasons }) => reasons.length > 0)).toEqual([true, false, false, false])
    const byConversion = order({ arrange, reasonsOf: 2 })
    expect(idsOf(byConversion)).toEqual(["a", "b", "c", "d"])
    expect(byConversion.map(({ reasons }) => reasons.length)).toEqual([1, 1, 0, 0])
    // Confidence is by what a product is chosen, wherever it stands.
    expect(byConversion.map(({ confidence }) => Math.round(confidence * 51))).toEqual([47, 48, 49, 50])
  })

  test("orderGiven: products of equal score keep the order in which they were given", () => {
    const flat = viewOf(smallModel({ rows: IDS.map((id) => aRow("u", id, 20)) }))
    const orderOf = (ids: readonly string[], events: readonly ProfileEvent[]): string[] => {
      const profile = profileOfEvents({ events, segment: null }, NOW, {
        ...{ indexOf: (id: string) => flat.indexOf(id), segments: [] },
      })
      return idsOf(orderGiven(flat, profile, { request: { ids, now: NOW }, dismissed: new Set() }))
    }
    for (const events of [[], [anEvent("a", 9)]]) expect(orderOf(["c", "a", "d"], events)).toEqual(["c", "a", "d"])
  })
})

describe("blendOrders", () => {
  test("blendOrders: places are weighed, and of equals the first given comes first", () => {
    // 0.75 · 0 + 0.25 · 3 = 0.75, 1 · 0.75 = 0.75, 0.75 · 2 + 0.25 · 2 = 2, 0.75 · 3 + 0.25 · 1 = 2.5
    expect(blendOrders(["a", "b", "c", "d"], ["b", "d", "c", "a"], 0.25)).toEqual(["a", "b", "c", "d"])
    // 0.5 · 0 + 0.5 · 3 = 1.5, 0.5 · 1 + 0, 1 + 1, 1.5 + 0.5
    expect(blendOrders(["a", "b", "c", "d"], ["b", "d", "c", "a"], 0.5)).toEqual(["b", "a", "c", "d"])
    // 2.25, 0.25 + 1.5, 0.5 + 0.75 and 0.75.
    expect(blendOrders(["a", "b", "c", "d"], ["d", "c", "b", "a"], 0.75)).toEqual(["d", "c", "b", "a"])
    expect(blendOrders(["a", "b", "x"], ["b", "a"], 1)).toEqual(["b", "a", "x"])
    expect(blendOrders(["a", "b"], [], 1)).toEqual(["a", "b"])
    expect(blendOrders([], ["a"], 0.5)).toEqual([])
  })
})
