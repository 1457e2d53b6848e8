import { sendNotificationsStep } from "@medusajs/medusa/core-flows"
import {
  StepResponse,
  WorkflowResponse,
  createStep,
  createWorkflow,
  transform,
} from "@medusajs/framework/workflows-sdk"
import { RECOMMENDATION_MODULE } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

/** What is worth a message now, as Medusa's Notification module takes it; none where nobody is named in the options. */
const collectNoticesStep = createStep("collect-recommendation-notices", async (_input: undefined, { container }) => {
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const { to, channel } = service.options.notify
  const notices = to === null ? [] : await service.notices()
  return new StepResponse(
    notices.map(({ template, key, data }) => ({
      ...{ to: to ?? "", channel, template, data: { ...data } },
      idempotency_key: key,
      trigger_type: template,
    })),
  )
})

/** Sends what is worth a message; what was sent before is not sent again. Says how much was due. */
export const notifyAdminsWorkflow = createWorkflow("notify-recommendation-admins", () => {
  const notices = collectNoticesStep()
  sendNotificationsStep(notices)
  return new WorkflowResponse(transform({ notices }, (due) => due.notices.length))
})
