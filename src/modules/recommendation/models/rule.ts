import { model } from "@medusajs/framework/utils"
import { RULE_ACTIONS } from "../../../types/rule-schema"

/** A merchandiser's rule; rules are applied in the order of their position. */
export const RecommendationRule = model.define("recommendation_rule", {
  id: model.id({ prefix: "recrule" }).primaryKey(),
  position: model.number(),
  version: model.number().default(1),
  name: model.text().translatable(),
  action: model.enum([...RULE_ACTIONS]),
  product_ids: model.json(),
  category_ids: model.json(),
  conditions: model.json().nullable(),
  except: model.json().nullable(),
  anchor_product_ids: model.json().nullable(),
  created_by: model.text().nullable(),
  updated_by: model.text().nullable(),
  value: model.float().nullable(),
  placements: model.json(),
  sales_channel_ids: model.json(),
  customer_group_ids: model.json(),
  starts_at: model.dateTime().nullable(),
  ends_at: model.dateTime().nullable(),
  enabled: model.boolean().default(true),
})
