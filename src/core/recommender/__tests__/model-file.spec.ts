import type { GiftTable } from "../../features/gift-table"
import { indexVectors } from "../../features/neighbors"
import { someRows } from "../../features/packed-table"
import { PopularityCounters } from "../../features/popularity"
import type { RankTrees } from "../../trees/rank-trees"
import { STEP_UNIT } from "../../trees/rank-trees"
import { FEATURE_COUNT } from "../../features/feature-map"
import { decodeModelFile, encodeModelFile } from "../model/container/model-codec"
import type { ModelFile, ModelSection } from "../model/container/model-file"
import { decodeRankingModel, encodeRankingModel } from "../model/model-file"
import type { RankingModel } from "../model/ranking-model"
import { anItem, aRow, DAY, NOW, smallModel } from "./small-model"

const TREES: RankTrees = {
  ...{ count: 1, depth: 1, columns: Int32Array.of(4), thresholds: Float32Array.of(0.5) },
  steps: Float64Array.of(-3 * STEP_UNIT, 5 * STEP_UNIT),
}

const GIFTS: GiftTable = {
  ...{ given: Float32Array.of(0, 3, 1), words: ["mother", "birthday"] },
  givenFor: { offsets: Int32Array.of(0, 1, 3), items: Int32Array.of(1, 1, 2), weights: Float32Array.of(1, 0.5, 2) },
  likeGiven: { offsets: Int32Array.of(0, 0, 1), items: Int32Array.of(2), weights: Float32Array.of(4) },
}

/** Three products, two shoppers of one country and two channels, with numbers from outside; everything that a file can hold. */
function aModel(changes: Partial<RankingModel> = {}): RankingModel {
  const plain = smallModel({
    rows: ["a", "b", "c"].flatMap((id, at) => [
      { ...aRow("u", id, 40 - at), sessionId: "u1" },
      { ...aRow("v", id, 20 - at), sessionId: "v1" },
    ]),
    items: [
      anItem("a", { title: "red tea", category: "drinks", price: 4, signals: [1, 2, 3], vector: [3, 4] }),
      anItem("b", { title: "white cup", category: "cups", createdAt: NOW - DAY }),
    ],
    segments: { u: { age: 34, gender: null, country: "France" } },
    weights: { "any.popular60.value": 2 },
  })
  const { state } = plain
  const { firstBaskets, latest, sales } = state.newcomers
  const kinds = [state.goalPopularity, state.interestPopularity, state.discoveries, firstBaskets, latest, sales]
  kinds.forEach(({ counts }, kind) => (counts[0][1] = 100 + kind))
  const { goalPopularity, interestPopularity, discoveries, newcomers } = state
  const counters = { goalPopularity, interestPopularity, discoveries, newcomers }
  const { shoppers } = state
  const one = { vectors: someRows(shoppers.vectors, [1]), owners: shoppers.owners.slice(2, 4) }
  const visits = indexVectors(one, { itemCount: 3, holdersAtMost: 1500 })
  return {
    ...plain,
    state: {
      ...{ ...state, gifts: GIFTS, newcomerSetting: 2, visits },
      channels: { ids: ["web", "app"], strength: 3, counters: [counters, counters] },
      // What is not known has no number.
      facts: { ...state.facts, logPrice: Float32Array.of(1.5, Number.NaN, 0) },
    },
    trees: TREES,
    judgedWeights: Float64Array.from({ length: FEATURE_COUNT }, (_, at) => at),
    deviations: new Float32Array(2 * FEATURE_COUNT).fill(0.25),
    lists: { ...plain.lists, cart: { ...plain.lists.cart, isLearned: true } },
    ...changes,
  }
}

const MODEL = aModel()
const BYTES = encodeRankingModel(MODEL)

/** The file with one section in place of another of the same name, or without it. */
function fileWith(name: string, other: ModelSection | null, bytes = BYTES): Uint8Array {
  const file = decodeModelFile(bytes)
  const sections = file.names.flatMap((own): ModelSection[] => {
    if (own === name) return other === null ? [] : [other]
    return [sectionOf(file, own)]
  })
  return encodeModelFile(sections)
}

function sectionOf(file: ModelFile, name: string): ModelSection {
  for (const kind of ["json", "strings", "float64", "float32", "int32", "uint16", "uint8"] as const) {
    try {
      return { name, kind, value: file[kind](name) } as ModelSection
    } catch {
      // Of another kind.
    }
  }
  throw new Error(`section ${name} is of no known kind`)
}

describe("model file", () => {
  test("encodeRankingModel: the state comes back as it was, but for what a file leaves out", () => {
    const { state } = decodeRankingModel(BYTES)
    const { content, shoppers, visits, ...rest } = MODEL.state
    expect(state).toMatchObject({ ...rest, live: null })
    expect([state.shoppers.owners, state.shoppers.vectors]).toEqual([shoppers.owners, shoppers.vectors])
    expect(state.shoppers.holders).toEqual(shoppers.holders)
    expect(state.visits.owners).toEqual(visits.owners)
    expect([0, 1, 2].map((item) => state.content.has(item))).toEqual([true, true, false])
    expect(state.content.cosine(0, 1)).toBe(content.cosine(0, 1))
    expect(state.goalPopularity).toBeInstanceOf(PopularityCounters)
    expect(state.gifts).toEqual(GIFTS)
    expect([state.channels?.ids, state.facts.fromShop?.width]).toEqual([["web", "app"], 2])
  })

  test("decodeRankingModel: what is counted from now on is not of the time by which segments were counted", () => {
    const { state } = decodeRankingModel(BYTES)
    state.goalPopularity.add(0, NOW, 5)
    expect(state.segments.whole).toEqual(MODEL.state.segments.whole)
  })

  test("encodeRankingModel: what ranks comes back as it was", () => {
    const model = decodeRankingModel(BYTES)
    const { itemIds, weights, trees, judgedWeights, deviations, lists, calibration, standings } = MODEL
    expect(model).toMatchObject({ itemIds, weights, trees, judgedWeights, deviations, lists })
    expect([model.calibration, model.standings, model.isTrained]).toEqual([calibration, standings, true])
    expect([0, 1, 2, 3].map((at) => model.catalog.at(at)?.title)).toEqual([
      "red tea",
      "white cup",
      undefined,
      undefined,
    ])
    expect([model.catalog.at(2), model.catalog.at(3)]).toEqual([null, undefined])
  })

  test("encodeRankingModel: what was read is written again byte for byte", () => {
    expect(encodeRankingModel(decodeRankingModel(BYTES))).toEqual(BYTES)
    expect(encodeRankingModel(aModel())).toEqual(BYTES)
  })

  test("encodeRankingModel: what a shop does not have takes no section", () => {
    const drawn: RankingModel = { ...MODEL }
    Reflect.deleteProperty(drawn, "deviations")
    const { facts } = MODEL.state
    const state = { ...MODEL.state, channels: null, gifts: null, facts: { ...facts, fromShop: null }, together: null }
    const bytes = encodeRankingModel({ ...drawn, trees: null, state: { ...state, tables: plainBasket() } })
    const names = decodeModelFile(bytes).names.join("\n")
    expect(names).not.toMatch(/^(deviations|trees|channels|gifts|shop\.)/m)
    const model = decodeRankingModel(bytes)
    expect([model.trees, model.state.channels, model.state.gifts, model.state.facts.fromShop]).toEqual([
      ...[null, null, null, null],
    ])
    expect(model.state.together).toBeNull()
    expect(model.deviations).toHaveLength(0)
    expect(model.lists.gift.trees).toBeNull()
  })

  test("encodeRankingModel: weights stand for those of the hold-out where there are none", () => {
    const undecided: RankingModel = { ...MODEL }
    Reflect.deleteProperty(undecided, "judgedWeights")
    expect(decodeRankingModel(encodeRankingModel(undecided)).judgedWeights).toEqual(MODEL.weights)
  })

  test("encodeRankingModel: sections of whoever writes it are kept in the file, and passed over", () => {
    const bytes = encodeRankingModel(MODEL, [{ name: "mine", kind: "json", value: [1] }])
    expect(decodeModelFile(bytes).json("mine")).toEqual([1])
    expect(encodeRankingModel(decodeRankingModel(bytes))).toEqual(BYTES)
  })

  test("decodeRankingModel: files of before guests had scales of their own give them those of the lists", () => {
    const calibration = { ...MODEL.calibration, cart: { a: -2, b: 1 }, cart_visit: { a: -3, b: 5 } }
    const standings = { ...MODEL.standings, cart: new Float64Array(19).fill(7) }
    const bytes = encodeRankingModel(aModel({ calibration, standings }))
    expect(decodeRankingModel(bytes).calibration.cart_visit).toEqual({ a: -3, b: 5 })
    const old = decodeRankingModel(fileWith("calibration.visits", null, fileWith("standings.visits", null, bytes)))
    expect(old.calibration.cart_visit).toEqual({ a: -2, b: 1 })
    expect(old.standings.cart_visit).toEqual(standings.cart)
  })

  const refused: [string, string, ModelSection | null, RegExp][] = [
    ["without a header", "header", null, /section "header" is missing/],
    ["of another kind", "header", { name: "header", kind: "json", value: { kind: "other" } }, /header kind/],
    [
      "with weights of other features",
      "weights",
      { name: "weights", kind: "float64", value: new Float64Array(3) },
      /section "weights" length is 3/,
    ],
    [
      "with a category that has no name",
      "facts.category",
      { name: "facts.category", kind: "int32", value: Int32Array.of(0, 1, 2) },
      /section "facts\.category" holds 2, outside of -1 to 1/,
    ],
    [
      "with a way of ranking for new shoppers that is not there",
      "newcomers.setting",
      { name: "newcomers.setting", kind: "int32", value: Int32Array.of(7) },
      /section "newcomers\.setting" holds 7, outside of 0 to 6/,
    ],
    [
      "with counts of too few products",
      "goal.counts.2",
      { name: "goal.counts.2", kind: "float32", value: new Float32Array(2) },
      /section "goal\.counts\.2" length is 2, expected 3/,
    ],
    [
      "with a segment's product that is not there",
      "segments.items",
      { name: "segments.items", kind: "int32", value: Int32Array.of(0, 1, 2, 0, 1, 3) },
      /section "segments\.items" holds 3/,
    ],
    [
      "with segments that end early",
      "segments.offsets",
      { name: "segments.offsets", kind: "int32", value: Int32Array.of(0, 3, 5) },
      /section "segments\.offsets" ends with 5, expected 6/,
    ],
    [
      "with draws that are no whole rows",
      "deviations",
      { name: "deviations", kind: "float32", value: new Float32Array(FEATURE_COUNT + 1) },
      /section "deviations" holds \d+ numbers, no whole rows/,
    ],
    [
      "with vectors from outside of no length",
      "shop.vectors",
      { name: "shop.vectors", kind: "float32", value: new Float32Array(4) },
      /section "shop\.vectors" holds 4 numbers, not as many for each product/,
    ],
    [
      "with a gift's word that has no row",
      "gifts.words",
      { name: "gifts.words", kind: "strings", value: ["one", "two", "three", "four", "five"] },
      /section "gifts\.givenFor\.offsets" length does not fit 5 words/,
    ],
    [
      "with orders of too few products",
      "together.orders",
      { name: "together.orders", kind: "float32", value: new Float32Array(2) },
      /section "together\.orders" length is 2, expected 3/,
    ],
    [
      "with trees that look at a column behind the last",
      "trees.columns",
      { name: "trees.columns", kind: "uint16", value: Uint16Array.of(60_000) },
      /section "trees\.columns" holds 60000/,
    ],
  ]
  test.each(refused)("decodeRankingModel: a file %s is refused by name", (_, name, section, message) => {
    expect(() => decodeRankingModel(fileWith(name, section))).toThrow(message)
  })
})

/** Tables of a state that counted no orders. */
function plainBasket(): RankingModel["state"]["tables"] {
  const { tables } = MODEL.state
  return { ...tables, basket: tables.shopper }
}
