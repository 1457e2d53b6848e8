import { model } from "@medusajs/framework/utils"

/** What one change of the settings changed, and who made it. */
export const RecommendationSettingChange = model
  .define("recommendation_setting_change", {
    id: model.id({ prefix: "recsch" }).primaryKey(),
    version: model.number(),
    changed_by: model.text().nullable(),
    changes: model.json(),
  })
  .indexes([{ on: ["version"], unique: true }])
