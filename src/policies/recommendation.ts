import { definePolicies } from "@medusajs/framework/utils"

/** The resource by which a role of Medusa's RBAC is given recommendations, where that flag is on. */
export const RECOMMENDATION_RESOURCE = "recommendation"

export const recommendationPolicies = definePolicies([
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
])
