import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import type { RankCase } from "../../../src/core/evaluation/evaluate"
import { PERSONAL_FEATURES } from "../../../src/core/features/feature-map"
import type { FittedRanker } from "../../../src/core/recommender/judging/fit-for-evaluation"
import { ranked } from "../../../src/core/recommender/ranking/ranked"
import type { RankProblem } from "../../../packages/linear-svm/src"

/** Boosted trees on the lists and features that the SVM learns from; writes the trees as JSON, one a line. */
const SCRIPT = `
import json
import sys

import numpy as np
import xgboost as xgb

folder, columns = sys.argv[1], int(sys.argv[2])
rows = np.fromfile(f"{folder}/rows.f32", dtype=np.float32).reshape(-1, columns)
labels = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8)
groups = np.fromfile(f"{folder}/groups.i32", dtype=np.int32)
weights = np.fromfile(f"{folder}/weights.f64", dtype=np.float64)
data = xgb.DMatrix(rows, label=labels, weight=weights)
data.set_group(groups)
options = {
    "objective": "rank:ndcg",
    "eta": 0.1,
    "max_depth": 5,
    "min_child_weight": 1,
    "subsample": 0.8,
    "colsample_bytree": 0.5,
    "tree_method": "hist",
    "seed": 1,
    "nthread": 2,
}
booster = xgb.train(options, data, num_boost_round=200)
for tree in booster.get_dump(dump_format="json"):
    print(json.dumps(json.loads(tree)))
`

/** Lists that the trees learn from at most: they are written to disk. */
const LISTS_AT_MOST = 6000

/** A node of a dumped tree: a leaf, or a feature with a threshold. */
interface Node {
  readonly nodeid: number
  readonly leaf?: number | undefined
  readonly split?: string | undefined
  readonly split_condition?: number | undefined
  readonly yes?: number | undefined
  readonly no?: number | undefined
  readonly children?: readonly Node[] | undefined
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    nodeid: z.number(),
    leaf: z.number().optional(),
    split: z.string().optional(),
    split_condition: z.number().optional(),
    yes: z.number().optional(),
    no: z.number().optional(),
    children: z.array(nodeSchema).optional(),
  }),
)

/** Why the peer cannot run here, null where it can. */
export function missingXgboost(): string | null {
  const { status, error } = spawnSync("python3", ["-c", "import xgboost, numpy"], { stdio: "ignore" })
  if (error !== undefined) return "left out: no python3 on the path"
  return status === 0 ? null : "left out: python3 has no xgboost"
}

/**
 * Boosted trees of XGBoost (200 rounds, depth 5) learned from the same lists with the same features, asked the same
 * candidates. The trees come back as text and are walked here, so that not every candidate has to be handed over.
 *
 * @throws Error with what python wrote where it failed
 */
export function xgboostRanker(fitted: FittedRanker): RankCase {
  const trees = trainTrees(fitted.lists.problem(Math.min(LISTS_AT_MOST, fitted.lists.listCount)))
  return (testCase) => {
    const { candidates, features } = fitted.listOf(testCase)
    const values = Float64Array.from(candidates.items, (_, at) => {
      const row = features.row(at)
      return trees.reduce((sum, tree) => sum + valueOf(tree, row), 0)
    })
    return ranked(candidates.items, values)
  }
}

function trainTrees(problem: RankProblem): Node[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), "xgboost-peer-"))
  try {
    const { groupOffsets, relevance, rows } = problem
    const wanted = relevance.length * PERSONAL_FEATURES.plainCount
    const flat = new Float32Array(wanted)
    let at = 0
    for (const block of "blocks" in rows ? rows.blocks : [Float32Array.from(rows)]) {
      const part = block.subarray(0, Math.min(block.length, wanted - at))
      flat.set(part, at)
      at += part.length
    }
    const sizes = Int32Array.from({ length: groupOffsets.length - 1 }, (_, k) => groupOffsets[k + 1] - groupOffsets[k])
    writeFileSync(path.join(folder, "rows.f32"), flat)
    writeFileSync(path.join(folder, "labels.u8"), relevance)
    writeFileSync(path.join(folder, "groups.i32"), sizes)
    writeFileSync(path.join(folder, "weights.f64"), new Float64Array(sizes.length).fill(1))
    const { status, stdout, stderr } = spawnSync(
      "python3",
      ["-c", SCRIPT, folder, String(PERSONAL_FEATURES.plainCount)],
      {
        encoding: "utf8",
        maxBuffer: 2 ** 28,
      },
    )
    if (status !== 0) throw new Error(`the peer xgboost failed: ${stderr}`)
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => nodeSchema.parse(JSON.parse(line)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function valueOf(tree: Node, row: Float32Array): number {
  let node = tree
  while (node.leaf === undefined) {
    const value = row[Number((node.split ?? "f0").slice(1))]
    const next = value < (node.split_condition ?? 0) ? node.yes : node.no
    const child = node.children?.find(({ nodeid }) => nodeid === next)
    if (child === undefined) throw new Error(`a tree of xgboost has no node ${String(next)}`)
    node = child
  }
  return node.leaf
}
