import { z } from "@medusajs/framework/zod"
import { LEARNED_LISTS } from "../../../core/contract"
import type { LearnedList, TrainingReport } from "../../../core/contract"
import type { ListQualityInfo, ModelVersionDetail } from "../../../types/http"

/** A weight as it is stored: of `for_you` where no list is named. */
export const weightRow = z.object({ feature: z.string(), weight: z.number(), list: z.enum(LEARNED_LISTS).optional() })

/** One weight, of `for_you` where no list is named. */
export type StoredWeight = z.output<typeof weightRow>

/** Weights of `for_you`, and those of every other list that serves what was learned. */
export function groupWeights(rows: readonly StoredWeight[]): Pick<ModelVersionDetail, "weights" | "list_weights"> {
  const of = (list: LearnedList | undefined): ModelVersionDetail["weights"] =>
    rows.filter((row) => row.list === list).map(({ feature, weight }) => ({ feature, weight }))
  return {
    weights: of(undefined),
    list_weights: LEARNED_LISTS.map((list) => ({ list, weights: of(list) })).filter(
      ({ weights }) => weights.length > 0,
    ),
  }
}

const knownShare = (share: number | undefined): number | null =>
  share === undefined || Number.isNaN(share) ? null : share

/** What a report says of each list beside `for_you`; nothing where it is of a release that had none. */
export function describeLists(lists: TrainingReport["lists"]): ListQualityInfo[] {
  if (lists === null) return []
  return LEARNED_LISTS.map((list) => {
    const { serves, missing, cases, learned, prior, popularity } = lists[list]
    const serving = serves === "learned" ? learned : prior
    return {
      list,
      serves,
      missing,
      cases,
      hit_rate: knownShare(serving?.hitRate10),
      prior_hit_rate: knownShare(prior.hitRate10),
      popularity_hit_rate: knownShare(popularity.hitRate10),
    }
  })
}
