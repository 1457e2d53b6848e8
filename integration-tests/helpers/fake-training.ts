import type { MethodMetrics, TrainingReport } from "../../src/core/contract"
import type { TrainingOutcome, TrainingRequest } from "../../src/training/protocol"
import type { StartTraining } from "../../src/training/training-session"

const cohort = (ndcg10: number): MethodMetrics["all"] => ({
  shoppers: 40,
  ndcg10,
  recall10: 0.3,
  hitRate10: 0.5,
  mrr: 0.2,
  coverage: 0.6,
})

/** Metrics that are `ndcg10` for everybody. */
export const metrics = (ndcg10: number): MethodMetrics => ({
  all: cohort(ndcg10),
  novel: cohort(ndcg10),
  new: cohort(ndcg10),
})

/** A training's report with the figures that a gate looks at. */
export function aReport(figures: { challenger: number; champion?: number; popularity?: number }): TrainingReport {
  return {
    window: { from: 1, to: 3, cut: 2 },
    counts: { events: 100, shoppers: 20, products: 10, pairs: 50 },
    cost: 0.05,
    challenger: metrics(figures.challenger),
    champion: figures.champion === undefined ? null : metrics(figures.champion),
    baselines: { popularity: metrics(figures.popularity ?? 0.1), item_knn: metrics(0.15) },
    leads: { popularity: null, champion: null },
    auc: 0.8,
    calibrationError: 0.02,
    candidateRecall: 0.9,
    lists: null,
    seen: null,
    offPolicy: null,
    featureLists: 40,
    featureQuantiles: { "any.recency.value": [1, 2, 3, 4, 5, 6, 7, 8, 9] },
    durationsMs: { fit: 5 },
  }
}

/** A training that a test steers, in place of the thread. */
export class FakeTraining {
  /** Texts that the snapshot handed over, by kind. */
  readonly parts: [string, string][] = []
  readonly requests: TrainingRequest[] = []
  /** How the next training ends; a rejection is how a dead thread looks. */
  outcome: () => Promise<TrainingOutcome> = () => Promise.resolve(aTraining({ challenger: 0.5 }))
  stopped = 0

  readonly start: StartTraining = () => ({
    add: (kind, text) => {
      this.parts.push([kind, text])
      return Promise.resolve()
    },
    train: (request, onProgress) => {
      this.requests.push(request)
      onProgress({ phase: "fit", fraction: 0.5 })
      return this.outcome()
    },
    stop: () => {
      this.stopped += 1
      return Promise.resolve()
    },
  })
}

/** A training that went well. */
export function aTraining(figures: Parameters<typeof aReport>[0]): TrainingOutcome {
  return {
    type: "trained",
    bytes: Uint8Array.from([1, 2, 3, 4]),
    report: aReport(figures),
    weights: [{ feature: "any.recency.value", weight: 0.5 }],
    memoryMb: 12,
    leftOut: [],
  }
}
