import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What a rule asks of products beside their names, on whose pages it holds, and who made and changed it. */
export class Migration20261130000400_rule_conditions extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table "recommendation_rule"
        add column if not exists "conditions" jsonb null,
        add column if not exists "except" jsonb null,
        add column if not exists "anchor_product_ids" jsonb null,
        add column if not exists "created_by" text null,
        add column if not exists "updated_by" text null;`)
    this.addSql(`alter table "recommendation_rule" drop constraint if exists "recommendation_rule_action_check";`)
    this.addSql(`
      alter table "recommendation_rule" add constraint "recommendation_rule_action_check"
        check ("action" in ('pin', 'boost', 'bury', 'exclude', 'include', 'limit_per_category'));`)
  }

  override async down(): Promise<void> {
    this.addSql(`delete from "recommendation_rule" where "action" = 'include';`)
    this.addSql(`alter table "recommendation_rule" drop constraint if exists "recommendation_rule_action_check";`)
    this.addSql(`
      alter table "recommendation_rule" add constraint "recommendation_rule_action_check"
        check ("action" in ('pin', 'boost', 'bury', 'exclude', 'limit_per_category'));`)
    this.addSql(`
      alter table "recommendation_rule"
        drop column if exists "conditions", drop column if exists "except",
        drop column if exists "anchor_product_ids", drop column if exists "created_by", drop column if exists "updated_by";`)
  }
}
