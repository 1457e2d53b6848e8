import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"

/** Milliseconds after which all is counted again: what was erased meanwhile no longer counts. */
const RECOUNT_MS = 10 * 60_000

const countRow = z.object({ count: z.coerce.number(), settled: z.coerce.number(), horizon: z.string() })

interface Counted {
  readonly since: number
  readonly at: number
  /** Events of transactions below it are all in `count`; none of them can still be committed. */
  readonly horizon: string
  readonly count: number
}

/**
 * How many events arrived since one of them. It is asked every few seconds, and while no new model comes to serve there
 * are millions of them: those below the oldest transaction that runs are counted once, and what came since each time.
 */
export class ArrivalCount {
  private counted: Counted | null = null

  constructor(private readonly context: ModuleContext) {}

  /** Events, bots' left out, that arrived after `seq`; those erased within the last ten minutes may be among them. */
  async since(seq: number): Promise<number> {
    const { counted } = this
    const kept = counted?.since === seq && performance.now() - counted.at < RECOUNT_MS ? counted : null
    const [row] = await queryRows(
      this.context.knex(),
      {
        sql: `select n.horizon::text, count(e.seq) as count,
                     count(e.seq) filter (where e.xact_id is null or e.xact_id < n.horizon) as settled
                from (select pg_snapshot_xmin(pg_current_snapshot()) as horizon) n
                left join behavior_event e on e.seq > ? and not e.is_bot ${kept ? "and e.xact_id >= ?::xid8" : ""}
               group by n.horizon`,
        bindings: kept ? [seq, kept.horizon] : [seq],
      },
      countRow,
    )
    const before = kept?.count ?? 0
    if (!row) return before
    this.counted = {
      ...{ since: seq, at: kept?.at ?? performance.now() },
      ...{ horizon: row.horizon, count: before + row.settled },
    }
    return before + row.count
  }
}
