import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261130120000_wishlist extends Migration {
  override async up(): Promise<void> {
    const times = `"created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null`
    this.addSql(`
      create table if not exists "wishlist" (
        "id" text primary key, "name" text null, "customer_id" text null, "sales_channel_id" text not null, ${times});`)
    this.addSql(`
      create table if not exists "wishlist_item" (
        "id" text primary key, "product_variant_id" text not null, "product_id" text not null,
        "wishlist_id" text not null references "wishlist" ("id") on update cascade on delete cascade, ${times});`)
    this.addSql(`
      create unique index if not exists "IDX_wishlist_item_product_variant_id_wishlist_id_unique"
        on "wishlist_item" ("product_variant_id", "wishlist_id") where deleted_at is null;`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "wishlist_item", "wishlist";`)
  }
}
