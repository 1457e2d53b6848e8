import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { saidByRefusal } from "../../modules/recommendation"

type AdminHandler = (req: AuthenticatedMedusaRequest, res: MedusaResponse) => Promise<void>

/**
 * Lets a route's refusals say what they consist of, so that the dashboard says
 * them in the admin's language. Medusa's own handler answers, in every version alike;
 * to what it sends, the refusal's parts are added.
 */
export function refusing(handler: AdminHandler): AdminHandler {
  return async (req, res) => {
    try {
      await handler(req, res)
    } catch (error) {
      const said = saidByRefusal(error)
      if (said.length === 0) throw error
      const send = res.json.bind(res)
      res.json = (body: unknown) => send({ ...(typeof body === "object" ? body : {}), said })
      throw error
    }
  }
}
