import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Model files are read in pieces: kept as they are, a piece is found without unpacking all that stands before it. */
export class Migration20261126000010_model_file_pieces extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table "recommendation_model_file" alter column "bytes" set storage external;`)
  }

  override async down(): Promise<void> {
    this.addSql(`alter table "recommendation_model_file" alter column "bytes" set storage extended;`)
  }
}
