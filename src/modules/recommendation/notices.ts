import type { HealthResponse, ExperimentInfo, TrainingRunInfo } from "../../types/http"

/** One message to whoever runs the shop, for Medusa's Notification module. */
export interface Notice {
  readonly template: "recommendation-training-failed" | "recommendation-health" | "recommendation-experiment-decided"
  /** Of the same occasion: Medusa's module sends what has the same key once, whichever instance asks. */
  readonly key: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface NoticeFacts {
  readonly lastRun: Pick<TrainingRunInfo, "id" | "status" | "trigger" | "cause" | "finished_at"> | null
  readonly health: HealthResponse
  readonly experiments: readonly Pick<ExperimentInfo, "id" | "name" | "status" | "is_aa" | "uplift">[]
  readonly now: Date
}

/**
 * What is worth a message now: a training that failed, each part that is ill (once a day), an experiment that has its
 * shoppers. The part "training" speaks by its failed run.
 */
export function noticesOf({ lastRun, health, experiments, now }: NoticeFacts): Notice[] {
  const day = now.toISOString().slice(0, 10)
  const ill = health.parts.filter(
    ({ part, status }) => part !== "training" && (status === "degraded" || status === "down"),
  )
  const decided = experiments.filter(
    ({ status, is_aa: isAA, uplift }) => status === "running" && !isAA && uplift?.enough,
  )
  return [
    ...(lastRun?.status === "failed"
      ? [
          {
            template: "recommendation-training-failed" as const,
            key: `recommendation-training-failed-${lastRun.id}`,
            data: {
              run_id: lastRun.id,
              trigger: lastRun.trigger,
              cause: lastRun.cause,
              finished_at: lastRun.finished_at,
            },
          },
        ]
      : []),
    ...ill.map(({ part, status, reason }) => ({
      template: "recommendation-health" as const,
      key: `recommendation-health-${part}-${day}`,
      data: { part, status, reason },
    })),
    ...decided.map(({ id, name, uplift }) => ({
      template: "recommendation-experiment-decided" as const,
      key: `recommendation-experiment-decided-${id}`,
      data: { experiment_id: id, name, words: uplift?.words ?? null },
    })),
  ]
}
