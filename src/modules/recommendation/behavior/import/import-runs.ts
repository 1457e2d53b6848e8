import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import type { ImportProgress } from "../../../../types/http"
import { inBackground } from "../../background"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import type { Statement } from "../../database/query-rows"
import { inTransaction } from "../../database/transaction"

/** Seconds without a sign of life after which another process goes on with an import. */
const STALE_SECONDS = 60

const runRow = z.object({
  id: z.string(),
  source: z.string(),
  status: z.enum(["running", "done", "failed", "canceled"]),
  total: z.coerce.number().nullable(),
  read: z.coerce.number(),
  stored: z.coerce.number(),
  duplicate: z.coerce.number(),
  bad: z.coerce.number(),
  cursor: z.string(),
  cause: z.string().nullable(),
  started_at: z.date(),
  finished_at: z.date().nullable(),
})

/** Milliseconds between two signs of life: a page that waits for a lock may take longer than a dead import is given. */
const BEAT_MS = 10_000

const idRow = z.object({ id: z.string() })

type RunRow = z.output<typeof runRow>

const COLUMNS = "id, source, status, total, read, stored, duplicate, bad, cursor, cause, started_at, finished_at"

/** One import that this process holds. */
export interface HeldImport {
  readonly id: string
  readonly source: string
  /** Where it stands: what the source last reported; empty at the beginning. */
  readonly cursor: string
  /** Fencing: whoever took over has another. */
  readonly owner: string
}

/** What one page of an import did. */
export interface ImportPage {
  readonly read: number
  readonly stored: number
  readonly bad: number
  readonly cursor: string
}

/** Imports and how far they are; each is held by one process at a time. */
export class ImportRuns {
  constructor(private readonly context: ModuleContext) {}

  /**
   * Begins an import, or takes over where a dead or failed one of the same source
   * stopped. Null while another process is at it.
   *
   * @param resumes false for a source that has no place to go on from: it begins again
   */
  async begin(source: string, total: number | null, resumes = true): Promise<HeldImport | null> {
    const owner = randomUUID()
    return inTransaction(this.context, async (transaction) => {
      await transaction.raw("select pg_advisory_xact_lock(hashtextextended(?, 7219007))", [source])
      const [latest] = await queryRows(
        transaction,
        {
          sql: `select ${COLUMNS}, heartbeat_at > now() - make_interval(secs => ?) as alive
                  from recommendation_import where source = ? order by started_at desc limit 1`,
          bindings: [STALE_SECONDS, source],
        },
        runRow.extend({ alive: z.boolean() }),
      )
      if (latest?.status === "running" && latest.alive) return null
      if (latest && latest.status !== "done" && resumes) {
        await transaction.raw(
          `update recommendation_import set status = 'running', owner = ?, heartbeat_at = now(), finished_at = null,
                  cause = null, total = coalesce(?::bigint, total) where id = ?`,
          [owner, total, latest.id],
        )
        return { id: latest.id, source, cursor: latest.cursor, owner }
      }
      const id = `recimp_${randomUUID().replaceAll("-", "")}`
      await transaction.raw(
        `insert into recommendation_import (id, source, status, total, owner, heartbeat_at)
         values (?, ?, 'running', ?, ?, now())`,
        [id, source, total, owner],
      )
      return { id, source, cursor: "", owner }
    })
  }

  /** Says now and then that the holder is alive, until the function that it gives is called. */
  keepAlive(held: HeldImport): () => void {
    const beats = setInterval(() => void this.beat(held).catch(() => undefined), BEAT_MS)
    return () => clearInterval(beats)
  }

  /** Says that the holder is alive, in the middle of a page. */
  async beat(held: HeldImport): Promise<void> {
    await this.update({
      sql: `update recommendation_import set heartbeat_at = now()
             where id = ? and owner = ? and status = 'running' returning id`,
      bindings: [held.id, held.owner],
    })
  }

  /** Writes down a page; false when the import was canceled or another process holds it now. */
  advance(held: HeldImport, page: ImportPage): Promise<boolean> {
    const duplicate = page.read - page.stored - page.bad
    return this.update({
      sql: `update recommendation_import
               set read = read + ?, stored = stored + ?, duplicate = duplicate + ?, bad = bad + ?, cursor = ?,
                   heartbeat_at = now()
             where id = ? and owner = ? and status = 'running' returning id`,
      bindings: [page.read, page.stored, duplicate, page.bad, page.cursor, held.id, held.owner],
    })
  }

  /** Ends an import, with the cause of its failure or, where it is done, what was wrong with rows that were passed over. */
  async finish(held: HeldImport, status: "done" | "failed" = "done", cause: string | null = null): Promise<void> {
    await this.update({
      sql: `update recommendation_import set status = ?, cause = ?, finished_at = now(), heartbeat_at = now()
             where id = ? and owner = ? and status = 'running' returning id`,
      bindings: [status, cause, held.id, held.owner],
    })
  }

  /** Ends imports of a source whose process died, where nobody can go on with them. */
  async failStale(source: string, cause: string): Promise<void> {
    await this.context.knex().raw(
      `update recommendation_import set status = 'failed', cause = ?, finished_at = now()
        where source = ? and status = 'running' and heartbeat_at < now() - make_interval(secs => ?)`,
      [cause, source, STALE_SECONDS],
    )
  }

  /** Whether the import was there to be changed. What its holder writes goes over the connections of background work. */
  private async update(statement: Statement): Promise<boolean> {
    const rows = await inBackground(this.context, (transaction) => queryRows(transaction, statement, idRow))
    return rows.length > 0
  }

  /** False when there is no such import, or it is over. */
  async cancel(id: string): Promise<boolean> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `update recommendation_import set status = 'canceled', finished_at = now()
               where id = ? and status = 'running' returning id`,
        bindings: [id],
      },
      z.object({ id: z.string() }),
    )
    return rows.length > 0
  }

  /** The import of that id, or the latest of all; null when there is none. */
  async find(id?: string): Promise<ImportProgress | null> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select ${COLUMNS} from recommendation_import where id = coalesce(?, id) order by started_at desc limit 1`,
        bindings: [id ?? null],
      },
      runRow,
    )
    return rows[0] ? toProgress(rows[0]) : null
  }

  /** Sources of imports whose process died. */
  async stale(): Promise<string[]> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select distinct source from recommendation_import
               where status = 'running' and heartbeat_at < now() - make_interval(secs => ?)`,
        bindings: [STALE_SECONDS],
      },
      z.object({ source: z.string() }),
    )
    return rows.map((row) => row.source)
  }
}

function toProgress(row: RunRow): ImportProgress {
  const { id, source, status, read, stored, duplicate, bad, cause } = row
  // Counted when the import began: what the shop sold meanwhile is read as well.
  const total = row.total === null ? null : Math.max(row.total, read)
  return {
    ...{ id, source, status, total, read, stored, duplicate, bad, cause },
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  }
}
