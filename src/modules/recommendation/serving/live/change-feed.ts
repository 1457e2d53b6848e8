import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { execute, queryRows } from "../../query-rows"

/** What instances tell each other to forget. */
export const CHANGE_KINDS = [
  "product",
  "variant",
  "catalogue",
  "prices",
  "price",
  "stock",
  "customer",
  "customers",
  "market",
  "rules",
] as const

export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** One change; a `price` is an amount, `prices` all that may change what amounts mean. `key` is the id of the product, variant or customer, null where all are meant. */
export interface ServingChange {
  readonly kind: ChangeKind
  readonly key: string | null
}

/** Rows looked at again, for a lower number may be committed after a higher one. */
const OVERLAP = 200
const PAGE = 1_000
/** One in so many writes sweeps out what is older than a day. */
const SWEEP_EVERY = 500

const changeRow = z.object({
  seq: z.coerce.number(),
  kind: z.enum(CHANGE_KINDS),
  key: z.string().nullable(),
})

/**
 * Changes by way of a table: subscribers run on one instance (with a Redis bus,
 * on a worker that answers no requests at all), and each other one reads here what
 * it must forget.
 */
export class ChangeFeed {
  private last: number | null = null
  private seen = new Set<number>()
  private written = 0

  constructor(private readonly context: ModuleContext) {}

  async write(changes: readonly ServingChange[]): Promise<void> {
    if (changes.length === 0) return
    const knex = this.context.knex()
    const rows = await queryRows(
      knex,
      {
        sql: `insert into recommendation_serving_change (kind, key)
              select * from unnest(?::text[], ?::text[]) returning seq, kind, key`,
        bindings: [changes.map(({ kind }) => kind), changes.map(({ key }) => key ?? "")],
      },
      changeRow,
    )
    for (const { seq } of rows) this.seen.add(seq)
    this.written += 1
    if (this.written % SWEEP_EVERY === 0)
      await execute(knex, {
        sql: "delete from recommendation_serving_change where created_at < now() - interval '1 day'",
        bindings: [],
      })
  }

  /** Changes by others since the last call; the first call only finds out where to begin. */
  async read(): Promise<ServingChange[]> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select seq, kind, nullif(key, '') as key from recommendation_serving_change
               where seq > coalesce(?::bigint, (select max(seq) from recommendation_serving_change), 0) - ?
               order by seq limit ?`,
        bindings: [this.last, OVERLAP, PAGE],
      },
      changeRow,
    )
    const fresh = this.last === null ? [] : rows.filter(({ seq }) => !this.seen.has(seq))
    const last = Math.max(this.last ?? 0, rows.at(-1)?.seq ?? 0)
    for (const { seq } of rows) this.seen.add(seq)
    for (const seq of this.seen) if (seq <= last - OVERLAP) this.seen.delete(seq)
    this.last = last
    return fresh
  }
}
