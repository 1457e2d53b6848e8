import { decileEdges, PSI_ALARM, psiOfQuantiles } from "../../../core/evaluation/psi"
import type { ModelInfoResponse } from "../../../types/http"
import type { StoredVersion } from "./version-store"

type Drift = ModelInfoResponse["drift"]

/** Fewer scores than this make no distribution. */
const LEAST_SCORES = 30

/** What drift is told from. */
export interface DriftQuestion {
  readonly serving: StoredVersion
  /** The version trained last, promoted or not: how features stand now. */
  readonly newest: StoredVersion
  /** Top scores of the serving model's first choices, and of its newest. */
  readonly scores: { readonly first: readonly number[]; readonly newest: readonly number[] }
}

/** How far scores and each feature have moved since the serving model was trained; the widest first. */
export function measureDrift({ serving, newest, scores }: DriftQuestion): Drift {
  const drift: Drift = []
  const add = (feature: string, psi: number): void => {
    if (Number.isFinite(psi)) drift.push({ feature, psi, alarm: psi >= PSI_ALARM })
  }
  if (scores.first.length >= LEAST_SCORES && scores.newest.length >= LEAST_SCORES)
    add("score", psiOfQuantiles(decileEdges(scores.first), decileEdges(scores.newest)))
  const now = new Map(Object.entries(newest.report.featureQuantiles))
  for (const [feature, edges] of Object.entries(serving.report.featureQuantiles))
    add(feature, psiOfQuantiles(edges, now.get(feature) ?? []))
  return drift.sort((a, b) => b.psi - a.psi)
}
