import { decodeEdgeFile, encodeEdgeFile } from "../edge/edge-file"
import { EDGE_LISTS, EdgeModel } from "../edge/edge-model"
import type { EdgeQuestion } from "../edge/edge-model"
import { decodeModelFile, encodeModelFile } from "../model/container/model-codec"
import { encodeRankingModel } from "../model/model-file"
import { anItem, aRow, NOW, smallModel } from "./small-model"

/** Seven products: "p6" was bought by seven, "p5" by six and so on; what sells less ranks higher. */
const MODEL = smallModel({
  rows: Array.from({ length: 7 }, (_, at) => at).flatMap((at) =>
    Array.from({ length: at + 1 }, (_, shopper) => aRow(`u${at} ${shopper}`, `p${at}`, 30 + at)),
  ),
  items: Array.from({ length: 7 }, (_, at) => anItem(`p${at}`, { category: at < 4 ? "tea" : "toys" })),
  weights: { "any.popular360.value": -1, "any.visit.value": 10 },
})
const FILE = encodeRankingModel(MODEL)
const OPTIONS = { version: 12, keeps: (id: string) => id !== "p5", links: 9 }
const EDGE = new EdgeModel(encodeEdgeFile(FILE, OPTIONS))

const answer = (changes: Partial<EdgeQuestion>) =>
  EDGE.answer({ list: "for_you", viewed: [], products: [], limit: 3, now: NOW, ...changes })
const idsOf = (changes: Partial<EdgeQuestion>): string[] => answer(changes).products.map(({ id }) => id)

describe("edge file", () => {
  test("encodeEdgeFile: names its version and holds what may be published", () => {
    const { version, model } = decodeEdgeFile(encodeEdgeFile(FILE, OPTIONS))
    expect(version).toBe(12)
    expect(model.itemIds).toEqual(["p6", "p4", "p3", "p2", "p1", "p0"])
    expect(model.weights).toEqual(MODEL.weights)
    expect(model.state.segments.names).toEqual([])
  })

  test("encodeEdgeFile: the same model and products give the same bytes", () => {
    const bytes = encodeEdgeFile(FILE, OPTIONS)
    expect(encodeEdgeFile(FILE, OPTIONS)).toEqual(bytes)
    expect(encodeEdgeFile(FILE, { ...OPTIONS, keeps: () => true })).not.toEqual(bytes)
  })

  test("decodeEdgeFile: a model file is refused, and so is one that names no version", () => {
    expect(() => decodeEdgeFile(FILE)).toThrow('section "edge" is missing')
    for (const value of [null, 12, { version: "12" }, {}]) {
      const bytes = encodeRankingModel(MODEL, [{ name: "edge", kind: "json", value }])
      expect(() => decodeEdgeFile(bytes)).toThrow('section "edge" names no version')
    }
  })

  test("decodeEdgeFile: a file of a version and nothing else is refused", () => {
    const bytes = encodeModelFile([{ name: "edge", kind: "json", value: { version: 1 } }])
    expect(decodeModelFile(bytes).names).toEqual(["edge"])
    expect(() => decodeEdgeFile(bytes)).toThrow('section "header" is missing')
  })
})

describe("EdgeModel", () => {
  test("answer: says which version and list it is, and why each product stands there", () => {
    expect(answer({ list: "popular", limit: 2 })).toEqual({
      ...{ version: 12, list: "popular" },
      products: [
        { id: "p6", rung: "popular", reason: "popular" },
        { id: "p4", rung: "popular", reason: "popular" },
      ],
    })
    expect(EDGE.version).toBe(12)
  })

  test.each(EDGE_LISTS)("answer: %s shows as many products as are asked for, none of them given or hidden", (list) => {
    for (const limit of [0, 1, 4]) {
      const shown = idsOf({ list, limit, viewed: ["p2", "p1"], products: ["p4"] })
      expect(shown).toHaveLength(limit)
      expect(shown).not.toContain("p4")
      expect(shown).not.toContain("p5")
    }
  })

  test("answer: what was looked at is read as this visit, the latest last", () => {
    // By weights of 10 and 5 the latest and the one before would lead, and stand behind three others.
    expect(idsOf({ viewed: ["p6", "p4"], limit: 5 })).toEqual(["p0", "p1", "p2", "p4", "p6"])
    expect(idsOf({ viewed: ["p4", "p6"], limit: 5 })).toEqual(["p0", "p1", "p2", "p6", "p4"])
    const seen = answer({ viewed: ["p4"], limit: 7 }).products.find(({ id }) => id === "p4")
    expect(seen?.reason).toBe("viewed")
    expect(answer({ viewed: ["p4"] }).products[0].rung).toBe("item_to_item")
  })

  test("answer: products that the model does not know are passed over", () => {
    expect(answer({ viewed: ["p5", "gone"] })).toEqual(answer({}))
    expect(idsOf({ list: "similar", products: ["gone"], limit: 2 })).toEqual(["p6", "p4"])
  })

  test("answer: lists beside products start from them", () => {
    const shown = idsOf({ list: "similar", products: ["p1"], limit: 5 })
    expect(shown.slice(0, 3).sort()).toEqual(["p0", "p2", "p3"])
  })

  test("answer: what one visitor did changes no other's list", () => {
    const before = answer({ viewed: ["p4"], limit: 6 })
    for (let visitor = 0; visitor < 300; visitor++) answer({ viewed: ["p0", "p1", "p2"], limit: 1 })
    expect(answer({ viewed: ["p4"], limit: 6 })).toEqual(before)
  })
})
