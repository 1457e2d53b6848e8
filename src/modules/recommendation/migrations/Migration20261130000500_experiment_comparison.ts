import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What the arms of an experiment differ in; those of before compared personal lists with what is popular. */
export class Migration20261130000500_experiment_comparison extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table "recommendation_experiment"
        add column if not exists "comparison" jsonb not null default '{"kind":"popularity"}'::jsonb;`)
  }

  override async down(): Promise<void> {
    this.addSql(`alter table "recommendation_experiment" drop column if exists "comparison";`)
  }
}
