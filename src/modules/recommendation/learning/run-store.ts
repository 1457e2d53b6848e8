import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { TRAINING_PHASES } from "../../../core/contract"
import type { TrainingPhase } from "../../../core/contract"
import type { RetrainTrigger, RunStatus, TrainingRunInfo } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { inTransaction } from "../database/transaction"
import { codesOf, saidColumn, wordsOf } from "../sayings"
import type { Statement } from "../sayings"
import { LeaseLostError } from "./lease"
import type { Lease, Transaction } from "./lease"
import { remainingMs } from "./run-estimate"
import type { RunPace } from "./run-estimate"

export const RETRAIN_TRIGGERS = [
  "interactions",
  "accuracy",
  "schedule",
  "admin",
  "erasure",
  "catalog",
  "import",
] as const satisfies readonly RetrainTrigger[]

const runRow = z.object({
  id: z.string(),
  status: z.enum(["running", "succeeded", "refused", "failed", "canceled"]),
  trigger: z.enum(RETRAIN_TRIGGERS),
  phase: z.enum(TRAINING_PHASES).nullable(),
  percent: z.number(),
  started_at: z.date(),
  finished_at: z.date().nullable(),
  cause: z.string().nullable(),
  cause_said: saidColumn,
  version_number: z.number().nullable(),
  elapsed_ms: z.coerce.number(),
  reported_after_ms: z.coerce.number(),
  last_ms: z.coerce.number().nullable(),
})

type RunRow = z.output<typeof runRow>

const SELECT = `select r.id, r.status, r.trigger, r.phase, r.percent, r.started_at, r.finished_at, r.cause,
    r.cause_said,
    v.number as version_number,
    extract(epoch from coalesce(r.finished_at, now()) - r.started_at) * 1000 as elapsed_ms,
    extract(epoch from r.updated_at - r.started_at) * 1000 as reported_after_ms,
    case when r.status = 'running' then (
      select extract(epoch from b.finished_at - b.started_at) * 1000 from recommendation_training_run b
       where b.status in ('succeeded', 'refused') and b.deleted_at is null order by b.finished_at desc limit 1
    ) end as last_ms
  from recommendation_training_run r
  left join recommendation_model_version v on v.id = r.version_id
  where r.deleted_at is null`

const LISTED = 100

/** How a run is begun. */
export interface NewRun {
  readonly trigger: RetrainTrigger
  readonly detail: string | null
  readonly by: string | null
}

/** What the run's row learns from a heartbeat, and what it answers. */
export interface Heartbeat {
  readonly phase: TrainingPhase
  readonly percent: number
}

/** Runs and the lease on them: one at a time over all instances, taken over when its holder is silent. */
export class RunStore {
  constructor(private readonly context: ModuleContext) {}

  /**
   * Opens a run and takes its lease; null while another holds one. A run whose
   * lease ran out is closed as failed first: its instance died.
   */
  async open(run: NewRun): Promise<Lease | null> {
    const lease = { runId: `rectrun_${randomUUID()}`, owner: randomUUID() }
    return inTransaction(this.context, async (transaction) => {
      await closeDead(transaction)
      const rows = await queryRows(
        transaction,
        {
          sql: `insert into recommendation_training_run
                  (id, status, trigger, detail, requested_by, lease_owner, lease_expires_at, fencing)
                values (?, 'running', ?, ?, ?, ?, now() + make_interval(secs => ?), nextval('recommendation_fencing_seq'))
                on conflict do nothing returning fencing`,
          bindings: [lease.runId, run.trigger, run.detail, run.by, lease.owner, this.leaseSeconds],
        },
        z.object({ fencing: z.coerce.number() }),
      )
      const opened = rows[0]
      if (!opened) return null
      await transaction.raw(
        "update recommendation_retrain_request set run_id = ? where run_id is null and requested_at <= now()",
        [lease.runId],
      )
      return { ...lease, fencing: opened.fencing }
    })
  }

  /**
   * Says that the holder lives, and how far it is.
   *
   * @returns whether an admin wants the run to end
   * @throws LeaseLostError when the lease is another's by now
   */
  async beat(lease: Lease, { phase, percent }: Heartbeat): Promise<{ cancelRequested: boolean }> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `update recommendation_training_run
                 set lease_expires_at = now() + make_interval(secs => ?), phase = ?, percent = ?, updated_at = now()
               where id = ? and lease_owner = ? and fencing = ? and status = 'running' returning cancel_requested`,
        bindings: [this.leaseSeconds, phase, percent, lease.runId, lease.owner, lease.fencing],
      },
      z.object({ cancel_requested: z.boolean() }),
    )
    const row = rows[0]
    if (!row) throw new LeaseLostError(`the lease of run ${lease.runId} is lost: another took over or it was ended`)
    return { cancelRequested: row.cancel_requested }
  }

  /**
   * Ends a run; one that has ended already stays as it is. What asked for a run that failed asks again. An erasure asks
   * until a model trained without the erased serves, whether the run before was canceled or its version refused.
   */
  async close(lease: Lease, status: Exclude<RunStatus, "running">, cause: Statement | null): Promise<void> {
    await inTransaction(this.context, async (transaction) => {
      const closed = await queryRows(
        transaction,
        {
          sql: `update recommendation_training_run
            set status = ?, cause = ?, cause_said = ?::jsonb, finished_at = now(), updated_at = now(),
                percent = case when ? in ('succeeded', 'refused') then 100 else percent end
          where id = ? and lease_owner = ? and status = 'running' returning id`,
          bindings: [
            status,
            cause && codesOf(cause.said),
            cause && JSON.stringify(cause.said),
            status,
            lease.runId,
            lease.owner,
          ],
        },
        z.object({ id: z.string() }),
      )
      if (closed.length > 0 && status !== "succeeded") await release(transaction, [lease.runId], status)
    })
  }

  /** Asks the holder to end; false when no such run is running. */
  async requestCancel(runId: string): Promise<boolean> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `update recommendation_training_run set cancel_requested = true, updated_at = now()
               where id = ? and status = 'running' and deleted_at is null returning id`,
        bindings: [runId],
      },
      z.object({ id: z.string() }),
    )
    return rows.length > 0
  }

  /** Closes runs whose holder died; their ids. */
  async closeDead(): Promise<string[]> {
    return inTransaction(this.context, (transaction) => closeDead(transaction))
  }

  async list(): Promise<TrainingRunInfo[]> {
    const rows = await queryRows(
      this.context.knex(),
      { sql: `${SELECT} order by r.started_at desc limit ?`, bindings: [LISTED] },
      runRow,
    )
    return rows.map(describeRun)
  }

  async find(runId: string): Promise<TrainingRunInfo | null> {
    const rows = await queryRows(this.context.knex(), { sql: `${SELECT} and r.id = ?`, bindings: [runId] }, runRow)
    return rows[0] ? describeRun(rows[0]) : null
  }

  /** The run that goes on, and the one that ended last. */
  async latest(): Promise<{ current: TrainingRunInfo | null; last: TrainingRunInfo | null }> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `(${SELECT} and r.status = 'running' limit 1)
              union all (${SELECT} and r.status <> 'running' order by r.finished_at desc limit 1)`,
        bindings: [],
      },
      runRow,
    )
    const runs = rows.map(describeRun)
    return {
      current: runs.find((run) => run.status === "running") ?? null,
      last: runs.find((run) => run.status !== "running") ?? null,
    }
  }

  private get leaseSeconds(): number {
    return this.context.options.training.lease_seconds
  }
}

async function closeDead(transaction: Transaction): Promise<string[]> {
  const rows = await queryRows(
    transaction,
    {
      sql: `update recommendation_training_run
               set status = 'failed', finished_at = now(), updated_at = now(),
                   cause = 'went_silent',
                   cause_said = jsonb_build_array(jsonb_build_object('code', 'went_silent',
                     'values', jsonb_build_object('phase', coalesce(phase, 'snapshot'))))
             where status = 'running' and lease_expires_at < now() returning id`,
      bindings: [],
    },
    z.object({ id: z.string() }),
  )
  const ids = rows.map((row) => row.id)
  await release(transaction, ids, "failed")
  return ids
}

/** What asked for these runs has not been answered: it asks again. */
async function release(transaction: Transaction, runIds: readonly string[], status: RunStatus): Promise<void> {
  if (runIds.length === 0) return
  await transaction.raw(
    `update recommendation_retrain_request set run_id = null, attempts = attempts + 1
      where run_id = any(?) and (? = 'failed' or trigger = 'erasure')`,
    [[...runIds], status],
  )
}

const paceOf = (row: RunRow): RunPace => ({
  ...{ percent: row.percent, reportedAfterMs: row.reported_after_ms },
  ...{ elapsedMs: row.elapsed_ms, lastMs: row.last_ms },
})

function describeRun(row: RunRow): TrainingRunInfo {
  const left = row.status === "running" ? remainingMs(paceOf(row)) : null
  return {
    id: row.id,
    status: row.status,
    trigger: row.trigger,
    phase: row.phase,
    percent: Math.round(row.percent),
    estimated_end_at: left !== null ? new Date(Date.now() + left).toISOString() : null,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    cause: row.cause === null ? null : wordsOf(row.cause, row.cause_said),
    cause_said: row.cause_said,
    version_number: row.version_number,
  }
}
