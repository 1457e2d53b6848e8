import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261123000002_behaviour_upkeep extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_import" (
        "id" text not null,
        "source" text not null,
        "status" text not null check ("status" in ('running', 'done', 'failed', 'canceled')),
        "total" bigint null,
        "read" bigint not null default 0,
        "stored" bigint not null default 0,
        "duplicate" bigint not null default 0,
        "bad" bigint not null default 0,
        "cursor" text not null default '',
        "owner" text not null,
        "heartbeat_at" timestamptz not null default now(),
        "cause" text null,
        "started_at" timestamptz not null default now(),
        "finished_at" timestamptz null,
        constraint "recommendation_import_pkey" primary key ("id")
      );`)
    this.addSql(
      `create index if not exists "IDX_recommendation_import_source" on "recommendation_import" ("source", "started_at");`,
    )
    this.addSql(`
      create table if not exists "recommendation_reconciliation" (
        "started_at" timestamptz not null,
        "finished_at" timestamptz not null,
        "orders" integer not null,
        "mended" integer not null,
        constraint "recommendation_reconciliation_pkey" primary key ("started_at")
      );`)
    this.addSql(`
      create table if not exists "recommendation_capture_refusal" (
        "seq" bigint not null default nextval('behavior_event_seq'),
        "id" text not null,
        "type" smallint null,
        "product_id" text not null,
        "shopper" text null,
        "fate" text not null,
        "code" text null,
        "occurred_at" timestamptz null,
        "received_at" timestamptz not null default now(),
        constraint "recommendation_capture_refusal_pkey" primary key ("seq")
      );`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_capture_refusal" cascade;`)
    this.addSql(`drop table if exists "recommendation_reconciliation" cascade;`)
    this.addSql(`drop table if exists "recommendation_import" cascade;`)
  }
}
