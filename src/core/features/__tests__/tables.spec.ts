import * as fc from "fast-check"
import { invertPositiveDefinite } from "../../../../packages/linear-svm/src"
import { createRandom } from "../../random/seeded-random"
import { ContentIndex } from "../content"
import { cooccurrenceTable, setMasses } from "../item-table"
import type { ItemSets } from "../item-table"
import { ridgeTable } from "../ridge-table"
import { greatestFloor, strongest } from "../select-top"

const RUNS = { seed: 20260101, numRuns: 200 }

function setsOf(sets: readonly (readonly number[])[]): ItemSets {
  const offsets = [0]
  for (const set of sets) offsets.push(offsets[offsets.length - 1] + set.length)
  return {
    offsets: Int32Array.from(offsets),
    items: Int32Array.from(sets.flat()),
    weights: new Float64Array(sets.length).fill(1),
  }
}

function neighborsOf(table: ReturnType<typeof cooccurrenceTable>, item: number): Map<number, number> {
  const found = new Map<number, number>()
  for (let at = table.offsets[item]; at < table.offsets[item + 1]; at++) found.set(table.items[at], table.weights[at])
  return found
}

describe("selection", () => {
  const values = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 80 })

  test("greatestFloor: is the value at its place of the sorted list", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 90 }), (list, count) => {
        const floor = greatestFloor(Float64Array.from(list), list.length, count)
        const sorted = [...list].sort((a, b) => b - a)
        expect(floor).toBe(list.length <= count ? -Infinity : sorted[count - 1])
      }),
      RUNS,
    )
  })

  test("strongest: is the head of the sorted list, equal values by index", () => {
    fc.assert(
      fc.property(values, fc.nat(20), (list, count) => {
        const all = list.map((_, at) => at)
        const sorted = [...all].sort((a, b) => list[b] - list[a] || a - b).slice(0, count)
        expect(strongest(all, (at) => list[at], count)).toEqual(sorted)
      }),
      RUNS,
    )
  })
})

describe("item tables", () => {
  test("cooccurrenceTable: two of three baskets with a hold b, so s(a → b) = 2/√3", () => {
    const sets = setsOf([
      [0, 1],
      [0, 1],
      [0, 2],
    ])
    const table = cooccurrenceTable(sets, { itemCount: 3, neighbors: 5, shrinkage: 0 })
    expect(neighborsOf(table, 0).get(1)).toBeCloseTo(2 / Math.sqrt(3), 6)
    expect([...neighborsOf(table, 0).keys()]).toEqual([1, 2])
    expect([...setMasses(sets, 3)]).toEqual([3, 2, 1])
  })

  test("cooccurrenceTable: keeps the strongest alone, and no product is its own neighbor", () => {
    const table = cooccurrenceTable(
      setsOf([
        [0, 1],
        [0, 1],
        [0, 2],
      ]),
      { itemCount: 3, neighbors: 1, shrinkage: 0 },
    )
    expect([...neighborsOf(table, 0).keys()]).toEqual([1])
  })

  test("ridgeTable: with every product in the neighborhood it is the full regression", () => {
    const random = createRandom(4)
    const sets = setsOf(
      Array.from({ length: 60 }, () => [0, 1, 2, 3, 4].filter(() => random.next() < 0.5)).filter(
        (set) => set.length > 0,
      ),
    )
    const table = cooccurrenceTable(sets, { itemCount: 5, neighbors: 5, shrinkage: 0 })
    const options = { itemCount: 5, neighborhood: 5, ridge: 3, neighbors: 5 }
    const ridge = ridgeTable(sets, { table, shrinkage: 0 }, options)
    const gram = (a: number, b: number): number =>
      [...sets.weights.keys()].filter((set) => {
        const members = sets.items.subarray(sets.offsets[set], sets.offsets[set + 1])
        return members.includes(a) && members.includes(b)
      }).length
    const others = [1, 2, 3, 4]
    const matrix = Float64Array.from(others.flatMap((a) => others.map((b) => gram(a, b) + (a === b ? 3 : 0))))
    expect(invertPositiveDefinite(matrix, 4)).toBe(true)
    others.forEach((source, i) => {
      const expected = others.reduce((sum, other, j) => sum + matrix[i * 4 + j] * gram(other, 0), 0)
      const found = neighborsOf(ridge, source).get(0) ?? 0
      // What would count against a product is left out: tables hold what speaks for it.
      expect(found).toBeCloseTo(Math.max(0, expected), 5)
    })
  })
})

describe("content", () => {
  const item = (id: string, title: string) => ({ id, title, category: null, price: null, tags: [], createdAt: null })

  test("ContentIndex: products that share rare words are alike, and new text replaces the old", () => {
    const content = new ContentIndex()
    const titles = ["red retrospot mug", "red retrospot plate", "blue garden chair"]
    titles.forEach((title, at) => content.set(at, item(`i${at}`, title)))
    expect(content.cosine(0, 1)).toBeGreaterThan(0)
    expect(content.cosine(0, 2)).toBe(0)
    expect(content.cosine(0, 0)).toBeCloseTo(1, 12)
    const likeness = new Map<number, number>()
    for (const { gain, items } of content.likeTerms(new Map([[0, 1]])))
      for (const other of items) likeness.set(other, (likeness.get(other) ?? 0) + gain * content.scaleOf(other))
    expect([...likeness.keys()].sort()).toEqual([0, 1])
    expect(likeness.get(0)).toBeCloseTo(1, 12)
    expect(likeness.get(1)).toBeCloseTo(content.cosine(0, 1), 12)
    content.set(1, item("i1", "blue garden table"))
    expect(content.cosine(0, 1)).toBe(0)
    expect(content.cosine(1, 2)).toBeGreaterThan(0)
  })
})
