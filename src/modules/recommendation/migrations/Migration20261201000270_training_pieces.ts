import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What the instances that share a training hand each other: parts of its snapshot and results of its tasks, gone with the run. */
export class Migration20261201000270_training_pieces extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_training_piece" (
        "run_id" text not null,
        "name" text not null,
        "piece" integer not null,
        "bytes" bytea not null,
        "created_at" timestamptz not null default now(),
        constraint "recommendation_training_piece_pkey" primary key ("run_id", "name", "piece")
      );`)
    // They come compressed: Postgres would try again, for nothing.
    this.addSql(`alter table "recommendation_training_piece" alter column "bytes" set storage external;`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_training_piece" cascade;`)
  }
}
