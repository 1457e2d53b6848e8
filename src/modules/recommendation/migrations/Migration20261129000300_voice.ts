import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Which events of one day came from one block of addresses: a number under a key that the next day replaces. */
export class Migration20261129000300_voice extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table "behavior_event" add column if not exists "voice" integer null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`alter table "behavior_event" drop column if exists "voice";`)
  }
}
