import { model } from "@medusajs/framework/utils"

/** A list as it was served: what clicks and purchases are credited to. Names nobody: the shopper is a salted hash. */
export const RecommendationServedList = model
  .define(
    { name: "recommendationServedList", tableName: "recommendation_served" },
    {
      id: model.id({ prefix: "rec" }).primaryKey(),
      strategy: model.text(),
      rung: model.text(),
      placement: model.text().nullable(),
      model_version: model.number().nullable(),
      shopper_hash: model.text().nullable(),
      arm: model.text().nullable(),
      product_ids: model.json(),
    },
  )
  .indexes([{ on: ["created_at"] }])
