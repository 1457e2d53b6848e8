import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What the model held of the new products of a served list: their odds over those of what stood next to them. */
export class Migration20261201000400_odds_beside extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table "recommendation_served" add column if not exists "odds_beside" jsonb null;')
  }

  override async down(): Promise<void> {
    this.addSql('alter table "recommendation_served" drop column if exists "odds_beside";')
  }
}
