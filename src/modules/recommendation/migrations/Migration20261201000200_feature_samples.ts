import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Features of a few lists as they were served, until the next training has computed them again: under the list's own id,
 * and no shopper's.
 */
export class Migration20261201000200_feature_samples extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists "recommendation_feature_sample" (
        "id" text not null,
        "version_id" text not null,
        "file_checksum" text not null,
        "asked_as" text not null,
        "links" integer not null,
        "snapshot" pg_snapshot not null,
        "events" integer not null,
        "first_at" timestamptz not null,
        "served" jsonb null,
        "created_at" timestamptz not null default clock_timestamp(),
        "checked_at" timestamptz null,
        "skew" jsonb null,
        constraint "recommendation_feature_sample_pkey" primary key ("id")
      );`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "recommendation_feature_sample" cascade;`)
  }
}
