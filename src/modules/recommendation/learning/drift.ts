import { decileEdges, PSI_ALARM, psiNoise, psiOfQuantiles } from "../../../core/evaluation/psi"
import { isOfTheDay } from "../../../core/features/of-the-day"
import type { TrainingReport } from "../../../core/contract"
import type { ModelInfoResponse } from "../../../types/http"

type Drift = ModelInfoResponse["drift"]

/** Fewer values than this make no distribution: they are not judged. */
const LEAST_VALUES = 30

/** A version, as far as drift goes. */
interface MeasuredVersion {
  readonly report: Pick<TrainingReport, "featureQuantiles" | "featureLists" | "challenger">
}

/** What drift is measured from. */
export interface DriftQuestion {
  readonly serving: MeasuredVersion
  /** The version trained last, promoted or not: how features stand now. */
  readonly newest: MeasuredVersion
  /** Top scores of the serving model's first choices, and of its newest. */
  readonly scores: { readonly first: readonly number[]; readonly newest: readonly number[] }
}

/**
 * How far scores and each feature have moved since the serving version was trained; the widest first. An alarm is a
 * move that is wide and that neither chance nor the season explains: fifty shoppers move an index by a quarter without
 * any cause, and December sells other things than May.
 */
export function measureDrift({ serving, newest, scores }: DriftQuestion): Drift {
  const drift: Drift = []
  const add = (feature: string, edges: Edges, sizes: readonly [number, number]): void => {
    const psi = psiOfQuantiles(edges.before, edges.now)
    if (!Number.isFinite(psi)) return
    const noise = Math.min(...sizes) < LEAST_VALUES ? null : psiNoise(edges.before, sizes)
    const isWide = noise !== null && psi >= Math.max(PSI_ALARM, noise)
    drift.push({ feature, psi, noise, alarm: isWide && !isOfTheDay(feature) })
  }
  const scored = { before: decileEdges(scores.first), now: decileEdges(scores.newest) }
  if (Math.min(scores.first.length, scores.newest.length) >= LEAST_VALUES)
    add("score", scored, [scores.first.length, scores.newest.length])
  const now = new Map(Object.entries(newest.report.featureQuantiles))
  const sizes = [listsOf(serving.report), listsOf(newest.report)] as const
  for (const [feature, before] of Object.entries(serving.report.featureQuantiles))
    add(feature, { before, now: now.get(feature) ?? [] }, sizes)
  return drift.sort((a, b) => b.psi - a.psi)
}

interface Edges {
  readonly before: readonly number[]
  readonly now: readonly number[]
}

/** Lists behind a report's quantiles; the values of one list are alike and count once. */
const listsOf = ({ featureLists, challenger }: MeasuredVersion["report"]): number =>
  featureLists ?? challenger.all.shoppers
