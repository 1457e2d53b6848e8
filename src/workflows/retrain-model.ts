import { emitEventStep } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import {
  StepResponse,
  WorkflowResponse,
  createHook,
  createStep,
  createWorkflow,
  transform,
  when,
} from "@medusajs/framework/workflows-sdk"
import { RECOMMENDATION_MODULE, aboutRun } from "../modules/recommendation"
import type {
  Activation,
  LearningStore,
  Lease,
  OpenedRun,
  RecommendationModuleService,
  ServedVersion,
  TrainedVersion,
} from "../modules/recommendation"

/** Emitted on the event bus when another model begins to serve; `version` is its number. */
export const MODEL_PROMOTED = "recommendation.model-promoted"

const learningOf = (container: MedusaContainer): LearningStore =>
  container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).learning

const UNDONE = new Error("A later step of the run failed; what served before serves on.")

/** Snapshot, training in a thread, gate, a stored version. What fails closes the run with its cause. */
const trainModelStep = createStep(
  "train-recommendation-model",
  async (run: OpenedRun, { container }) => {
    const learning = learningOf(container)
    try {
      return new StepResponse(await learning.train(run), run.lease)
    } catch (error) {
      await learning.fail(run.lease, error)
      throw error
    }
  },
  async (lease, { container }) => {
    if (lease) await learningOf(container).fail(lease, UNDONE)
  },
)

interface PromoteInput {
  readonly run: OpenedRun
  readonly trained: TrainedVersion
}

type Outcome = Omit<ServedVersion, "previous">

interface PromoteUndo {
  readonly lease: Lease
  readonly previous: Activation | null
}

/** Lets the version serve if the gate does, or an admin who forces it; undone by putting back what served before. */
const promoteTrainedStep = createStep(
  "promote-trained-recommendation-model",
  async ({ run, trained }: PromoteInput, { container }) => {
    const learning = learningOf(container)
    try {
      const { previous, ...outcome } = await learning.serve(run.lease, trained)
      return new StepResponse<Outcome, PromoteUndo>(
        outcome,
        outcome.promoted ? { lease: run.lease, previous } : undefined,
      )
    } catch (error) {
      await learning.fail(run.lease, error)
      throw error
    }
  },
  async (undo, { container }) => {
    if (undo) await learningOf(container).activation.restore(undo.lease, undo.previous)
  },
)

interface CloseInput {
  readonly run: OpenedRun
  readonly outcome: Outcome
}

/** Closes the run. What comes behind it must not undo it: the model serves. */
const closeRunStep = createStep("close-recommendation-run", async ({ run, outcome }: CloseInput, { container }) => {
  const learning = learningOf(container)
  await learning.finish(run.lease, outcome.promoted ? null : (outcome.refusal ?? aboutRun.seeLog()))
  await learning.afterRun()
  return new StepResponse(null)
})

/** One training run, from a lease to a version that serves or is refused. */
export const retrainModelWorkflow = createWorkflow("retrain-recommendation-model", (run: OpenedRun) => {
  const trained = trainModelStep(run)
  // Before it may serve: a handler that throws keeps what served before.
  const judged = transform({ run, trained }, ({ run: { lease, trigger }, trained: version }) => ({
    run_id: lease.runId,
    trigger,
    version_id: version.versionId,
    version: version.number,
    refusal: version.refusal?.text ?? null,
  }))
  const modelTrained = createHook("modelTrained", judged)
  const outcome = promoteTrainedStep({ run, trained })
  closeRunStep({ run, outcome })
  when({ outcome }, (input) => input.outcome.promoted).then(() => {
    const data = transform({ outcome }, (input) => ({ version: input.outcome.number }))
    // An event bus that is away is no cause to take the model back.
    emitEventStep({ eventName: MODEL_PROMOTED, data }).config({ continueOnPermanentFailure: true })
  })
  return new WorkflowResponse(outcome, { hooks: [modelTrained] })
})
