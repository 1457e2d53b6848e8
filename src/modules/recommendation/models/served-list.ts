import { model } from "@medusajs/framework/utils"

/** A list as it was served: what clicks and purchases are credited to. Says nothing of the shopper. */
export const RecommendationServedList = model
  .define(
    { name: "recommendationServedList", tableName: "recommendation_served" },
    {
      id: model.id({ prefix: "rec" }).primaryKey(),
      strategy: model.text(),
      rung: model.text(),
      placement: model.text().nullable(),
      model_version: model.number().nullable(),
      arm: model.text().nullable(),
      product_ids: model.json(),
      anchor_ids: model.json().nullable(),
      chances: model.json().nullable(),
      explored_ids: model.json().nullable(),
      odds_beside: model.json().nullable(),
    },
  )
  .indexes([{ on: ["created_at"] }])
