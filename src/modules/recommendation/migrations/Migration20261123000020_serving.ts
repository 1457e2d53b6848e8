import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261123000020_serving extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_rule" (
        "id" text not null,
        "position" integer not null,
        "version" integer not null default 1,
        "name" text not null,
        "action" text check ("action" in ('pin', 'boost', 'bury', 'exclude', 'limit_per_category')) not null,
        "product_ids" jsonb not null,
        "category_ids" jsonb not null,
        "value" real null,
        "placements" jsonb not null,
        "sales_channel_ids" jsonb not null,
        "customer_group_ids" jsonb not null,
        "starts_at" timestamptz null,
        "ends_at" timestamptz null,
        "enabled" boolean not null default true,
        "created_at" timestamptz not null default now(),
        "updated_at" timestamptz not null default now(),
        "deleted_at" timestamptz null,
        constraint "recommendation_rule_pkey" primary key ("id")
      );`)
    this.addSql(`
      create index if not exists "IDX_recommendation_rule_deleted_at"
        on "recommendation_rule" ("deleted_at") where deleted_at is null;`)
    this.addSql(`
      create table if not exists "recommendation_served" (
        "id" text not null,
        "strategy" text not null,
        "rung" text not null,
        "placement" text null,
        "model_version" integer null,
        "shopper_hash" text null,
        "arm" text null,
        "product_ids" jsonb not null,
        "created_at" timestamptz not null default now(),
        "updated_at" timestamptz not null default now(),
        "deleted_at" timestamptz null,
        constraint "recommendation_served_pkey" primary key ("id")
      );`)
    this.addSql(`
      create index if not exists "IDX_recommendation_served_created_at"
        on "recommendation_served" ("created_at") where deleted_at is null;`)
    // What other instances must forget; a row lives a day, for nobody lags that far behind.
    this.addSql(`
      create table if not exists "recommendation_serving_change" (
        "seq" bigserial not null,
        "kind" text not null,
        "key" text null,
        "created_at" timestamptz not null default now(),
        constraint "recommendation_serving_change_pkey" primary key ("seq")
      );`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_serving_change" cascade;`)
    this.addSql(`drop table if exists "recommendation_served" cascade;`)
    this.addSql(`drop table if exists "recommendation_rule" cascade;`)
  }
}
