import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Which line of its order an event belongs to, and what that line earned by all that has happened to the order. */
export class Migration20261129000200_order_lines extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table "behavior_event" add column if not exists "order_line_id" text null;`)
    this.addSql(`alter table "behavior_event" add column if not exists "earned" numeric null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`alter table "behavior_event" drop column if exists "earned";`)
    this.addSql(`alter table "behavior_event" drop column if exists "order_line_id";`)
  }
}
