import { ModelFormatError } from "../../svm"
import { splitsOf, STEP_UNIT, stepsOf } from "../../trees/rank-trees"
import type { RankTrees } from "../../trees/rank-trees"
import type { ModelFile, ModelSection } from "./container/model-file"

/** Splits on the way down at most: a damaged file must not ask for trees of a billion nodes. */
const DEPTH_AT_MOST = 6

/** Sections of a ranking's trees; a ranking without trees, and files of releases that grew none, have none. */
export function treeSections(name: string, trees: RankTrees | null): ModelSection[] {
  if (trees === null) return []
  return [
    { name: `${name}.depth`, kind: "uint8", value: Uint8Array.of(trees.depth) },
    { name: `${name}.columns`, kind: "uint16", value: Uint16Array.from(trees.columns) },
    { name: `${name}.thresholds`, kind: "float32", value: trees.thresholds },
    {
      name: `${name}.steps`,
      kind: "int32",
      value: Int32Array.from(trees.steps, (step) => Math.round(step / STEP_UNIT)),
    },
  ]
}

/**
 * Reads what {@link treeSections} wrote; null where there are none.
 *
 * @param columnCount columns that a split may look at
 * @throws ModelFormatError where trees are not whole, too deep, or look at no column of the list
 */
export function readTrees(file: ModelFile, name: string, columnCount: number): RankTrees | null {
  if (!file.has(`${name}.depth`)) return null
  const [depth] = file.uint8(`${name}.depth`, 1)
  if (depth === 0 || depth > DEPTH_AT_MOST) {
    throw new ModelFormatError(`section "${name}.depth"`, `is ${depth}, expected 1 to ${DEPTH_AT_MOST}`)
  }
  const columns = Int32Array.from(file.uint16(`${name}.columns`))
  const count = columns.length / splitsOf(depth)
  if (!Number.isInteger(count)) {
    throw new ModelFormatError(
      `section "${name}.columns"`,
      `holds ${columns.length} splits, no whole trees of ${depth}`,
    )
  }
  const wrong = columns.find((column) => column >= columnCount)
  if (wrong !== undefined) {
    throw new ModelFormatError(`section "${name}.columns"`, `holds ${wrong}, outside of 0 to ${columnCount - 1}`)
  }
  const steps = file.int32(`${name}.steps`, count * stepsOf(depth))
  return {
    ...{ count, depth, columns },
    thresholds: file.float32(`${name}.thresholds`, columns.length),
    steps: Float64Array.from(steps, (step) => step * STEP_UNIT),
  }
}
