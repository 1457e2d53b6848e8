import { StepResponse, WorkflowResponse, createStep, createWorkflow } from "@medusajs/framework/workflows-sdk"
import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE, mailListClaim, signClaim } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"

const HOUR_SECONDS = 3_600
const TWO_WEEKS_HOURS = 336

const address = z.url({ protocol: /^https?$/ })

const mailInput = z.strictObject({
  customer_id: mailListClaim.shape.customer_id,
  sales_channel_id: mailListClaim.shape.sales_channel_id,
  /** Address of this Medusa, as mail clients reach it. */
  backend_url: address.max(500),
  /** Address of a product's page in the storefront, with `{handle}` or `{id}` in it. */
  product_url: address.max(500).regex(/\{(handle|id)\}/, "needs {handle} or {id}"),
  region_id: mailListClaim.shape.region_id.default(null),
  strategy: mailListClaim.shape.strategy.default("for_you"),
  limit: mailListClaim.shape.limit.default(6),
  placement: mailListClaim.shape.placement.default("mail"),
  locale: mailListClaim.shape.locale.default(null),
  expires_in_hours: z.number().min(1).max(8_760).default(TWO_WEEKS_HOURS),
})

export type SignMailListInput = z.input<typeof mailInput>

/**
 * Signed addresses of a customer's list, as JSON, as HTML for mail clients and as plain text: fetched when the mail is
 * sent, the list is frozen in it; fetched when it is opened, it is live.
 */
export const signMailListStep = createStep(
  "sign-recommendation-mail-list",
  async (input: SignMailListInput, { container }) => {
    const parsed = mailInput.safeParse(input)
    if (!parsed.success)
      throw new MedusaError(
        MedusaError.Types.INVALID_DATA,
        parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
      )
    const { backend_url: backend, expires_in_hours: hours, ...claim } = parsed.data
    const { behavior } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const expires = Math.floor(Date.now() / 1_000 + hours * HOUR_SECONDS)
    const base = backend.endsWith("/") ? backend.slice(0, -1) : backend
    const list = { kind: "list" as const, ...claim, backend_url: base, expires }
    const token = signClaim(list, await behavior.shopperHashes.key())
    const of = (format: string): string => `${base}/recommendation-mail?format=${format}&token=${token}`
    return new StepResponse({
      ...{ json_url: of("json"), html_url: of("html"), text_url: of("text") },
      expires_at: new Date(expires * 1_000).toISOString(),
    })
  },
)

/** The same as a workflow of its own, for jobs and subscribers. */
export const signMailListWorkflow = createWorkflow(
  "sign-recommendation-mail-list-workflow",
  (input: SignMailListInput) => new WorkflowResponse(signMailListStep(input)),
)
