import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** The type of an impression, by its code: lists that were shown are most of a log, and nothing that a shopper did. */
const IMPRESSION = 2

/** Who was in the shop of late, customers apart from guests: of one kind a thousand events may lie between two of the other. */
export class Migration20261201000300_recent_shoppers extends Migration {
  override async up(): Promise<void> {
    for (const [kind, whose] of [
      ["customer", `"customer_id" is not null`],
      ["guest", `"customer_id" is null and "visitor_id" is not null`],
    ]) {
      this.addSql(`
        create index if not exists "IDX_behavior_event_recent_${kind}" on "behavior_event" ("occurred_at")
          where ${whose} and "type" <> ${IMPRESSION} and not "is_bot";`)
    }
  }

  override async down(): Promise<void> {
    for (const kind of ["customer", "guest"]) this.addSql(`drop index if exists "IDX_behavior_event_recent_${kind}";`)
  }
}
