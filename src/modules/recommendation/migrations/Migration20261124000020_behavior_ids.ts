import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const LEAVES = `select c.oid, c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                 where i.inhparent = 'behavior_event'::regclass`

/**
 * An event's id is its own within a month, whatever time it says: each partition
 * has a unique index of the id alone, which the parent cannot have (its key must
 * hold the time). Shoppers' indexes leave out the rows that have no such shopper.
 */
export class Migration20261124000020_behavior_ids extends Migration {
  override async up(): Promise<void> {
    // Writers wait here, in the order in which they lock: behind a month's own lock one that holds the table would deadlock.
    this.addSql(`lock table "behavior_event" in share row exclusive mode;`)
    this.addSql(`
      delete from "behavior_event" later using "behavior_event" first
       where later.id = first.id and later.tableoid = first.tableoid and later.seq > first.seq;`)
    this.addSql(`
      do $$
      declare leaf record;
      begin
        for leaf in ${LEAVES} loop
          execute format('create unique index if not exists %I on %I ("id")', leaf.relname || '_id_unique', leaf.relname);
        end loop;
      end $$;`)
    this.addSql(`alter table "behavior_event" drop constraint if exists "behavior_event_pkey";`)
    for (const shopper of ["customer", "visitor"]) {
      this.addSql(`drop index if exists "IDX_behavior_event_${shopper}";`)
      this.addSql(`
        create index if not exists "IDX_behavior_event_${shopper}" on "behavior_event"
          ("${shopper}_id", "type", "occurred_at") where "${shopper}_id" is not null;`)
    }
  }

  override async down(): Promise<void> {
    for (const shopper of ["customer", "visitor"]) {
      this.addSql(`drop index if exists "IDX_behavior_event_${shopper}";`)
      this.addSql(`
        create index if not exists "IDX_behavior_event_${shopper}" on "behavior_event"
          ("${shopper}_id", "type", "occurred_at");`)
    }
    this.addSql(`alter table "behavior_event" add constraint "behavior_event_pkey" primary key ("id", "occurred_at");`)
    this.addSql(`
      do $$
      declare leaf record;
      begin
        for leaf in ${LEAVES} loop
          execute format('drop index if exists %I', leaf.relname || '_id_unique');
        end loop;
      end $$;`)
  }
}
