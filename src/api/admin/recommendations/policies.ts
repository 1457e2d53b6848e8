import type { MiddlewareRoute } from "@medusajs/framework/http"
import { RECOMMENDATION_RESOURCE } from "../../../policies/recommendation"

const MATCHER = "/admin/recommendations*"

/**
 * What a role must hold, by method, for every admin route of the plugin: also
 * for one that is added later. Without Medusa's RBAC flag they ask nothing.
 */
export const adminRecommendationPolicies: MiddlewareRoute[] = (
  [
    ["GET", "read"],
    ["POST", "update"],
    ["DELETE", "delete"],
  ] as const
).map(([method, operation]) => ({
  methods: [method],
  matcher: MATCHER,
  policies: [{ resource: RECOMMENDATION_RESOURCE, operation }],
}))
