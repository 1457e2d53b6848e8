import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261123000030_insights extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_experiment" (
        "id" text not null,
        "name" text not null,
        "holdout_share" real not null check ("holdout_share" > 0 and "holdout_share" < 1),
        "is_aa" boolean not null default false,
        "salt" text not null,
        "status" text check ("status" in ('running', 'stopped')) not null default 'running',
        "started_at" timestamptz not null,
        "stopped_at" timestamptz null,
        "created_at" timestamptz not null default now(),
        "updated_at" timestamptz not null default now(),
        "deleted_at" timestamptz null,
        constraint "recommendation_experiment_pkey" primary key ("id")
      );`)
    this.addSql(`
      create unique index if not exists "IDX_recommendation_experiment_status_unique"
        on "recommendation_experiment" ("status") where status = 'running' and deleted_at is null;`)
    this.addSql(`
      create index if not exists "IDX_recommendation_experiment_deleted_at"
        on "recommendation_experiment" ("deleted_at") where deleted_at is null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_experiment" cascade;`)
  }
}
