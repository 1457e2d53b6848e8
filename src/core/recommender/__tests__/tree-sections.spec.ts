import { decodeModelFile, encodeModelFile } from "../model/container/model-codec"
import type { ModelSection } from "../model/container/model-file"
import { readTrees, treeSections } from "../model/tree-sections"
import { NO_SPLIT, STEP_UNIT } from "../../trees/rank-trees"
import type { RankTrees } from "../../trees/rank-trees"

const COLUMNS = 12
const TREES: RankTrees = {
  ...{ count: 2, depth: 2 },
  columns: Int32Array.of(3, 0, 11, 7, 7, 2),
  thresholds: Float32Array.of(0.5, NO_SPLIT, 0.25, 0, 0.75, 0.125),
  steps: Float64Array.from({ length: 12 }, (_, at) => (at - 6) * 1000 * STEP_UNIT),
}

const reread = (sections: readonly ModelSection[]): RankTrees | null =>
  readTrees(decodeModelFile(encodeModelFile(sections)), "trees", COLUMNS)

/** The sections with some of their values in place of others. */
const damaged = (name: string, value: Uint8Array | Uint16Array | Int32Array): ModelSection[] =>
  treeSections("trees", TREES).map((section) =>
    section.name === `trees.${name}` ? ({ ...section, value } as ModelSection) : section,
  )

describe("trees of a model file", () => {
  test("tree sections: what was written is read, and a ranking without trees takes no room", () => {
    expect(reread(treeSections("trees", TREES))).toEqual(TREES)
    expect(treeSections("trees", null)).toEqual([])
    expect(reread([])).toBeNull()
  })

  test.each([
    ["a depth of none", "depth", Uint8Array.of(0), /trees\.depth/],
    ["a depth that asks for billions of nodes", "depth", Uint8Array.of(40), /trees\.depth/],
    ["half a tree", "columns", Uint16Array.of(1, 2, 3, 4), /trees\.columns/],
    ["a column that no list has", "columns", Uint16Array.of(3, 0, 12, 7, 7, 2), /trees\.columns.*12/],
    ["steps that are too few", "steps", Int32Array.of(1, 2), /trees\.steps/],
  ])("tree sections: %s is refused by name", (_what, name, value, message) => {
    expect(() => reread(damaged(name, value))).toThrow(message)
  })
})
