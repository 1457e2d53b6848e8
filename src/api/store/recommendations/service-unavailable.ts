import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE, codeOf, isTransient } from "../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../modules/recommendation"

const RETRY_SECONDS = 1

/** Answers 503: nothing is wrong with the question, only with the moment. */
export function sendServiceUnavailable<Body>(res: MedusaResponse<Body>, why: string): void {
  res.writeHead(503, { "content-type": "application/json; charset=utf-8", "retry-after": String(RETRY_SECONDS) })
  res.end(JSON.stringify({ type: "unavailable", message: `${why} Ask again in ${RETRY_SECONDS} s.` }))
}

/**
 * Does `work`, and where the database does not answer in time says so, rather than that the shop is broken. It counts
 * on the page of health, and stands in the log once, however many ask.
 */
export async function unlessBusy<Body>(
  { scope }: Pick<MedusaRequest, "scope">,
  res: MedusaResponse<Body>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (res.headersSent || !isTransient(error)) throw error
    const { admission } = scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).serving
    if (admission.countRefusal()) {
      const logger = scope.resolve(ContainerRegistrationKeys.LOGGER)
      logger.warn(`recommendations: lists are answered 503, for the database does not answer in time: ${codeOf(error)}`)
    }
    sendServiceUnavailable(res, "The shop's database does not answer in time.")
  }
}
