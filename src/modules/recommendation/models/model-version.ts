import { model } from "@medusajs/framework/utils"

/** One trained model with all its figures, whether it ever served or was refused; its file lies apart. */
export const RecommendationModelVersion = model
  .define("recommendation_model_version", {
    id: model.id({ prefix: "recver" }).primaryKey(),
    number: model.number(),
    run_id: model.text(),
    trigger: model.text(),
    refusal: model.text().nullable(),
    gate_reason: model.text(),
    gate_said: model.json().nullable(),
    forced: model.boolean().default(false),
    promoted_at: model.dateTime().nullable(),
    trained_at: model.dateTime(),
    duration_ms: model.number(),
    size_bytes: model.number(),
    memory_mb: model.float(),
    snapshot_seq: model.number(),
    catalog_size: model.number(),
    report: model.json(),
    weights: model.json(),
  })
  .indexes([{ on: ["number"], unique: true }])
