import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import type { SettingsChange, SettingsResponse } from "../../../types/http"
import { ChangeLog } from "../database/change-log"
import type { ServingChange } from "../database/change-log"
import type { ModuleContext } from "../context"
import { settingsSchema } from "../options"
import type { RecommendationSettings } from "../options"
import { queryRows } from "../database/query-rows"
import { ReadThrough } from "../read-through"
import { nextRuns } from "../learning/schedule"
import { changesBetween, mergeSettings } from "./settings-diff"

/** The one row. */
const ID = "recset_current"
/** Milliseconds that settings are taken as known: other instances follow within it. */
const FRESH_MS = 2_000
const HISTORY = 100
const CHANGE: readonly ServingChange[] = [{ kind: "settings", key: null }]

const settingRow = z.object({
  version: z.number(),
  settings: z.unknown(),
  updated_by: z.string().nullable(),
  updated_at: z.date(),
})

const changeRow = z.object({
  version: z.number(),
  changed_by: z.string().nullable(),
  created_at: z.date(),
  changes: z.array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown() })),
})

/** Somebody else changed the settings since they were read. */
export class StaleSettingsError extends Error {
  override readonly name = "StaleSettingsError"
}

export interface CurrentSettings {
  readonly settings: RecommendationSettings
  /** 0 until an admin first changes something. */
  readonly version: number
}

interface Kept extends CurrentSettings {
  readonly updatedAt: Date | null
  readonly updatedBy: string | null
}

/** An admin's change, on top of the version that the admin saw. */
export interface SettingsUpdate {
  /** What is not named stays as it is. */
  readonly settings: unknown
  readonly version: number
  readonly by: string | null
}

/** What admins may change at runtime: the module's options until they do, the stored row from then on. */
export class SettingsStore {
  private readonly defaults: RecommendationSettings
  private readonly kept = new ReadThrough<Kept>({ max: 1, lifeMs: FRESH_MS })

  constructor(
    private readonly context: ModuleContext,
    private readonly changes: ChangeLog = new ChangeLog(context),
  ) {
    const names = Object.keys(settingsSchema.shape)
    const options = Object.entries(context.options).filter(([name]) => names.includes(name))
    this.defaults = settingsSchema.parse(Object.fromEntries(options))
  }

  /** Settings now, at most two seconds old. */
  current(): Promise<CurrentSettings> {
    return this.kept.get("", () => this.read())
  }

  /** Settings as they are stored, with who changed them last. */
  async describe(): Promise<SettingsResponse> {
    const { settings, version, updatedAt, updatedBy } = await this.read()
    return { settings, version, updated_at: updatedAt?.toISOString() ?? null, updated_by: updatedBy }
  }

  /**
   * Stores a change and who made it.
   *
   * @throws StaleSettingsError when another admin was faster
   * @throws ZodError when a value is not allowed
   * @throws ScheduleError when cron or zone is wrong
   */
  async update(update: SettingsUpdate): Promise<SettingsResponse> {
    await this.changes.commit(CHANGE, async (transaction) => {
      // One writer at a time, also where there is no row to lock yet.
      await transaction.raw("select pg_advisory_xact_lock(hashtext('recommendation_setting'))")
      const rows = await queryRows(transaction, { sql: READ, bindings: [ID] }, settingRow)
      const before = this.interpret(rows[0])
      if (before.version !== update.version) {
        throw new StaleSettingsError(`the settings are at version ${before.version}, not ${update.version}`)
      }
      const settings = settingsSchema.parse(mergeSettings(before.settings, update.settings))
      nextRuns({ cron: settings.retrain.schedule.cron, timeZone: settings.retrain.schedule.time_zone }, 1)
      const changes = changesBetween(before.settings, settings)
      if (changes.length === 0) return
      const version = before.version + 1
      await transaction.raw(
        `insert into recommendation_setting (id, version, settings, updated_by) values (?, ?, ?::jsonb, ?)
         on conflict (id) do update set version = excluded.version, settings = excluded.settings,
           updated_by = excluded.updated_by, updated_at = now()`,
        [ID, version, JSON.stringify(settings), update.by],
      )
      await transaction.raw(
        "insert into recommendation_setting_change (id, version, changed_by, changes) values (?, ?, ?, ?::jsonb)",
        [`recsch_${randomUUID()}`, version, update.by, JSON.stringify(changes)],
      )
    })
    this.kept.forget()
    return this.describe()
  }

  /** Changes, newest first. */
  async history(): Promise<SettingsChange[]> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select version, changed_by, created_at, changes from recommendation_setting_change
               where deleted_at is null order by version desc limit ?`,
        bindings: [HISTORY],
      },
      changeRow,
    )
    return rows.map((row) => ({
      version: row.version,
      at: row.created_at.toISOString(),
      by: row.changed_by,
      changes: row.changes,
    }))
  }

  /** Settings as they are stored at this moment. */
  async read(): Promise<Kept> {
    const rows = await queryRows(this.context.knex(), { sql: READ, bindings: [ID] }, settingRow)
    return this.interpret(rows[0])
  }

  private interpret(row: z.output<typeof settingRow> | undefined): Kept {
    if (!row) return { settings: this.defaults, version: 0, updatedAt: null, updatedBy: null }
    // A field that a newer release added is not in the row yet: the option speaks for it.
    const settings = settingsSchema.safeParse(mergeSettings(this.defaults, row.settings))
    if (!settings.success) {
      this.context.logger?.error("recommendations: the stored settings cannot be read; the module's options stand in")
    }
    return {
      settings: settings.success ? settings.data : this.defaults,
      version: row.version,
      updatedAt: row.updated_at,
      updatedBy: row.updated_by,
    }
  }
}

const READ = `select version, settings, updated_by, updated_at from recommendation_setting
  where id = ? and deleted_at is null`
