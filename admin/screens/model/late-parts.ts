import type { ModelInfoResponse, ResultsResponse } from "../../../src/types/http"

/** A part of the first page, by the words that say when it comes. */
export type LatePart = "earned" | "training" | "quality" | "accuracy"

interface Known {
  /** Undefined until it is known: then nothing is called late. */
  readonly info: Pick<ModelInfoResponse, "serving" | "readiness" | "accuracy"> | undefined
  readonly total: Pick<ResultsResponse["total"], "impressions" | "clicks"> | undefined
}

/** Parts that have nothing to say yet, in the page's order: one line stands for them. */
export function lateParts({ info, total }: Known): LatePart[] {
  if (!info) return []
  const isUntrained = info.serving === null
  // A shop with a model and no views has a fault, or a quiet month: that is worth a section.
  const isUnseen = isUntrained && total?.impressions === 0 && total.clicks === 0
  return [
    ...(isUnseen ? (["earned"] as const) : []),
    ...(isUntrained && !info.readiness.ready ? (["training"] as const) : []),
    ...(isUntrained ? (["quality"] as const) : []),
    ...(!isUntrained && info.accuracy.trend.length === 0 ? (["accuracy"] as const) : []),
  ]
}
