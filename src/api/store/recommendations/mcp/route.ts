import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import { assertAgentsOn } from "../../../agents/agents-on"
import { createShopServer } from "../../../agents/shop-server"
import { callerOf } from "../../../utils/caller"
import { identify } from "../page-of-request"

/** What a call costs of the limits that count events: an agent asks for a list, and looks at its products. */
const EVENTS_A_CALL = 10

/**
 * The shop's tools for agents, over MCP's streamable HTTP: no session is kept, each request is answered whole. Off
 * unless `agents.mcp.enabled` says otherwise.
 */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  assertAgentsOn(req)
  const who = identify(req)
  const publishableKey = req.publishable_key_context?.key ?? ""
  const by = { shopper: who.customerId, address: callerOf(service, req).address, publishableKey }
  const wait = await service.behavior.rateLimit.take(by, EVENTS_A_CALL)
  if (wait > 0) {
    res
      .status(429)
      .set("Retry-After", String(wait))
      .json({ type: "too_many_requests", message: `Ask again in ${wait} s.` })
    return
  }
  const server = createShopServer({ service, scope: req.scope, who })
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true })
  res.once("close", () => void server.close())
  await server.connect(transport)
  await transport.handleRequest(req, res, req.body)
}
