import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Columns that got another name. */
const RENAMED = [
  { table: "recommendation_capture_refusal", was: "fate", is: "outcome", type: "text" },
  { table: "recommendation_reconciliation", was: "mended", is: "recovered", type: "integer" },
] as const

/**
 * An instance of the version before goes on while this runs, and after it until it is replaced: it writes and reads the
 * former names, and would fail on a column that was renamed. So both stand there, kept the same by a trigger; a later
 * version drops the former ones, with the triggers.
 */
export class Migration20261201000500_outcome_columns extends Migration {
  override async up(): Promise<void> {
    // Before the tables below, as a writer of both takes them: in the other order the two might wait for each other.
    this.addSql(`
      insert into "recommendation_capture_count" ("day", "kind", "count")
      select "day", 'recovered', "count" from "recommendation_capture_count" where "kind" = 'mended'
      on conflict ("day", "kind") do update set "count" = "recommendation_capture_count"."count" + excluded."count";`)
    this.addSql(`delete from "recommendation_capture_count" where "kind" = 'mended';`)
    for (const { table, was, is, type } of RENAMED) {
      this.addSql(`alter table "${table}" add column if not exists "${is}" ${type} null;`)
      this.addSql(`update "${table}" set "${is}" = "${was}" where "${is}" is null;`)
      this.addSql(`
        create or replace function "${table}_${is}"() returns trigger language plpgsql as $$
        begin
          new."${is}" := coalesce(new."${is}", new."${was}");
          new."${was}" := new."${is}";
          return new;
        end $$;`)
      this.addSql(`drop trigger if exists "${table}_${is}" on "${table}";`)
      this.addSql(`
        create trigger "${table}_${is}" before insert on "${table}" for each row execute function "${table}_${is}"();`)
      this.addSql(`alter table "${table}" alter column "${is}" set not null;`)
    }
  }

  override async down(): Promise<void> {
    for (const { table, is } of RENAMED) {
      this.addSql(`drop trigger if exists "${table}_${is}" on "${table}";`)
      this.addSql(`drop function if exists "${table}_${is}"();`)
      this.addSql(`alter table "${table}" drop column if exists "${is}";`)
    }
  }
}
