import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** The products that a served list started from: what was chosen of it teaches what goes with them. */
export class Migration20261201000100_list_anchors extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table "recommendation_served" add column if not exists "anchor_ids" jsonb null;')
  }

  override async down(): Promise<void> {
    this.addSql('alter table "recommendation_served" drop column if exists "anchor_ids";')
  }
}
