import { definePolicies } from "@medusajs/framework/utils"

/** The resource by which a role of Medusa's RBAC is given recommendations, where that flag is on. */
export const RECOMMENDATION_RESOURCE = "recommendation"

/** What a role may be given. */
export const RECOMMENDATION_POLICIES = [
  {
    name: "ReadRecommendation",
    resource: RECOMMENDATION_RESOURCE,
    operation: "read",
    description: "See recommendations: model, behavior, results, shoppers, rules, settings",
  },
  {
    name: "UpdateRecommendation",
    resource: RECOMMENDATION_RESOURCE,
    operation: "update",
    description: "Steer recommendations: train, promote, import, rules, settings, tests",
  },
  {
    name: "DeleteRecommendation",
    resource: RECOMMENDATION_RESOURCE,
    operation: "delete",
    description: "Delete rules of recommendations, erase a shopper's behavior",
  },
]

/** Medusa finds them by this file; where it scans no files, the job that creates them does the same. */
export const recommendationPolicies = definePolicies(RECOMMENDATION_POLICIES)
