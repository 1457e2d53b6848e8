import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** By what chance each product of a served list stands where it does, and which stand there by exploration. */
export class Migration20261130000700_explored_lists extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table "recommendation_served"
        add column if not exists "chances" jsonb null,
        add column if not exists "explored_ids" jsonb null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`
      alter table "recommendation_served"
        drop column if exists "chances",
        drop column if exists "explored_ids";`)
  }
}
