import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "./query-rows"

/** Rows handed over at once. */
const PAGE = 1_000
/** Pages of one call at most; what is left comes with the next. */
const MAX_PAGES = 20
/** Age from which on a row is no news: in a database restored from elsewhere, old rows hold numbers of transactions to come. */
export const NEWS = "interval '1 day'"

/** A table whose rows say in `xact_id` and `seq` which transaction wrote them, and where in it. */
export interface LogTable<Row extends z.ZodType> {
  readonly table: string
  /** Of the table under alias `e`. */
  readonly columns: string
  /** Column that says when a row was written. */
  readonly writtenAt: string
  readonly row: Row
}

/** What is being handed over: up to a snapshot, page by page. */
interface Stretch {
  readonly until: string | null
  readonly xact: string
  readonly seq: string
}

const START: Stretch = { until: null, xact: "0", seq: "0" }
const snapshotRow = z.object({ snapshot: z.string() })
const placedRow = z.looseObject({ snapshot: z.string(), at_xact: z.string().nullable(), at_seq: z.string().nullable() })

/**
 * Follows a log that several instances write, each row once. Its sequence numbers are no cursor: a lower one may be
 * committed after a higher one, at any distance. The cursor is a snapshot of Postgres: news are the rows of transactions
 * that had not ended at the last one and have at this. It moves only when its rows are handled: what fails is read again.
 *
 * @see https://www.postgresql.org/docs/current/functions-info.html, "Transaction ID and Snapshot Information Functions"
 */
export class LogReader<Row extends z.ZodType> {
  private seen: string | null = null
  private stretch = START
  private readonly sql: string

  constructor(
    private readonly context: ModuleContext,
    private readonly log: LogTable<Row>,
  ) {
    const page = (from: string): string => `
      (select ${log.columns}, e.xact_id as at_xact_id, e.seq as at_seq_number
         from ${log.table} e
        where ${from} and (e.xact_id, e.seq) > (?::xid8, ?::bigint)
          and pg_visible_in_snapshot(e.xact_id, coalesce(?::pg_snapshot, pg_current_snapshot()))
          and e.${log.writtenAt} > now() - ${NEWS}
        order by e.xact_id, e.seq limit ${PAGE})`
    this.sql = `
      select s.snapshot, n.at_xact_id::text as at_xact, n.at_seq_number::text as at_seq, n.*
        from (select pg_current_snapshot()::text as snapshot) s
        left join lateral (
          select * from (
            ${page("e.xact_id = any(array(select pg_snapshot_xip(?::pg_snapshot)))")}
            union all
            ${page("e.xact_id >= pg_snapshot_xmax(?::pg_snapshot)")}) pages
           order by at_xact_id, at_seq_number limit ${PAGE}) n on true`
  }

  /** Takes all that is committed by now as handled; to be called before what the log's rows concern is first read. */
  async begin(): Promise<void> {
    const sql = "select pg_current_snapshot()::text as snapshot"
    const [row] = await queryRows(this.context.knex(), { sql, bindings: [] }, snapshotRow)
    this.stretch = START
    this.seen = row?.snapshot ?? null
  }

  /**
   * Hands over what was committed since the last call, oldest first. The first call hands over nothing.
   *
   * @returns whether that was all; if not, the next call goes on
   * @throws what `handle` throws: its rows are handed over again with the next call
   */
  async follow(handle: (rows: z.output<Row>[]) => void | Promise<void>): Promise<boolean> {
    if (this.seen === null) await this.begin()
    for (let page = 1; page <= MAX_PAGES; page++) {
      const { until, xact, seq } = this.stretch
      const part = [this.seen, xact, seq, until]
      const placed = await queryRows(this.context.knex(), { sql: this.sql, bindings: [...part, ...part] }, placedRow)
      const rows = placed.filter(({ at_seq }) => at_seq !== null)
      if (rows.length > 0) await handle(rows.map((row) => this.log.row.parse(row)))
      const snapshot = until ?? placed[0]?.snapshot ?? null
      const last = rows.at(-1)
      if (rows.length < PAGE) {
        this.seen = snapshot
        this.stretch = START
        return true
      }
      this.stretch = { until: snapshot, xact: last?.at_xact ?? xact, seq: last?.at_seq ?? seq }
    }
    return false
  }
}
