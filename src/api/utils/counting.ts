import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { StillCountingError } from "../../modules/recommendation"
import type { Wait } from "../../modules/recommendation"
import type { CountingResponse } from "../../types/http"

/** The preference of who would rather ask again than wait. */
const ASYNC = "respond-async"
/** Seconds until figures that are being counted may be there. */
const RETRY_SECONDS = 1

type CountingHandler = (req: AuthenticatedMedusaRequest, res: MedusaResponse, wait: Wait) => Promise<void>

/**
 * A route whose figures take long to count in a shop with a large log. Who sends `Prefer: respond-async` has an answer
 * within half a second: the newest figures that are known, or 202 and when to ask again. Everyone else waits for figures
 * of this moment.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7240#section-4.1
 */
export function counting(handler: CountingHandler) {
  return async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
    const prefersAsync = preferences(req.headers.prefer).includes(ASYNC)
    if (prefersAsync) res.set("Preference-Applied", ASYNC)
    try {
      await handler(req, res, prefersAsync ? "shortly" : "counted")
    } catch (error) {
      if (!(error instanceof StillCountingError)) throw error
      const answer: CountingResponse = { counting: true }
      res.status(202).set("Retry-After", String(RETRY_SECONDS)).json(answer)
    }
  }
}

/** Names of a header `Prefer`, without their parameters. */
function preferences(header: string | string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .flatMap((line) => line.split(","))
    .map((preference) => preference.split(";")[0].trim().toLowerCase())
}
