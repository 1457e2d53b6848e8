import { getHttpResponseFromError } from "@medusajs/framework/http"
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { saidByRefusal } from "../../modules/recommendation/refusal"

type AdminHandler = (req: AuthenticatedMedusaRequest, res: MedusaResponse) => Promise<void>

/**
 * Lets a route's refusals say what they consist of, so that the dashboard says
 * them in the admin's language: Medusa's own handler sends the words alone.
 */
export function refusing(handler: AdminHandler): AdminHandler {
  return async (req, res) => {
    try {
      await handler(req, res)
    } catch (error) {
      const said = saidByRefusal(error)
      if (said.length === 0) throw error
      const { statusCode, body } = getHttpResponseFromError(error)
      res.status(statusCode).json({ ...body, said })
    }
  }
}
