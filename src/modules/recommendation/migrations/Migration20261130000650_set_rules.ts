import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Rules that name the set on a product's page, or forbid one. */
export class Migration20261130000650_set_rules extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table "recommendation_rule" drop constraint if exists "recommendation_rule_action_check";`)
    this.addSql(`
      alter table "recommendation_rule" add constraint "recommendation_rule_action_check"
        check ("action" in ('pin', 'boost', 'bury', 'exclude', 'include', 'limit_per_category',
                            'bundle', 'bundle_only', 'no_bundle'));`)
  }

  override async down(): Promise<void> {
    this.addSql(`delete from "recommendation_rule" where "action" in ('bundle', 'bundle_only', 'no_bundle');`)
    this.addSql(`alter table "recommendation_rule" drop constraint if exists "recommendation_rule_action_check";`)
    this.addSql(`
      alter table "recommendation_rule" add constraint "recommendation_rule_action_check"
        check ("action" in ('pin', 'boost', 'bury', 'exclude', 'include', 'limit_per_category'));`)
  }
}
