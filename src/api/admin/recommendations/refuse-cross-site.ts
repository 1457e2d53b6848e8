import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http"
import { ContainerRegistrationKeys, parseCorsOrigins } from "@medusajs/framework/utils"

/**
 * Refuses what a page of another site makes an admin's browser send with the admin's cookie. Medusa's session cookie is
 * SameSite=Lax in production, which browsers honor with exceptions; this asks what the browser itself says of where the
 * request came from. Who shows a token is no forged request, and a dashboard on a site of its own stands in `adminCors`.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html (Fetch Metadata)
 */
export function refuseCrossSite(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  const { adminCors } = req.scope.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig.http
  const isForeign = req.get("sec-fetch-site") === "cross-site" && req.get("authorization") === undefined
  if (isForeign && !isListed(req.get("origin"), adminCors)) {
    res.status(403).json({ type: "not_allowed", message: "This request came from a page of another site." })
    return
  }
  next()
}

function isListed(origin: string | undefined, adminCors: string): boolean {
  if (origin === undefined) return false
  return parseCorsOrigins(adminCors).some((listed) =>
    listed instanceof RegExp ? listed.test(origin) : listed === origin,
  )
}

export const adminCrossSiteMiddlewares: MiddlewareRoute[] = [
  { methods: ["POST", "DELETE"], matcher: "/admin/recommendations*", middlewares: [refuseCrossSite] },
]
