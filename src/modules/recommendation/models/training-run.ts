import { model } from "@medusajs/framework/utils"

/** One attempt to train a model. At most one row may be `running`: the database says so, not the code. */
export const RecommendationTrainingRun = model
  .define("recommendation_training_run", {
    id: model.id({ prefix: "rectrun" }).primaryKey(),
    status: model.enum(["running", "succeeded", "refused", "failed", "canceled"]),
    trigger: model.text(),
    detail: model.text().nullable(),
    requested_by: model.text().nullable(),
    lease_owner: model.text(),
    lease_expires_at: model.dateTime(),
    fencing: model.number(),
    phase: model.text().nullable(),
    percent: model.float().default(0),
    cancel_requested: model.boolean().default(false),
    started_at: model.dateTime(),
    finished_at: model.dateTime().nullable(),
    cause: model.text().nullable(),
    cause_said: model.json().nullable(),
    version_id: model.text().nullable(),
  })
  .indexes([
    { on: ["status"], unique: true, where: "status = 'running' AND deleted_at IS NULL" },
    { on: ["started_at"] },
  ])
