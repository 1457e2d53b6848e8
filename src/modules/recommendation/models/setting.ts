import { model } from "@medusajs/framework/utils"

/** What admins changed at runtime: one row, whose `version` guards against two admins at once. */
export const RecommendationSetting = model.define("recommendation_setting", {
  id: model.id({ prefix: "recset" }).primaryKey(),
  version: model.number(),
  settings: model.json(),
  updated_by: model.text().nullable(),
})
