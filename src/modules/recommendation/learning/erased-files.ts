import { z } from "@medusajs/framework/zod"
import { withoutOwners } from "../../../core/recommender"
import { retryTransient } from "../behavior/transient"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { inTransaction } from "../database/transaction"
import type { Transaction } from "./lease"

/** Any number: whoever writes a model's file holds this advisory lock until its commit. */
const FILES_LOCK = 7_219_010

const idRow = z.object({ version_id: z.string() })
const pendingRow = z.object({ id: z.string(), names: z.array(z.string()) })

export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Whether a shopper was erased since the run that holds the lease began: a run takes up all requests that are there
 * when it begins. With the lock on files, so that the erasure's own look at them comes before or after this.
 */
export async function holdsErased(transaction: Transaction): Promise<boolean> {
  await transaction.raw("select pg_advisory_xact_lock(?)", [FILES_LOCK])
  const rows = await queryRows(
    transaction,
    {
      sql: "select id from recommendation_retrain_request where trigger = 'erasure' and run_id is null limit 1",
      bindings: [],
    },
    z.object({ id: z.coerce.number() }),
  )
  return rows.length > 0
}

/** Takes the erased out of the files of models that are kept: a file holds the products of each shopper as a vector. */
export class ErasedFiles {
  constructor(
    private readonly context: ModuleContext,
    private readonly versions: { file(versionId: string): Promise<Uint8Array | null> },
  ) {}

  /** Does what erasures left to be done, also those whose process died: their requests say whose vectors go. */
  async rewrite(): Promise<void> {
    for (;;) {
      const [pending] = await queryRows(this.context.knex(), { sql: PENDING, bindings: [] }, pendingRow)
      if (!pending) return
      for (const { version_id: versionId } of await queryRows(this.context.knex(), { sql: FILES, bindings: [] }, idRow))
        await retryTransient(() => this.rewriteOne(versionId, pending.names))
      await this.context
        .knex()
        .raw("update recommendation_retrain_request set erased_names = null where id = ?", [pending.id])
    }
  }

  private async rewriteOne(versionId: string, names: readonly string[]): Promise<void> {
    await inTransaction(this.context, async (transaction) => {
      await transaction.raw("select pg_advisory_xact_lock(?)", [FILES_LOCK])
      const bytes = await this.versions.file(versionId)
      const left = bytes && without(bytes, names)
      if (left === "unreadable") {
        await transaction.raw("delete from recommendation_model_file where version_id = ?", [versionId])
      } else if (left) {
        await transaction.raw("update recommendation_model_file set bytes = ? where version_id = ?", [
          asBuffer(left),
          versionId,
        ])
      }
    })
  }
}

/** A file that this release cannot read could never serve again, nor be cleared: it goes. */
function without(bytes: Uint8Array, names: readonly string[]): Uint8Array | null | "unreadable" {
  try {
    return withoutOwners(bytes, names)
  } catch {
    return "unreadable"
  }
}

const PENDING = `
  select id, erased_names as names from recommendation_retrain_request
   where erased_names is not null order by id limit 1`
const FILES = "select version_id from recommendation_model_file order by version_id"
