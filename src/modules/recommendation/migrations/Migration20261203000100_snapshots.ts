import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Where reading stood: the number alone does not say what was numbered lower and committed later. */
const COLUMNS = [
  { table: "recommendation_model_version", column: "snapshot" },
  { table: "recommendation_accuracy_cursor", column: "snapshot" },
] as const

/** An instance of the version before writes none of it: then the number alone says where it stood. */
export class Migration20261203000100_snapshots extends Migration {
  override async up(): Promise<void> {
    for (const { table, column } of COLUMNS)
      this.addSql(`alter table "${table}" add column if not exists "${column}" text null;`)
  }

  override async down(): Promise<void> {
    for (const { table, column } of COLUMNS) this.addSql(`alter table "${table}" drop column if exists "${column}";`)
  }
}
