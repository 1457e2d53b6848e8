import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"

export type Knex = ReturnType<ModuleContext["knex"]>
export type Transaction = Pick<Knex, "raw">

/** The right to train, for as long as the row says so by the database's clock. */
export interface Lease {
  readonly runId: string
  /** Random per run: process numbers are alike in every container. */
  readonly owner: string
  /** Grows with every lease and promotion: an older holder can never write over a newer one. */
  readonly fencing: number
}

/** The run belongs to somebody else by now, or was ended: whatever this holder made must not be kept. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError"
}

/**
 * Locks the run's row and checks that the lease is still held, so that what the
 * transaction goes on to write cannot cross with another holder's.
 *
 * @throws LeaseLostError when it is not
 */
export async function assertLease(transaction: Transaction, lease: Lease): Promise<void> {
  const rows = await queryRows(
    transaction,
    {
      sql: `select id from recommendation_training_run
             where id = ? and lease_owner = ? and fencing = ? and status = 'running' and lease_expires_at > now()
               for update`,
      bindings: [lease.runId, lease.owner, lease.fencing],
    },
    z.object({ id: z.string() }),
  )
  if (rows.length === 0)
    throw new LeaseLostError(`the lease of run ${lease.runId} is lost: another took over or it was ended`)
}
