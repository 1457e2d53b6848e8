import { emitEventStep } from "@medusajs/medusa/core-flows"
import { MedusaError } from "@medusajs/framework/utils"
import {
  StepResponse,
  WorkflowResponse,
  createHook,
  createStep,
  createWorkflow,
  transform,
} from "@medusajs/framework/workflows-sdk"
import {
  PromotionError,
  RECOMMENDATION_MODULE,
  RefusalError,
  StaleSettingsError,
  holdoutAccuracy,
} from "../modules/recommendation"
import type { Promotion, RecommendationModuleService, SettingsStore } from "../modules/recommendation"
import { MODEL_PROMOTED } from "./retrain-model"

export interface PromoteModelInput {
  readonly versionId: string
  /** The admin. */
  readonly by: string | null
  /** Promotes against the gate, and is shown as such. */
  readonly force: boolean
  /** Keeps it until an admin releases it: no training begins by itself. @defaultValue false */
  readonly freeze?: boolean
}

/** Lets any version serve whose file is kept; undone by promoting what served before. */
const promoteVersionStep = createStep(
  "promote-recommendation-version",
  async (input: PromoteModelInput, { container }) => {
    const { learning } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const version = await learning.versions.find(input.versionId)
    if (!version) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no model version ${input.versionId}.`)
    const isRefused = version.refusal !== null
    if (isRefused && !input.force && version.promoted_at === null) {
      const text = `The gate refused this version: ${version.refusal}`
      throw new RefusalError(MedusaError.Types.NOT_ALLOWED, { text, said: version.gate_said })
    }
    const previous = await learning.activation.current()
    const promotion: Promotion = {
      versionId: version.id,
      by: input.by,
      forced: isRefused,
      accuracy: holdoutAccuracy(version.report),
    }
    try {
      await learning.activation.promote(promotion)
    } catch (error) {
      if (!(error instanceof PromotionError)) throw error
      throw new RefusalError(MedusaError.Types.NOT_ALLOWED, error.statement)
    }
    const undo: Promotion | null = previous && {
      versionId: previous.version_id,
      by: input.by,
      forced: false,
      accuracy: previous.accuracy,
    }
    return new StepResponse({ id: version.id, version: version.number }, undo)
  },
  async (undo, { container }) => {
    if (undo)
      await container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).learning.activation.promote(undo)
  },
)

/** Holds back what would train over the admin's choice; undone when the workflow fails. */
const freezeStep = createStep(
  "freeze-recommendation-model",
  async ({ by, freeze = false }: PromoteModelInput, { container }) => {
    const { settingsStore } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).learning
    const { settings } = await settingsStore.describe()
    const isNew = freeze && !settings.retrain.paused
    if (isNew) await pause(settingsStore, by, true)
    return new StepResponse(isNew, { isNew, by })
  },
  async (undo, { container }) => {
    const { settingsStore } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).learning
    if (undo?.isNew) await pause(settingsStore, undo.by, false)
  },
)

/** @throws StaleSettingsError when other admins were faster each time */
async function pause(store: SettingsStore, by: string | null, paused: boolean): Promise<void> {
  for (let tries = 3; ; tries -= 1) {
    const { version } = await store.describe()
    try {
      await store.update({ settings: { retrain: { paused } }, version, by })
      return
    } catch (error) {
      if (!(error instanceof StaleSettingsError) || tries === 0) throw error
    }
  }
}

/** Promotes a version, the latest or an older one (rollback); every instance follows. */
export const promoteModelWorkflow = createWorkflow("promote-recommendation-model", (input: PromoteModelInput) => {
  freezeStep(input)
  const promoted = promoteVersionStep(input)
  const data = transform({ promoted }, ({ promoted: { version } }) => ({ version }))
  emitEventStep({ eventName: MODEL_PROMOTED, data }).config({ continueOnPermanentFailure: true })
  // A handler that throws lets serve again what served before.
  const modelPromoted = createHook("modelPromoted", promoted)
  return new WorkflowResponse(promoted, { hooks: [modelPromoted] })
})
