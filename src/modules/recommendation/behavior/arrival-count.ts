import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"

/** So many numbers below the newest a lower one may still be committed: these are counted anew each time. */
const UNSETTLED = 10_000
/** Milliseconds after which all is counted anew: what was erased meanwhile no longer counts. */
const RECOUNT_MS = 10 * 60_000

const countRow = z.object({ count: z.coerce.number(), settled_count: z.coerce.number(), settled: z.coerce.number() })

interface Counted {
  readonly since: number
  readonly at: number
  /** Up to this number, included, `count` has been counted. */
  readonly mark: number
  readonly count: number
}

/**
 * How many events arrived since one of them. It is asked every few seconds, and while no new model comes to serve there
 * are millions of them: what was counted once is remembered, and only what came since is counted.
 */
export class ArrivalCount {
  private counted: Counted | null = null

  constructor(private readonly context: ModuleContext) {}

  /** Events, bots' left out, that arrived after `seq`; those erased within the last ten minutes may be among them. */
  async since(seq: number): Promise<number> {
    const kept = this.counted
    const isKept = kept !== null && kept.since === seq && performance.now() - kept.at < RECOUNT_MS
    const from = isKept ? kept : { since: seq, at: performance.now(), mark: seq, count: 0 }
    const [row] = await queryRows(
      this.context.knex(),
      {
        sql: `select count(e.seq) as count, count(e.seq) filter (where e.seq <= n.settled) as settled_count, n.settled
                from (select coalesce(max(seq), 0) - ${UNSETTLED} as settled from behavior_event) n
                left join behavior_event e on e.seq > ? and not e.is_bot
               group by n.settled`,
        bindings: [from.mark],
      },
      countRow,
    )
    if (!row) return from.count
    const { settled, settled_count: settledCount, count } = row
    if (settled > from.mark || !isKept)
      this.counted = { ...from, mark: Math.max(from.mark, settled), count: from.count + settledCount }
    return from.count + count
  }
}
