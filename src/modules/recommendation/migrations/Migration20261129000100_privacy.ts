import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * What keeps erased data away: tombstones, looked at by every insert of behavior. Links between visitors and customers
 * say whether they rest on a yes. Served lists say nothing of the shopper any more: nothing read it.
 */
export class Migration20261129000100_privacy extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_tombstone" (
        "shopper" text not null,
        "erased_at" timestamptz not null,
        "is_visitor" boolean not null default false,
        "created_at" timestamptz not null default now(),
        constraint "recommendation_tombstone_pkey" primary key ("shopper")
      );`)
    this.addSql(`alter table "recommendation_visitor" add column if not exists "consented_at" timestamptz null;`)
    this.addSql(
      `create index if not exists "IDX_recommendation_visitor_linked_at" on "recommendation_visitor" ("linked_at");`,
    )
    this.addSql(`alter table "recommendation_served" drop column if exists "shopper_hash";`)
    // Orders and carts of a shopper are found by it: without, an erasure reads the whole log.
    this.addSql(`
      create index if not exists "IDX_behavior_event_basket" on "behavior_event" ("basket_id")
        where "basket_id" is not null;`)
    this.addSql(`
      alter table "recommendation_retrain_request" add column if not exists "attempts" integer not null default 0,
        add column if not exists "erased_names" text[] null;`)
    this.addSql(`
      create index if not exists "IDX_recommendation_retrain_request_erased" on "recommendation_retrain_request" ("id")
        where "erased_names" is not null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "IDX_recommendation_retrain_request_erased";`)
    this.addSql(`
      alter table "recommendation_retrain_request" drop column if exists "attempts",
        drop column if exists "erased_names";`)
    this.addSql(`drop index if exists "IDX_behavior_event_basket";`)
    this.addSql(`alter table "recommendation_served" add column if not exists "shopper_hash" text null;`)
    this.addSql(`drop index if exists "IDX_recommendation_visitor_linked_at";`)
    this.addSql(`alter table "recommendation_visitor" drop column if exists "consented_at";`)
    this.addSql(`drop table if exists "recommendation_tombstone" cascade;`)
  }
}
