import type { SplitKind } from "../../../src/core/evaluation/temporal-split"
import type { Baseline } from "./baseline"
import { easeBaseline } from "./ease"
import { itemKnnBaseline } from "./item-knn"
import { knnBaseline, TIFU_KNN } from "./neighbors"
import { PERSONAL_FREQUENCY, POPULARITY, POPULARITY_30_DAYS } from "./simple"

export { baselineContext, rankByScore } from "./baseline"
export type { Baseline, BaselineContext } from "./baseline"
export { bestTrial, tryBaseline } from "./tune"
export type { TuningGround } from "./tune"

/** Every baseline that a kind of truth is compared with. */
export function baselinesFor(kind: SplitKind, easeItems: number): Baseline[] {
  const common = [POPULARITY, POPULARITY_30_DAYS, PERSONAL_FREQUENCY, itemKnnBaseline(kind), easeBaseline(easeItems)]
  if (kind === "next_item") return [...common, knnBaseline("session_knn")]
  return [...common, knnBaseline("user_knn"), TIFU_KNN]
}
