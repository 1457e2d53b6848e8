import { z } from "@medusajs/framework/zod"
import { ChangeLog } from "../database/change-log"
import type { ServingChange } from "../database/change-log"
import type { ModuleContext } from "../context"
import { retryTransient } from "../behavior/transient"
import { execute, queryRows } from "../database/query-rows"
import { aboutGate, aboutRun, MessageError } from "../sayings"
import { assertLease } from "./lease"
import type { Lease, Transaction } from "./lease"

const accuracyMark = z.object({
  pairwise: z.number().nullable(),
  hit_rate: z.number().nullable(),
  sample: z.number(),
  /** Measured on the hold-out at training, or on the first real choices after the promotion. */
  source: z.enum(["holdout", "live"]),
})

/** How good the model was when it began to serve. */
export type AccuracyMark = z.output<typeof accuracyMark>

const activationRow = z.object({
  version_id: z.string(),
  number: z.number(),
  fencing: z.coerce.number(),
  snapshot_seq: z.coerce.number(),
  snapshot: z.string().nullable(),
  activated_at: z.date(),
  accuracy: accuracyMark,
  accuracy_alarm: z.boolean(),
})

export type Activation = z.output<typeof activationRow>

const READ = `select a.version_id, v.number, v.snapshot_seq, v.snapshot, a.fencing, a.activated_at, a.accuracy, a.accuracy_alarm
  from recommendation_model_activation a join recommendation_model_version v on v.id = a.version_id where a.id = 'active'`

const CHANGE: readonly ServingChange[] = [{ kind: "model", key: null }]

/** A version that cannot be promoted; the message is for the admin. */
export class PromotionError extends MessageError {
  override readonly name = "PromotionError"
}

export interface Promotion {
  readonly versionId: string
  readonly by: string | null
  /** Serves although the gate refused it. */
  readonly forced: boolean
  readonly accuracy: AccuracyMark
}

/** Which model serves: one row, moved in one transaction, by whoever holds the newer fencing number. */
export class ActivationStore {
  constructor(
    private readonly context: ModuleContext,
    private readonly changes: ChangeLog = new ChangeLog(context),
  ) {}

  async current(): Promise<Activation | null> {
    return (await queryRows(this.context.knex(), { sql: READ, bindings: [] }, activationRow))[0] ?? null
  }

  /**
   * Lets a run's own version serve.
   *
   * @throws LeaseLostError when the run is no longer this holder's
   * @throws PromotionError when somebody promoted a version while the run went on
   */
  async promoteTrained(lease: Lease, promotion: Promotion): Promise<void> {
    await retryTransient(() =>
      this.changes.commit(CHANGE, async (transaction) => {
        await assertLease(transaction, lease)
        await activate(transaction, promotion, lease.fencing)
      }),
    )
  }

  /**
   * Lets any version serve whose file is kept: an admin's choice, which takes a
   * newer fencing number than any run that is under way.
   *
   * @throws PromotionError when the file is gone
   */
  async promote(promotion: Promotion): Promise<void> {
    await retryTransient(() => this.promoteOnce(promotion))
  }

  private async promoteOnce(promotion: Promotion): Promise<void> {
    await this.changes.commit(CHANGE, async (transaction) => {
      // Before the number is drawn: two admins at once must not activate in another order than they drew.
      await lock(transaction)
      const rows = await queryRows(
        transaction,
        { sql: "select nextval('recommendation_fencing_seq') as fencing", bindings: [] },
        z.object({ fencing: z.coerce.number() }),
      )
      await activate(transaction, promotion, rows[0]?.fencing ?? 0)
    })
  }

  /** Puts another version's standing back, as a workflow's undo. */
  async restore(lease: Lease, previous: Activation | null): Promise<void> {
    await this.changes.commit(CHANGE, async (transaction) => {
      await lock(transaction)
      if (previous === null) {
        await transaction.raw("delete from recommendation_model_activation where id = 'active' and fencing = ?", [
          lease.fencing,
        ])
        return
      }
      await transaction.raw(
        `update recommendation_model_activation set version_id = ?, activated_at = ?, accuracy = ?::jsonb, accuracy_alarm = ?
          where id = 'active' and fencing = ?`,
        [
          previous.version_id,
          previous.activated_at,
          JSON.stringify(previous.accuracy),
          previous.accuracy_alarm,
          lease.fencing,
        ],
      )
    })
  }

  /** Replaces what accuracy is measured against, once there are real choices after the promotion. */
  async markAccuracy(versionId: string, accuracy: AccuracyMark): Promise<void> {
    await execute(this.context.knex(), {
      sql: "update recommendation_model_activation set accuracy = ?::jsonb where id = 'active' and version_id = ?",
      bindings: [JSON.stringify(accuracy), versionId],
    })
  }

  async setAlarm(versionId: string, alarm: boolean): Promise<void> {
    await execute(this.context.knex(), {
      sql: "update recommendation_model_activation set accuracy_alarm = ? where id = 'active' and version_id = ?",
      bindings: [alarm, versionId],
    })
  }
}

const lock = (transaction: Transaction): Promise<unknown> =>
  Promise.resolve(transaction.raw("select pg_advisory_xact_lock(hashtext('recommendation_model_activation'))"))

async function activate(transaction: Transaction, promotion: Promotion, fencing: number): Promise<void> {
  await lock(transaction)
  const { versionId, by, forced, accuracy } = promotion
  const rows = await queryRows(
    transaction,
    {
      sql: `select v.id, exists (select 1 from recommendation_model_file f where f.version_id = v.id) as has_file
              from recommendation_model_version v where v.id = ? and v.deleted_at is null`,
      bindings: [versionId],
    },
    z.object({ id: z.string(), has_file: z.boolean() }),
  )
  if (!rows[0]?.has_file) throw new PromotionError(aboutRun.fileGone())
  const moved = await queryRows(
    transaction,
    {
      sql: `insert into recommendation_model_activation as a
              (id, version_id, fencing, activated_at, activated_by, forced, accuracy, accuracy_alarm)
            values ('active', ?, ?, clock_timestamp(), ?, ?, ?::jsonb, false)
            on conflict (id) do update set version_id = excluded.version_id, fencing = excluded.fencing,
              activated_at = excluded.activated_at, activated_by = excluded.activated_by, forced = excluded.forced,
              accuracy = excluded.accuracy, accuracy_alarm = false
            where a.fencing < excluded.fencing
               or (a.fencing = excluded.fencing and a.version_id = excluded.version_id) returning a.id`,
      bindings: [versionId, fencing, by, forced, JSON.stringify(accuracy)],
    },
    z.object({ id: z.string() }),
  )
  if (moved.length === 0) throw new PromotionError(aboutGate.promotedMeanwhile())
  await transaction.raw(
    "update recommendation_model_version set promoted_at = clock_timestamp(), forced = forced or ?, updated_at = now() where id = ?",
    [forced, versionId],
  )
}
