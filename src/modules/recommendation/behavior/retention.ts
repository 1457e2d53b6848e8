import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import type { DatabaseClock } from "../database/database-clock"
import { execute, queryRows } from "../database/query-rows"
import { withBriefLock } from "./brief-lock"

/** Months of partitions that are there before they are needed. */
const MONTHS_AHEAD = 2
/** Rows of one delete: short locks, and vacuum keeps up. */
const ROWS_A_DELETE = 20_000
const REFUSALS_KEPT_DAYS = 2
/** Any number: whoever tends the partitions holds this advisory lock. */
const UPKEEP_LOCK = 7_219_006

const partitionRow = z.object({ name: z.string() })
const MONTH_PARTITION = /^behavior_event_(\d{4})_(\d{2})$/

export interface RetentionOutcome {
  /** Months that were dropped whole. */
  readonly dropped: string[]
  /** Single rows deleted. */
  readonly deleted: number
  /** Months made. */
  readonly created: string[]
}

/** Keeps the behavior table to its time: months are made ahead, and dropped when they are over. */
export class Retention {
  constructor(
    private readonly context: ModuleContext,
    private readonly clock: DatabaseClock,
  ) {}

  /**
   * @param days that events are kept
   * @param at the database's time where none is given: a machine whose own is years ahead must not delete everything
   */
  async run(days: number, at?: Date): Promise<RetentionOutcome> {
    const now = at ?? new Date(await this.clock.now())
    const created = await this.makeMonths(now)
    const cut = new Date(now.getTime() - days * 86_400_000)
    const dropped = await this.dropMonths(cut)
    const deleted = await this.deleteRows(cut)
    await execute(this.context.knex(), {
      sql: "delete from recommendation_capture_refusal where received_at < now() - make_interval(days => ?)",
      bindings: [REFUSALS_KEPT_DAYS],
    })
    return { created, dropped, deleted }
  }

  private async months(): Promise<Set<string>> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'behavior_event'::regclass order by 1`,
        bindings: [],
      },
      partitionRow,
    )
    return new Set(rows.map((row) => row.name).filter((name) => MONTH_PARTITION.test(name)))
  }

  /** Rows that came before their month was made lie in the default partition, and move. */
  private async makeMonths(now: Date): Promise<string[]> {
    const known = await this.months()
    const created: string[] = []
    for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
      const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
      const name = `behavior_event_${first.toISOString().slice(0, 7).replace("-", "_")}`
      if (known.has(name)) continue
      const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1))
      const [from, to] = [first.toISOString(), next.toISOString()]
      const isMade = await withBriefLock(this.context, async (transaction) => {
        await transaction.raw("select pg_advisory_xact_lock(?)", [UPKEEP_LOCK])
        await transaction.raw("create table ?? (like behavior_event including defaults including constraints)", [name])
        await transaction.raw("create unique index ?? on ?? (id)", [`${name}_id_unique`, name])
        await transaction.raw(
          `with moved as (delete from behavior_event_default where occurred_at >= ? and occurred_at < ? returning *)
           insert into ?? select * from moved`,
          [from, to, name],
        )
        // The limits stand in the text because DDL takes no parameters; they are made of numbers above.
        await transaction.raw(
          `alter table behavior_event attach partition ?? for values from ('${from}') to ('${to}')`,
          [name],
        )
        return true
      })
      if (isMade) created.push(name)
    }
    return created
  }

  /** Dropping a month costs nothing, however full it is; one that somebody reads at length waits for the next run. */
  private async dropMonths(cut: Date): Promise<string[]> {
    const dropped: string[] = []
    for (const name of await this.months()) {
      const [, year, month] = MONTH_PARTITION.exec(name) ?? []
      if (Date.UTC(Number(year), Number(month), 1) > cut.getTime()) continue
      const isGone = await withBriefLock(this.context, async (transaction) => {
        await transaction.raw("drop table if exists ??", [name])
        return true
      })
      if (isGone) dropped.push(name)
    }
    return dropped
  }

  private async deleteRows(cut: Date): Promise<number> {
    let deleted = 0
    for (;;) {
      const rows = await queryRows(
        this.context.knex(),
        {
          sql: `with old as (select id, occurred_at from behavior_event where occurred_at < ? limit ?),
                     gone as (delete from behavior_event e using old
                               where e.id = old.id and e.occurred_at = old.occurred_at returning 1)
                select count(*) as count from gone`,
          bindings: [cut, ROWS_A_DELETE],
        },
        z.object({ count: z.coerce.number() }),
      )
      const count = rows[0]?.count ?? 0
      deleted += count
      if (count < ROWS_A_DELETE) return deleted
    }
  }
}
