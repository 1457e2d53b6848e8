import { spawnSync } from "node:child_process"
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import type { RankCase } from "../../../src/core/evaluation/evaluate"
import { PERSONAL_FEATURES } from "../../../src/core/features/feature-map"
import type { FittedRanker } from "../../../src/core/recommender/judging/fit-for-evaluation"
import type { RankProblem } from "../../../packages/linear-svm/src"
import { halfAndHalf, otherAlone } from "./blends"
import { BoostedTrees } from "./boosted-trees"

/** Columns that trees see: a gated one says nothing that they could not find by a cut of the gate. */
const COLUMNS = PERSONAL_FEATURES.plainCount

/** Boosted trees on the lists and features that the SVM learns from; writes the trees as JSON, one a line. */
const SCRIPT = `
import json
import sys

import numpy as np
import xgboost as xgb

folder, columns, depth, rounds = sys.argv[1], *map(int, sys.argv[2:5])
rows = np.fromfile(f"{folder}/rows.f32", dtype=np.float32).reshape(-1, columns)
labels = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8)
groups = np.fromfile(f"{folder}/groups.i32", dtype=np.int32)
weights = np.fromfile(f"{folder}/weights.f64", dtype=np.float64)
data = xgb.DMatrix(rows, label=labels, weight=weights)
data.set_group(groups)
options = {
    "objective": "rank:ndcg",
    "eta": 0.1,
    "max_depth": depth,
    "min_child_weight": 1,
    "subsample": 0.8,
    "colsample_bytree": 0.5,
    "tree_method": "hist",
    "seed": 1,
    "nthread": 1,
}
booster = xgb.train(options, data, num_boost_round=rounds)
for tree in booster.get_dump(dump_format="json"):
    print(json.dumps(json.loads(tree)))
`

/** What trees are grown, by the name of the peer. */
const FORESTS = [
  { name: "xgboost", depth: 5, rounds: 200 },
  { name: "xgboost_shallow", depth: 3, rounds: 200 },
] as const

/** Why the peer cannot run here, null where it can. */
export function missingXgboost(): string | null {
  const { status, error } = spawnSync("python3", ["-c", "import xgboost, numpy"], { stdio: "ignore" })
  if (error !== undefined) return "left out: no python3 on the path"
  return status === 0 ? null : "left out: python3 has no xgboost"
}

/**
 * Boosted trees of XGBoost learned from the same lists with the same features and weights of lists, asked the same
 * candidates: alone, and half and half with the SVM (values of both in units of their spread in the list; new shoppers
 * then have the order of new shoppers, as with the SVM). The trees come back as text and are walked here, so that not
 * every candidate has to be handed over.
 *
 * @throws Error with what python wrote where it failed
 */
export function xgboostPeers(fitted: FittedRanker): Map<string, RankCase> {
  const peers = new Map<string, RankCase>()
  withLists(fitted.lists.problem(), (folder) => {
    for (const { name, depth, rounds } of FORESTS) {
      const trees = new BoostedTrees(dumpOf(folder, [depth, rounds]))
      const valueOf = (row: Float32Array): number => trees.valueOf(row)
      peers.set(name, otherAlone(fitted, valueOf))
      peers.set(`svm_half_${name}`, halfAndHalf(fitted, valueOf))
    }
  })
  return peers
}

/** Writes the lists to disk for as long as the work takes. */
function withLists({ groupOffsets, relevance, groupWeights, rows }: RankProblem, work: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), "xgboost-peer-"))
  try {
    const file = openSync(path.join(folder, "rows.f32"), "w")
    let left = relevance.length * COLUMNS
    for (const block of "blocks" in rows ? rows.blocks : [Float32Array.from(rows)]) {
      const part = block.subarray(0, Math.min(block.length, left))
      writeFileSync(file, part)
      left -= part.length
    }
    closeSync(file)
    const sizes = Int32Array.from({ length: groupOffsets.length - 1 }, (_, k) => groupOffsets[k + 1] - groupOffsets[k])
    // The SVM's weights are of pairs, XGBoost's of lists.
    const weights = Float64Array.from(sizes, (size, list) => {
      const chosen = Array.from(relevance.slice(groupOffsets[list], groupOffsets[list + 1])).reduce(
        (sum, one) => sum + one,
        0,
      )
      return (groupWeights?.[list] ?? 1) * chosen * (size - chosen)
    })
    writeFileSync(path.join(folder, "labels.u8"), relevance)
    writeFileSync(path.join(folder, "groups.i32"), sizes)
    writeFileSync(path.join(folder, "weights.f64"), weights)
    work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function dumpOf(folder: string, settings: readonly number[]): string {
  const { status, stdout, stderr } = spawnSync(
    "python3",
    ["-c", SCRIPT, folder, ...[COLUMNS, ...settings].map(String)],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    },
  )
  if (status !== 0) throw new Error(`the peer xgboost failed: ${stderr}`)
  return stdout
}
