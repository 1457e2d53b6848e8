import { z } from "@medusajs/framework/zod"
import type { RetrainTrigger } from "../../../types/http"
import type { ModuleContext } from "../context"
import { execute, queryRows } from "../database/query-rows"
import { RETRAIN_TRIGGERS } from "./run-store"
import { firstRunAfter } from "./schedule"
import type { Schedule } from "./schedule"

const requestRow = z.object({
  id: z.coerce.number(),
  trigger: z.enum(RETRAIN_TRIGGERS),
  detail: z.string().nullable(),
  requested_by: z.string().nullable(),
  attempts: z.number(),
})

/** Somebody or something wants a retrain. */
export type RetrainRequest = z.output<typeof requestRow>

/** The one row of the schedule's state. */
const SCHEDULE = "schedule"

/** Requests for a retrain, kept until a run answers them: a run that fails leaves them standing. */
export class RequestStore {
  constructor(private readonly context: ModuleContext) {}

  /** @param promote whether what is trained serves even if the gate refuses it */
  async add(
    trigger: RetrainTrigger,
    detail: string | null,
    { by = null, promote = false }: { readonly by?: string | null; readonly promote?: boolean } = {},
  ): Promise<number> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `insert into recommendation_retrain_request (trigger, detail, requested_by, promote)
              values (?, ?, ?, ?) returning id`,
        bindings: [trigger, detail, by, promote],
      },
      z.object({ id: z.coerce.number() }),
    )
    return rows[0]?.id ?? 0
  }

  /** Requests that no run has taken up, oldest first. */
  pending(): Promise<RetrainRequest[]> {
    return queryRows(
      this.context.knex(),
      {
        sql: `select id, trigger, detail, requested_by, attempts from recommendation_retrain_request
               where run_id is null order by requested_at limit 100`,
        bindings: [],
      },
      requestRow,
    )
  }

  /** The run that took a request up; null while none has. */
  async runOf(requestId: number): Promise<string | null> {
    const rows = await queryRows(
      this.context.knex(),
      { sql: "select run_id from recommendation_retrain_request where id = ?", bindings: [requestId] },
      z.object({ run_id: z.string().nullable() }),
    )
    return rows[0]?.run_id ?? null
  }

  /** The admin who wants what this run trains to serve in any case; null where nobody does. */
  async promoter(runId: string): Promise<string | null> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select requested_by from recommendation_retrain_request
               where run_id = ? and promote and requested_by is not null order by id limit 1`,
        bindings: [runId],
      },
      z.object({ requested_by: z.string() }),
    )
    return rows[0]?.requested_by ?? null
  }

  /** When the schedule is next due; null when it is switched off. */
  async nextScheduled(schedule: Schedule & { readonly enabled: boolean }): Promise<Date | null> {
    if (!schedule.enabled) return null
    const row = await this.scheduleRow()
    if (row && row.cron === schedule.cron && row.time_zone === schedule.timeZone) return row.next_at
    return firstRunAfter(schedule, await this.now())
  }

  /**
   * Turns a schedule that is due into a request, once over all instances. An instant
   * that passed while no instance was up counts as due. Time is the database's: instances whose clocks differ
   * must not each have an instant of their own, nor one of a wrong year put the schedule off for ever.
   */
  async followSchedule(schedule: Schedule & { readonly enabled: boolean }): Promise<void> {
    const row = await this.scheduleRow()
    if (!schedule.enabled) {
      if (row)
        await execute(this.context.knex(), {
          sql: "delete from recommendation_schedule where id = ?",
          bindings: [SCHEDULE],
        })
      return
    }
    const isSame = row?.cron === schedule.cron && row.time_zone === schedule.timeZone
    const next = firstRunAfter(schedule, row?.now ?? (await this.now()))
    if (!next) return
    if (isSame && !row.is_due && next.getTime() >= row.next_at.getTime()) return
    const moved = await queryRows(
      this.context.knex(),
      {
        sql: `insert into recommendation_schedule as s (id, cron, time_zone, next_at) values (?, ?, ?, ?)
              on conflict (id) do update set cron = excluded.cron, time_zone = excluded.time_zone, next_at = excluded.next_at
              where s.next_at = ?::timestamptz returning s.id`,
        bindings: [SCHEDULE, schedule.cron, schedule.timeZone, next, row?.next_at ?? null],
      },
      z.object({ id: z.string() }),
    )
    if (isSame && row.is_due && moved.length > 0) await this.add("schedule", `${schedule.cron} (${schedule.timeZone})`)
  }

  private async now(): Promise<Date> {
    const rows = await queryRows(
      this.context.knex(),
      { sql: "select now() as now", bindings: [] },
      z.object({ now: z.date() }),
    )
    return rows[0]?.now ?? new Date()
  }

  private async scheduleRow(): Promise<z.output<typeof scheduleRow> | null> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select cron, time_zone, next_at, next_at <= now() as is_due, now() as now
                from recommendation_schedule where id = ?`,
        bindings: [SCHEDULE],
      },
      scheduleRow,
    )
    return rows[0] ?? null
  }
}

const scheduleRow = z.object({
  cron: z.string(),
  time_zone: z.string(),
  next_at: z.date(),
  is_due: z.boolean(),
  now: z.date(),
})
