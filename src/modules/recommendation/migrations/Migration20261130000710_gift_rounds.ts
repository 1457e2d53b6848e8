import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What givers were asked and answered, in the shop's own words: to whom is not written down. */
export class Migration20261130000710_gift_rounds extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_gift_round" (
        "id" text not null,
        "search_id" text null,
        "placement" text null,
        "asked" text null,
        "answers" jsonb not null,
        "given_up" text[] not null default '{}',
        "remaining" integer not null,
        "created_at" timestamptz not null default clock_timestamp(),
        constraint "recommendation_gift_round_pkey" primary key ("id")
      );`)
    this.addSql(`
      create index if not exists "IDX_recommendation_gift_round_created_at"
        on "recommendation_gift_round" ("created_at");`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_gift_round" cascade;`)
  }
}
