import { model } from "@medusajs/framework/utils"

/** A hold-out: a share of shoppers gets recommendations that know nothing of them. One runs at a time. */
export const RecommendationExperiment = model
  .define("recommendation_experiment", {
    id: model.id({ prefix: "recexp" }).primaryKey(),
    name: model.text(),
    holdout_share: model.float(),
    is_aa: model.boolean().default(false),
    salt: model.text(),
    status: model.enum(["running", "stopped"]).default("running"),
    started_at: model.dateTime(),
    stopped_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ["status"], unique: true, where: "status = 'running' AND deleted_at IS NULL" }])
