import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const NAME = "recommendation_rule_change"

/**
 * A rule may be written by Medusa's generated methods and by hand, too: whoever writes it, the log that all instances follow
 * has it, in the same transaction.
 */
export class Migration20261203000200_rule_changes extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
        create or replace function "${NAME}"() returns trigger language plpgsql as $$
        begin
          insert into recommendation_serving_change (kind, key) values ('rules', null);
          return null;
        end $$;`)
    this.addSql(`drop trigger if exists "${NAME}" on "recommendation_rule";`)
    this.addSql(`
        create trigger "${NAME}" after insert or update or delete on "recommendation_rule"
          for each statement execute function "${NAME}"();`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop trigger if exists "${NAME}" on "recommendation_rule";`)
    this.addSql(`drop function if exists "${NAME}"();`)
  }
}
