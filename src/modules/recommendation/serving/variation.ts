import type { ExperimentArm } from "../../../core/evaluation/experiment"
import type { Comparison } from "../../../types/experiment-schema"
import type { RunningExperiment } from "../experiments/experiments"
import type { RecommendationSettings } from "../options"
import type { Live } from "./live/live-model"
import type { ServingSnapshot } from "./live/snapshot"
import type { Question } from "./question"
import { STRATEGY_POLICIES } from "./strategies"

/** What an experiment changes for the shopper who asks. */
export type Variation = Comparison

/** Hold-outs take from control; challengers change treatment, and control keeps the shop as it is. */
const CHANGED: Readonly<Record<Comparison["kind"], ExperimentArm>> = {
  popularity: "control",
  nothing: "control",
  strategy: "treatment",
  settings: "treatment",
  version: "treatment",
}

/** The change that one arm gets; null for the arm that keeps the shop as it is. */
export function variationOf(experiment: RunningExperiment | null, arm: ExperimentArm | null): Variation | null {
  if (experiment === null || arm !== CHANGED[experiment.comparison.kind]) return null
  return experiment.comparison
}

/** Whether lists are to know nothing of the shopper. */
export const isImpersonal = (variation: Variation | null): boolean => variation?.kind === "popularity"

/**
 * The question that is answered. A placement's other strategy takes its place only where the page gives what it needs:
 * without the product that it is anchored to it would answer with something else than what is compared.
 */
export function variedQuestion(question: Question, variation: Variation | null): Question {
  if (variation?.kind !== "strategy" || question.placement !== variation.placement) return question
  const { strategy } = variation
  const lacksAnchor = STRATEGY_POLICIES[strategy].needsProduct && question.productId === null
  return lacksAnchor ? question : { ...question, strategy }
}

/** The model that ranks: until the other one is loaded, what serves. */
export function variedModel(
  { live, rival }: Pick<ServingSnapshot, "live" | "rival">,
  variation: Variation | null,
): Live {
  return variation?.kind === "version" ? (rival ?? live) : live
}

/** The settings that lists are made with. */
export function variedSettings(settings: RecommendationSettings, variation: Variation | null): RecommendationSettings {
  if (variation?.kind !== "settings") return settings
  const changed = Object.entries(variation.settings).filter(([, value]) => value !== undefined)
  return { ...settings, serving: { ...settings.serving, ...Object.fromEntries(changed) } }
}
