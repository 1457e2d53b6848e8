import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Erasures and the credit of orders look events up by their order or cart: without an index each read the whole table. */
export class Migration20261129000302_basket_index extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create index if not exists "IDX_behavior_event_basket" on "behavior_event" ("basket_id")
        where "basket_id" is not null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "IDX_behavior_event_basket";`)
  }
}
