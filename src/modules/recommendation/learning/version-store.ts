import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import type { TrainingReport } from "../../../core/contract"
import type { MachinesReport } from "../../../training/machines/machines"
import type { ModelVersionDetail, ModelVersionSummary, RetrainTrigger } from "../../../types/http"
import type { Arrival } from "../behavior/arrival"
import { retryTransient } from "../behavior/transient"
import type { ModuleContext } from "../context"
import { execute, queryRows } from "../database/query-rows"
import { inTransaction } from "../database/transaction"
import { aboutGate, codesOf, saidColumn, wordsOf } from "../sayings"
import type { Statement } from "../sayings"
import { asBuffer, holdsErased } from "./erased-files"
import { assertLease } from "./lease"
import type { Lease } from "./lease"
import { describeLists, groupWeights, weightRow } from "./list-quality"
import { describeSeen } from "./seen-quality"
import type { StoredWeight } from "./list-quality"
import { reportSchema } from "./report-schema"
import type { SampledRows } from "./report-schema"
import { RETRAIN_TRIGGERS } from "./run-store"

const keptVersionRow = z.object({
  id: z.string(),
  number: z.number(),
  trigger: z.enum(RETRAIN_TRIGGERS),
  refusal: z.string().nullable(),
  gate_reason: z.string(),
  gate_said: saidColumn,
  forced: z.boolean(),
  promoted_at: z.date().nullable(),
  trained_at: z.date(),
  duration_ms: z.number(),
  size_bytes: z.number(),
  memory_mb: z.number(),
  snapshot_seq: z.coerce.number(),
  catalog_size: z.number(),
  report: reportSchema,
  is_serving: z.boolean(),
})

const versionRow = keptVersionRow.transform(({ refusal, gate_reason, ...row }) => ({
  ...row,
  refusal: refusal === null ? null : wordsOf(refusal, row.gate_said),
  gate_reason: wordsOf(gate_reason, row.gate_said),
}))

const keptRow = z.object({
  id: z.string(),
  version: z.number(),
  snapshotSeq: z.coerce.number(),
  snapshot: z.string().nullable(),
})

/** A version whose file is kept, and where arrival of behavior stood when it was trained. */
export type KeptVersion = z.output<typeof keptRow>

/** A version with what only the module itself needs. */
export type StoredVersion = z.output<typeof versionRow>

const COLUMNS = `v.id, v.number, v.trigger, v.refusal, v.gate_reason, v.gate_said, v.forced, v.promoted_at, v.trained_at, v.duration_ms,
  v.size_bytes, v.memory_mb, v.snapshot_seq, v.catalog_size, v.report, coalesce(a.version_id = v.id, false) as is_serving`
const FROM = `from recommendation_model_version v
  left join recommendation_model_activation a on a.id = 'active' where v.deleted_at is null`

const LISTED = 200

const storedRow = z.object({ id: z.string(), number: z.number(), isErased: z.boolean() })
const STORED = `
  select v.id, v.number, not exists (select 1 from recommendation_model_file f where f.version_id = v.id) as "isErased"
    from recommendation_model_version v where v.run_id = ?`

/**
 * Bytes of a file that are read at a time. The driver turns an answer into text and that into bytes, with nothing else
 * done meanwhile: a whole file at once would keep every shopper waiting for as long.
 */
const PIECE_BYTES = 512 * 1024

const pieceRow = z.object({ size: z.number(), piece: z.instanceof(Uint8Array) })

/** What a version is stored as. */
export interface StoredNumber {
  readonly id: string
  readonly number: number
  /** Whether a shopper was erased while it was trained. */
  readonly isErased: boolean
}

/** A model that was trained, with its figures. */
export interface NewVersion {
  readonly trigger: RetrainTrigger
  /** Whether the gate lets it serve. */
  readonly isRefused: boolean
  readonly gate: Statement
  readonly bytes: Uint8Array
  readonly report: TrainingReport
  /** What other instances did in its training; null where they are not asked. */
  readonly machines?: MachinesReport | null
  /** Null where it read all behavior. */
  readonly sampled?: SampledRows | null
  readonly weights: readonly StoredWeight[]
  readonly durationMs: number
  readonly memoryMb: number
  /** Where arrival of behavior stood when the snapshot was taken. */
  readonly arrival: Arrival
  readonly catalogSize: number
}

/** Model versions: figures in one table, files in another, all kept by policy. */
export class VersionStore {
  constructor(private readonly context: ModuleContext) {}

  /**
   * Stores a version, whole or not at all; again and again while the database fails with what will pass. A run has
   * one version: should a commit have come through whose answer was lost, it is that one. Where a shopper was erased
   * since the run began, the figures are kept and the file is not: it could never serve, by force or by promotion.
   *
   * @throws LeaseLostError when the run is no longer this holder's
   */
  async store(lease: Lease, version: NewVersion): Promise<StoredNumber> {
    return retryTransient(() => this.storeOnce(lease, version))
  }

  private storeOnce(lease: Lease, version: NewVersion): Promise<StoredNumber> {
    const id = `recver_${randomUUID()}`
    return inTransaction(this.context, async (transaction) => {
      await assertLease(transaction, lease)
      const [stored] = await queryRows(transaction, { sql: STORED, bindings: [lease.runId] }, storedRow)
      if (stored) return stored
      const isErased = await holdsErased(transaction)
      const gate = isErased ? aboutGate.erasedMeanwhile() : version.gate
      const rows = await queryRows(
        transaction,
        {
          sql: `insert into recommendation_model_version (id, number, run_id, trigger, refusal, gate_reason, gate_said, trained_at,
                  duration_ms, size_bytes, memory_mb, snapshot_seq, snapshot, catalog_size, report, weights)
                select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?::jsonb, now(), ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb
                  from recommendation_model_version returning number`,
          bindings: [
            id,
            lease.runId,
            version.trigger,
            isErased || version.isRefused ? codesOf(gate.said) : null,
            codesOf(gate.said),
            JSON.stringify(gate.said),
            Math.round(version.durationMs),
            version.bytes.byteLength,
            version.memoryMb,
            version.arrival.seq,
            version.arrival.snapshot ?? null,
            version.catalogSize,
            JSON.stringify({
              ...version.report,
              ...{ machines: version.machines ?? null, sampled: version.sampled ?? null },
            }),
            JSON.stringify(version.weights),
          ],
        },
        z.object({ number: z.number() }),
      )
      if (!isErased)
        await transaction.raw("insert into recommendation_model_file (version_id, bytes) values (?, ?)", [
          id,
          asBuffer(version.bytes),
        ])
      await transaction.raw("update recommendation_training_run set version_id = ? where id = ?", [id, lease.runId])
      return { id, number: rows[0]?.number ?? 0, isErased }
    })
  }

  /** The file of a version; null when it was never there or is no longer kept. */
  async file(versionId: string): Promise<Uint8Array | null> {
    const pieces: Uint8Array[] = []
    for (let read = 0; ;) {
      const [row] = await queryRows(
        this.context.knex(),
        {
          sql: `select octet_length(bytes) as size, substring(bytes from ?::int for ${PIECE_BYTES}) as piece
                  from recommendation_model_file where version_id = ?`,
          bindings: [read + 1, versionId],
        },
        pieceRow,
      )
      if (!row) return null
      pieces.push(row.piece)
      read += row.piece.byteLength
      if (read >= row.size || row.piece.byteLength === 0) return Buffer.concat(pieces)
    }
  }

  /** Newest first. */
  async list(limit = LISTED): Promise<StoredVersion[]> {
    return this.select(`select ${COLUMNS} ${FROM} order by v.number desc limit ?`, [limit])
  }

  async find(versionId: string): Promise<StoredVersion | null> {
    return (await this.select(`select ${COLUMNS} ${FROM} and v.id = ?`, [versionId]))[0] ?? null
  }

  /** A version of that number whose file is kept; null where there is none. */
  async kept(number: number): Promise<KeptVersion | null> {
    const [row] = await queryRows(
      this.context.knex(),
      {
        sql: `select v.id, v.number as version, v.snapshot_seq as "snapshotSeq", v.snapshot from recommendation_model_version v
               where v.number = ? and v.deleted_at is null
                 and exists (select 1 from recommendation_model_file f where f.version_id = v.id)`,
        bindings: [number],
      },
      keptRow,
    )
    return row ?? null
  }

  /** What serves, what served before it, and what was trained last. */
  async keyVersions(): Promise<Record<"serving" | "previous" | "newest", StoredVersion | null>> {
    const [serving, previous, newest] = await Promise.all([
      this.select(`select ${COLUMNS} ${FROM} and a.version_id = v.id`, []),
      this.select(
        `select ${COLUMNS} ${FROM} and v.promoted_at is not null and a.version_id <> v.id
          order by v.promoted_at desc limit 1`,
        [],
      ),
      this.list(1),
    ])
    return { serving: serving[0] ?? null, previous: previous[0] ?? null, newest: newest[0] ?? null }
  }

  async describe(versionId: string): Promise<ModelVersionDetail | null> {
    const version = await this.find(versionId)
    if (!version) return null
    const rows = await queryRows(
      this.context.knex(),
      { sql: "select weights from recommendation_model_version where id = ?", bindings: [versionId] },
      z.object({ weights: z.array(weightRow) }),
    )
    const { report } = version
    return {
      ...summarize(version),
      window: { from: iso(report.window.from), to: iso(report.window.to), cut: iso(report.window.cut) },
      counts: report.counts,
      cost: report.cost,
      candidate_recall: report.candidateRecall,
      durations_ms: report.durationsMs,
      memory_mb: version.memory_mb,
      machines: report.machines,
      sampled: report.sampled,
      ...describeSeen(report),
      ...groupWeights(rows[0]?.weights ?? []),
    }
  }

  /** Marks a version as one that does not serve, after it was stored. */
  async refuse(versionId: string, { said }: Statement): Promise<void> {
    await execute(this.context.knex(), {
      sql: `update recommendation_model_version
               set refusal = ?, gate_reason = ?, gate_said = ?::jsonb, updated_at = now() where id = ?`,
      bindings: [codesOf(said), codesOf(said), JSON.stringify(said), versionId],
    })
  }

  /** Drops the files of all but the newest `kept` versions, what serves, what served before it and what an experiment shows; figures stay. */
  async prune(kept: number): Promise<number> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `delete from recommendation_model_file f using recommendation_model_version v
               where v.id = f.version_id
                 and v.id not in (select id from recommendation_model_version order by number desc limit ?)
                 and v.id not in (select version_id from recommendation_model_activation)
                 and v.id not in (select id from recommendation_model_version where promoted_at is not null
                                   order by promoted_at desc limit 2)
                 and not exists (select 1 from recommendation_experiment x
                                  where x.status = 'running' and x.deleted_at is null
                                    and (x.comparison ->> 'version')::int = v.number)
              returning f.version_id`,
        bindings: [kept],
      },
      z.object({ version_id: z.string() }),
    )
    return rows.length
  }

  private select(sql: string, bindings: (string | number)[]): Promise<StoredVersion[]> {
    return queryRows(this.context.knex(), { sql, bindings }, versionRow)
  }
}

const iso = (time: number): string => new Date(Number.isFinite(time) ? time : 0).toISOString()

/** A version as the dashboard lists it. */
export function summarize(version: StoredVersion): ModelVersionSummary {
  const { report } = version
  return {
    id: version.id,
    number: version.number,
    status: version.is_serving ? "serving" : version.refusal !== null && !version.forced ? "refused" : "retired",
    trigger: version.trigger,
    forced: version.forced,
    refusal: version.refusal,
    refusal_said: version.refusal === null ? [] : version.gate_said,
    trained_at: version.trained_at.toISOString(),
    promoted_at: version.promoted_at?.toISOString() ?? null,
    duration_ms: version.duration_ms,
    size_bytes: version.size_bytes,
    metrics: report.challenger,
    champion: report.champion,
    baselines: report.baselines,
    auc: report.auc,
    calibration_error: report.calibrationError,
    lists: describeLists(report.lists),
  }
}
