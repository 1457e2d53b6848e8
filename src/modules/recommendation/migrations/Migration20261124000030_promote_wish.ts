import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** An admin may ask for a run whose version serves even if the gate refuses it. */
export class Migration20261124000030_promote_wish extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table "recommendation_retrain_request" add column if not exists "promote" boolean not null default false;`,
    )
  }

  override async down(): Promise<void> {
    this.addSql(`alter table "recommendation_retrain_request" drop column if exists "promote";`)
  }
}
