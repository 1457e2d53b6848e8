import { z } from "@medusajs/framework/zod"
import { RunGoneError } from "../../../training/machines/piece-store"
import type { FencedRun, PieceStore } from "../../../training/machines/piece-store"
import { retryTransient } from "../behavior/transient"
import type { ModuleContext } from "../context"
import { execute, queryRows } from "../database/query-rows"
import { asBuffer } from "./erased-files"

/** Bytes of a row: what the driver turns into text and back at a time, while a shop's process does nothing else. */
const PIECE_BYTES = 512 * 1024

const pieceRow = z.object({ bytes: z.instanceof(Uint8Array) })
const runRow = z.object({ id: z.string() })

const inserted = z.object({ rows: z.array(runRow) })

const IS_OPEN = "id = ? and fencing = ? and status = 'running' and lease_expires_at > now()"
const PUT = `
  insert into recommendation_training_piece (run_id, name, piece, bytes)
  select id, ?, ?, ? from recommendation_training_run where ${IS_OPEN}
      on conflict (run_id, name, piece) do update set bytes = excluded.bytes returning run_id as id`

const GET = "select bytes from recommendation_training_piece where run_id = ? and name = ? and piece = ?"

/** What instances hand each other in a run, in rows of a table that all of them have: no shared disk is asked for. */
export class TrainingPieces implements PieceStore {
  constructor(private readonly context: Pick<ModuleContext, "knex">) {}

  async put(run: FencedRun, name: string, bytes: Uint8Array): Promise<void> {
    for (let piece = 0; piece === 0 || piece * PIECE_BYTES < bytes.byteLength; piece++) {
      const slice = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES)
      const bindings = [name, piece, asBuffer(slice), run.runId, run.fencing]
      // One whose commit came through while its answer was lost is written over by itself.
      const { rows } = await retryTransient(async () => inserted.parse(await this.context.knex().raw(PUT, bindings)))
      if (rows.length === 0) throw new RunGoneError(`run ${run.runId} is over or another's`)
    }
  }

  async get({ runId }: FencedRun, name: string): Promise<Uint8Array | null> {
    const pieces: Uint8Array[] = []
    for (;;) {
      const statement = { sql: GET, bindings: [runId, name, pieces.length] }
      const [row] = await retryTransient(() => queryRows(this.context.knex(), statement, pieceRow))
      if (!row) return pieces.length === 0 ? null : Buffer.concat(pieces)
      pieces.push(row.bytes)
    }
  }

  async drop({ runId }: FencedRun, prefix: string): Promise<void> {
    await execute(this.context.knex(), {
      sql: "delete from recommendation_training_piece where run_id = ? and starts_with(name, ?)",
      bindings: [runId, prefix],
    })
  }

  async isOpen({ runId, fencing }: FencedRun): Promise<boolean> {
    const sql = `select id from recommendation_training_run where ${IS_OPEN}`
    return (await queryRows(this.context.knex(), { sql, bindings: [runId, fencing] }, runRow)).length > 0
  }

  /** Forgets what runs have left that are over: of one whose instance died, nobody else does. */
  async dropClosed(): Promise<void> {
    await execute(this.context.knex(), {
      sql: `delete from recommendation_training_piece p
             where not exists (select 1 from recommendation_training_run r where r.id = p.run_id and r.status = 'running')`,
      bindings: [],
    })
  }
}
