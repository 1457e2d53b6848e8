import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Which admin wrote or last changed a rule. */
export class Migration20261130010001_rule_author extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table "recommendation_rule" add column if not exists "updated_by" text null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`alter table "recommendation_rule" drop column if exists "updated_by";`)
  }
}
