import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Counts by day and product that nothing reads: written each hour, and kept for ever. */
export class Migration20261129060002_no_counters extends Migration {
  override async up(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_counter" cascade;`)
    this.addSql(`drop table if exists "recommendation_counter_mark" cascade;`)
  }

  override async down(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_counter" (
        "day" date not null,
        "product_id" text not null,
        "type" smallint not null,
        "count" bigint not null default 0,
        constraint "recommendation_counter_pkey" primary key ("product_id", "type", "day")
      );`)
    this.addSql(`
      create table if not exists "recommendation_counter_mark" (
        "only" boolean not null default true check ("only"),
        "seq" bigint not null default 0,
        constraint "recommendation_counter_mark_pkey" primary key ("only")
      );`)
    this.addSql(`insert into "recommendation_counter_mark" default values on conflict do nothing;`)
  }
}
