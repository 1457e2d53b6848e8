import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Causes and reasons in parts beside their English, so that the dashboard can say them in any language. */
export class Migration20261124000010_sayings extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table "recommendation_model_version" add column if not exists "gate_said" jsonb null;`)
    this.addSql(`alter table "recommendation_training_run" add column if not exists "cause_said" jsonb null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`alter table "recommendation_model_version" drop column if exists "gate_said";`)
    this.addSql(`alter table "recommendation_training_run" drop column if exists "cause_said";`)
  }
}
