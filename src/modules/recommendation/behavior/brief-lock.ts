import { setTimeout as pause } from "node:timers/promises"
import type { ModuleContext } from "../context"
import { inTransaction } from "../database/transaction"
import type { Transaction } from "../database/transaction"

/**
 * Milliseconds that a change of the table may wait for its lock. Whoever comes after it waits behind it, capture too:
 * a dump that reads for an hour must not keep the shop from storing for as long.
 */
const LOCK_MS = 200
const TRIES = 5
const PAUSE_MS = 1_000
/** SQL state of a lock that was not to be had in time. */
const LOCK_NOT_AVAILABLE = "55P03"

/**
 * Runs DDL in a transaction that gives up where its locks are not free, a few times over; null when somebody held on
 * throughout: then it is for the next run. (`detach … concurrently` would not need the lock, but Postgres has none for
 * tables with a default partition.)
 */
export async function withBriefLock<T>(
  context: Pick<ModuleContext, "knex">,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(context, async (transaction) => {
        await transaction.raw(`set local lock_timeout = '${LOCK_MS}ms'`)
        return work(transaction)
      })
    } catch (error) {
      if (!isLockTimeout(error)) throw error
      if (attempt === TRIES) return null
      await pause(PAUSE_MS, undefined, { ref: false })
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE
}
