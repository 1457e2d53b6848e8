import { packRows } from "../../features/packed-table"
import type { PackedTable } from "../../features/packed-table"
import { PopularityCounters } from "../../features/popularity"
import { RowReader } from "../../features/row-reader"
import { reduceModel } from "../edge/reduce-model"
import type { RankingModel } from "../model/ranking-model"
import { anItem, aRow, smallModel } from "./small-model"

/** Powers of two come back from a packed row as they were. */
const LINKS = [
  [
    [1, 8],
    [2, 2],
    [3, 4],
    [4, 1],
  ],
  [[0, 4]],
  [
    [1, 2],
    [3, 2],
    [4, 2],
  ],
  [[2, 1]],
  [
    [3, 1],
    [0, 0.5],
  ],
] as const
const IDS = ["a", "b", "c", "d", "e"]

/** Rows of pairs, each a product and its number. */
function tableOf(rows: readonly (readonly (readonly [number, number])[])[], itemCount: number): PackedTable {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, at) => (offsets[at + 1] = offsets[at] + row.length))
  const items = Int32Array.from(rows.flatMap((row) => row.map(([item]) => item)))
  return packRows({ offsets, items, columns: [Float32Array.from(rows.flatMap((r) => r.map(([, v]) => v)))] }, itemCount)
}

function pairsOf(table: PackedTable): [number, number][][] {
  const row = new RowReader()
  return Array.from({ length: table.offsets.length - 1 }, (_, at) => {
    const length = row.read(table, at)
    return Array.from({ length }, (__, entry): [number, number] => [row.items[entry], row.values()[entry]])
  })
}

/** Five products, bought in this order by shoppers of two countries. */
function aModel(): RankingModel {
  const plain = smallModel({
    rows: IDS.flatMap((id, at) => [aRow("u", id, 90 - at), aRow("v", id, 60 - at)]),
    items: [
      anItem("a", { category: "tea", price: 4 }),
      anItem("b", { category: "cups" }),
      anItem("c", { category: "toys" }),
      anItem("d", { category: "tea" }),
    ],
    segments: {
      u: { age: null, gender: null, country: "France" },
      v: { age: null, gender: null, country: "Spain" },
    },
  })
  const { state } = plain
  const { firstBaskets, latest, sales } = state.newcomers
  const kinds = [state.goalPopularity, state.interestPopularity, state.discoveries, firstBaskets, latest, sales]
  kinds.forEach(({ counts }, kind) => (counts[0][1] = 100 + kind))
  return {
    ...plain,
    state: {
      ...{ ...state, newcomerSetting: 3 },
      tables: { ...state.tables, shopper: tableOf(LINKS, 5) },
      facts: {
        ...state.facts,
        shoppers: Float32Array.of(10, 11, 12, 13, 14),
        repeatRate: Float32Array.of(0, 0.25, 0.5, 0.75, 1),
        gapDays: Float32Array.of(1, 2, 3, 4, 5),
        logPrice: Float32Array.of(0, 1, 2, 3, 4),
        firstSeen: Float64Array.of(100, 101, 102, 103, 104),
        // Product "d" was chosen in weeks 0, 3 and 20.
        weeks: tableOf(
          [
            [[1, 1]],
            [],
            [[2, 1]],
            [
              [0, 4],
              [3, 1],
              [20, 2],
            ],
            [],
          ],
          27,
        ),
      },
    },
  }
}

const keepsAll = (): boolean => true
const keepsOf =
  (...ids: string[]) =>
  (id: string): boolean =>
    ids.includes(id)

describe("reduceModel", () => {
  test("reduceModel: what is kept is renumbered in its order, with its own facts and counts", () => {
    const model = aModel()
    const { itemIds, catalog, state } = reduceModel(model, { keeps: keepsOf("b", "d", "e"), links: 9 })
    expect(itemIds).toEqual(["b", "d", "e"])
    expect([0, 1, 2].map((at) => catalog.at(at)?.id ?? null)).toEqual(["b", "d", null])
    expect(state.itemCount).toBe(3)
    expect([...state.facts.shoppers]).toEqual([11, 13, 14])
    expect([...state.facts.repeatRate]).toEqual([0.25, 0.75, 1])
    expect([...state.facts.gapDays]).toEqual([2, 4, 5])
    expect([...state.facts.logPrice]).toEqual([1, 3, 4])
    expect([...state.facts.firstSeen]).toEqual([101, 103, 104])
    const [all, kept] = [model.state, state].map(({ newcomers, ...of }) => [
      ...[of.goalPopularity, of.interestPopularity, of.discoveries],
      ...[newcomers.firstBaskets, newcomers.latest, newcomers.sales],
    ])
    kept.forEach((counters, kind) => {
      expect(counters).toBeInstanceOf(PopularityCounters)
      expect(counters.references).toEqual(all[kind].references)
      expect(counters.fades).toBe(true)
      counters.counts.forEach((column, at) =>
        expect([...column]).toEqual([1, 3, 4].map((item) => all[kind].counts[at][item])),
      )
    })
    expect([...(state.together?.orders ?? [])]).toEqual([2, 2, 2])
    expect(state.together?.total).toBe(model.state.together?.total)
  })

  test("reduceModel: links keep their weights under the new numbers, those to other products go", () => {
    const { state } = reduceModel(aModel(), { keeps: keepsOf("b", "c", "d", "e"), links: 9 })
    expect(pairsOf(state.tables.shopper)).toEqual([
      [],
      [
        [0, 2],
        [2, 2],
        [3, 2],
      ],
      [[1, 1]],
      [[2, 1]],
    ])
  })

  test("reduceModel: of a product's links to kept products the strongest stay, of equals the first", () => {
    const { state } = reduceModel(aModel(), { keeps: keepsAll, links: 2 })
    expect(pairsOf(state.tables.shopper)).toEqual([
      [
        [1, 8],
        [3, 4],
      ],
      [[0, 4]],
      [
        [1, 2],
        [3, 2],
      ],
      [[2, 1]],
      [
        [0, 0.5],
        [3, 1],
      ],
    ])
    // The strongest of all links of "a" leads to "b", which takes no place of another when it goes.
    const without = reduceModel(aModel(), { keeps: keepsOf("a", "c", "d", "e"), links: 2 })
    expect(pairsOf(without.state.tables.shopper)[0]).toEqual([
      [1, 2],
      [2, 4],
    ])
  })

  test("reduceModel: a basket keeps its count of orders beside its weight", () => {
    const model = aModel()
    const columns = [Float32Array.of(1, 4, 2), Float32Array.of(2, 8, 16)]
    const offsets = Int32Array.of(0, 3, 3, 3, 3, 3)
    const basket = packRows({ offsets, items: Int32Array.of(1, 2, 4), columns }, 5)
    const state = { ...model.state, tables: { ...model.state.tables, basket } }
    const { tables } = reduceModel({ ...model, state }, { keeps: keepsOf("a", "c", "e"), links: 9 }).state
    const row = new RowReader()
    expect(row.read(tables.basket, 0)).toBe(2)
    expect([...row.items.subarray(0, 2)]).toEqual([1, 2])
    expect([0, 1].map((column) => [...row.values(column).subarray(0, 2)])).toEqual([
      [4, 2],
      [8, 16],
    ])
  })

  test("reduceModel: weeks are no products, and all of them stay", () => {
    const { state } = reduceModel(aModel(), { keeps: keepsOf("c", "d"), links: 1 })
    expect(pairsOf(state.facts.weeks)).toEqual([
      [[2, 1]],
      [
        [0, 4],
        [3, 1],
        [20, 2],
      ],
    ])
  })

  test("reduceModel: categories that no kept product has are not named", () => {
    const { facts } = reduceModel(aModel(), { keeps: keepsOf("c", "d", "e"), links: 9 }).state
    expect([...facts.category].map((code) => facts.categoryNames[code] ?? null)).toEqual(["toys", "tea", null])
    expect([...facts.categoryNames].sort()).toEqual(["tea", "toys"])
    expect(facts.category[2]).toBe(-1)
  })

  test("reduceModel: shoppers, visits, segments, words, gifts, channels and outside numbers are not in it", () => {
    const whole = aModel()
    expect(whole.state.segments.names).toEqual(["country:France", "country:Spain"])
    expect(whole.state.shoppers.owners.length).toBeGreaterThan(0)
    const given = {
      ...{ given: Float32Array.of(1, 1, 1, 1, 1), words: [] },
      givenFor: { offsets: new Int32Array(1), items: new Int32Array(0), weights: new Float32Array(0) },
      likeGiven: { offsets: new Int32Array(1), items: new Int32Array(0), weights: new Float32Array(0) },
    }
    const fromShop = { numbers: new Float32Array(15).fill(1), vectors: new Float32Array(0), width: 0 }
    const model = {
      ...whole,
      state: {
        ...{ ...whole.state, visits: whole.state.shoppers, gifts: given, facts: { ...whole.state.facts, fromShop } },
        channels: { ids: ["web"], strength: 1, counters: [whole.state] },
      },
    }
    const { state } = reduceModel(model, { keeps: keepsAll, links: 9 })
    for (const { owners, vectors, holders } of [state.shoppers, state.visits])
      expect([owners.length, vectors.bytes.length, vectors.offsets.length, holders.offsets.length]).toEqual([
        0, 0, 1, 6,
      ])
    expect(state.segments.names).toEqual([])
    expect([...state.segments.items]).toEqual([])
    expect(state.segments.whole).toEqual(state.goalPopularity.counts[2])
    expect(state.content.has(0)).toBe(false)
    expect([state.gifts, state.channels, state.facts.fromShop, state.live]).toEqual([null, null, null, null])
  })

  test("reduceModel: what ranks stays, what only a later training reads does not", () => {
    const model = { ...aModel(), judgedWeights: new Float64Array(3), deviations: new Float32Array(3) }
    const reduced = reduceModel(model, { keeps: keepsOf("a"), links: 1 })
    const { weights, trees, lists, isTrained, calibration, standings } = model
    expect(reduced).toMatchObject({ weights, trees, lists, isTrained, calibration, standings })
    expect(reduced).not.toHaveProperty("judgedWeights")
    expect(reduced).not.toHaveProperty("deviations")
    const { moment, goal, hasTime, newcomerSetting } = model.state
    expect(reduced.state).toMatchObject({ moment, goal, hasTime, newcomerSetting })
    expect(newcomerSetting).toBe(3)
  })

  test("reduceModel: a state that counted no orders counts none, and nothing kept is an empty shop", () => {
    const model = aModel()
    const uncounted = { ...model, state: { ...model.state, together: null } }
    const { itemIds, state } = reduceModel(uncounted, { keeps: () => false, links: 9 })
    expect(state.together).toBeNull()
    expect([itemIds.length, state.itemCount, state.tables.shopper.offsets.length]).toEqual([0, 0, 1])
  })

  test("reduceModel: the model that it reads is as before", () => {
    const model = aModel()
    const before = pairsOf(model.state.tables.shopper)
    reduceModel(model, { keeps: keepsOf("e"), links: 1 })
    expect(pairsOf(model.state.tables.shopper)).toEqual(before)
    expect([...model.state.facts.shoppers]).toEqual([10, 11, 12, 13, 14])
    expect(model.itemIds).toEqual(IDS)
  })
})
