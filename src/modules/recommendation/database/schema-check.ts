import { readdirSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { missingColumns } from "./medusa-tables"
import { queryRows } from "./query-rows"

/** The database is asked again at most so often while tables are missing. */
const ASKED_EVERY_MS = 30_000
const MIGRATION = /^(Migration\d\w*)\.(?:js|ts)$/

/**
 * Whether the database has all tables of this version. A forgotten `db:migrate` is reported once, in words, with the
 * command that repairs it; until then jobs do nothing, instead of failing every few seconds. When all have run, what our
 * SQL reads of Medusa's own tables is looked for once: a Medusa that renamed a column is named in the log, with the column.
 */
export class SchemaCheck {
  private isComplete = false
  private hasWarned = false
  private askedAt = -Infinity
  private asking: Promise<boolean> | null = null

  /** @param folder where the migrations are */
  constructor(
    private readonly context: ModuleContext,
    private readonly folder: string = path.join(__dirname, "..", "migrations"),
  ) {}

  /** Asks the database once for all who ask meanwhile. */
  isReady(): Promise<boolean> {
    if (this.isComplete || performance.now() - this.askedAt < ASKED_EVERY_MS) return Promise.resolve(this.isComplete)
    this.asking ??= this.ask().finally(() => (this.asking = null))
    return this.asking
  }

  private async ask(): Promise<boolean> {
    const missing = await this.missing()
    this.isComplete = missing.length === 0
    this.askedAt = performance.now()
    if (this.isComplete) await this.compareMedusa()
    if (!this.isComplete && !this.hasWarned) {
      this.hasWarned = true
      this.context.logger?.error(
        `recommendations: ${missing.length} migrations have not run, the first is ${missing[0] ?? ""}. ` +
          "Lists fail and nothing is learned until you run: npx medusa db:migrate",
      )
    }
    return this.isComplete
  }

  /** Keeps nobody from going on: only what reads that column fails. */
  private async compareMedusa(): Promise<void> {
    const missing = await missingColumns(this.context.knex())
    if (missing.length === 0) return
    this.context.logger?.error(
      `recommendations: this Medusa has not all that lists and learning read of its tables: ${missing.join(", ")}. ` +
        "Update medusa-plugin-svm-recommendations to a version that knows this Medusa.",
    )
  }

  /** Names of the migrations that this version has and the database has not run, oldest first. */
  private async missing(): Promise<string[]> {
    const names = readdirSync(this.folder).flatMap((file) => MIGRATION.exec(file)?.[1] ?? [])
    const knex = this.context.knex()
    const [table] = await queryRows(
      knex,
      { sql: "select to_regclass('mikro_orm_migrations') is not null as exists", bindings: [] },
      z.object({ exists: z.boolean() }),
    )
    if (!table?.exists) return names.sort()
    const rows = await queryRows(
      knex,
      { sql: "select name from mikro_orm_migrations where name = any(?::text[])", bindings: [names] },
      z.object({ name: z.string() }),
    )
    const run = new Set(rows.map((row) => row.name))
    return names.filter((name) => !run.has(name)).sort()
  }
}
