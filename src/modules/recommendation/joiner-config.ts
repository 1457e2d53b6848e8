import { defineJoinerConfig } from "@medusajs/framework/utils"
import type { ModuleJoinerConfig } from "@medusajs/framework/types"
import { MODELS } from "./models"

/** Key under which the module's service is found in Medusa's container. */
export const RECOMMENDATION_MODULE = "recommendation"

/** A product's neighbor: no table, the module reads it from the model that serves. */
export const SIMILAR_PRODUCT = {
  serviceName: RECOMMENDATION_MODULE,
  entity: "SimilarProduct",
  linkable: "similar_product_id",
  field: "similar_product",
  primaryKey: "product_id",
} as const

const SIMILAR_PRODUCT_TYPE = `type SimilarProduct {
  id: ID!
  product_id: String!
  similar_product_id: String!
  rank: Int!
}`

const TEXT_TYPE = `type RecommendationText {
  id: ID!
  text: String!
}`

const ofModels = defineJoinerConfig(RECOMMENDATION_MODULE, {
  models: Object.values(MODELS),
  alias: [
    {
      name: ["similar_product", "similar_products"],
      entity: SIMILAR_PRODUCT.entity,
      args: { methodSuffix: "SimilarProducts" },
    },
    {
      name: ["recommendation_text", "recommendation_texts"],
      entity: "RecommendationText",
      args: { methodSuffix: "RecommendationTexts" },
    },
  ],
})

/** What Medusa makes of the models by itself, and the neighbors of products beside them. */
export const joinerConfig: ModuleJoinerConfig = {
  ...ofModels,
  schema: `${ofModels.schema ?? ""}\n${SIMILAR_PRODUCT_TYPE}\n${TEXT_TYPE}`,
}
