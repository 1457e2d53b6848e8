import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What came of an experiment is kept in its row: counted again while it runs, and from its end on never. */
export class Migration20261129000301_experiment_results extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table "recommendation_experiment"
        add column if not exists "goal_per_arm" integer null,
        add column if not exists "expected_days" integer null,
        add column if not exists "results" jsonb null,
        add column if not exists "counted_at" timestamptz null,
        add column if not exists "counted_ms" integer null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`
      alter table "recommendation_experiment"
        drop column if exists "goal_per_arm", drop column if exists "expected_days", drop column if exists "results",
        drop column if exists "counted_at", drop column if exists "counted_ms";`)
  }
}
