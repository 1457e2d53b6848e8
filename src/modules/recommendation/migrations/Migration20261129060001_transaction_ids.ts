import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Logs that instances follow: each row says which transaction wrote it, for rows become visible in the order of commits and not of their numbers. */
const LOGS = ["behavior_event", "recommendation_serving_change"] as const

export class Migration20261129060001_transaction_ids extends Migration {
  override async up(): Promise<void> {
    for (const table of LOGS) {
      // First the column, then its default: a column that is added with one would have every row written anew.
      this.addSql(`alter table "${table}" add column if not exists "xact_id" xid8 null;`)
      this.addSql(`alter table "${table}" alter column "xact_id" set default pg_current_xact_id();`)
      // Rows of before are followed by nobody any more, and need not be in it.
      this.addSql(
        `create index if not exists "IDX_${table}_xact" on "${table}" ("xact_id", "seq") where "xact_id" is not null;`,
      )
    }
  }

  override async down(): Promise<void> {
    for (const table of LOGS) {
      this.addSql(`drop index if exists "IDX_${table}_xact";`)
      this.addSql(`alter table "${table}" drop column if exists "xact_id";`)
    }
  }
}
