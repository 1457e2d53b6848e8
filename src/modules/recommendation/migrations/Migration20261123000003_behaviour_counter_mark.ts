import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261123000003_behaviour_counter_mark extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_counter_mark" (
        "only" boolean not null default true check ("only"),
        "seq" bigint not null default 0,
        constraint "recommendation_counter_mark_pkey" primary key ("only")
      );`)
    this.addSql(`insert into "recommendation_counter_mark" default values on conflict do nothing;`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_counter_mark" cascade;`)
  }
}
