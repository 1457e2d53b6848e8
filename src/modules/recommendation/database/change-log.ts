import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { LogReader } from "./log-reader"
import type { Queryable } from "./prepared-statements"
import { execute, queryRows } from "./query-rows"
import { inTransaction } from "./transaction"
import type { Transaction } from "./transaction"

/** What may change under the lists' feet, beside behavior. */
export const CHANGE_KINDS = [
  "product",
  "variant",
  "category",
  "tag",
  "type",
  "catalog",
  "prices",
  "price",
  "stock",
  "customer",
  "customers",
  "market",
  "rules",
  "settings",
  "experiments",
  "model",
] as const

export type ChangeKind = (typeof CHANGE_KINDS)[number]

/**
 * One change; a `price` is an amount, `prices` all that may change what amounts mean. `key` is the id of the product,
 * variant, category, tag, type, amount (or set of amounts) or customer, null where all are meant.
 */
export interface ServingChange {
  readonly kind: ChangeKind
  readonly key: string | null
}

/** A kind that only another version knows would stop the reader: the catalog is read whole instead. */
const changeKind = z.enum(CHANGE_KINDS).catch("catalog")
const changeRow = z.object({ seq: z.coerce.number(), kind: changeKind, key: z.string().nullable() })

/** A change as it was read from the log. */
export type LoggedChange = z.output<typeof changeRow>

/** One in so many writes sweeps out what is older than a day. */
const SWEEP_EVERY = 500
let written = 0

/** Adds changes to the log; in the transaction that makes them, or after it. */
export async function logChanges(knex: Queryable, changes: readonly ServingChange[]): Promise<void> {
  if (changes.length === 0) return
  await execute(knex, {
    sql: `insert into recommendation_serving_change (kind, key)
          select distinct kind, nullif(key, '') from unnest(?::text[], ?::text[]) as c (kind, key)`,
    bindings: [changes.map(({ kind }) => kind), changes.map(({ key }) => key ?? "")],
  })
  written += 1
  if (written % SWEEP_EVERY === 0)
    await execute(knex, {
      sql: "delete from recommendation_serving_change where created_at < now() - interval '1 day'",
      bindings: [],
    })
}

type ChangeListener = (changes: readonly ServingChange[]) => Promise<void>

/**
 * The way of all changes, but for those that a trigger logs: into the log together with what is changed, and known to this
 * process when it is done.
 */
export class ChangeLog {
  private readonly listeners: ChangeListener[] = []

  constructor(private readonly context: Pick<ModuleContext, "knex">) {}

  /** Makes a change and logs it in one transaction; settles when this process follows it, should it serve lists. */
  async commit<T>(changes: readonly ServingChange[], work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const made = await inTransaction(this.context, async (transaction) => {
      const done = await work(transaction)
      await logChanges(transaction, changes)
      return done
    })
    await this.notify(changes)
    return made
  }

  /** Logs what others changed, and settles when this process follows it. */
  async add(changes: readonly ServingChange[]): Promise<void> {
    await logChanges(this.context.knex(), changes)
    await this.notify(changes)
  }

  /** Calls `listener` after each of this process's changes; it must not reject, for the change is made. */
  onChange(listener: ChangeListener): void {
    this.listeners.push(listener)
  }

  /** Settles when this process follows changes that the database has logged by itself. */
  async notify(changes: readonly ServingChange[]): Promise<void> {
    await Promise.all(this.listeners.map((listener) => listener(changes)))
  }
}

/**
 * Follows the changes: subscribers run on one instance (with a Redis bus, on a worker that answers no requests at all),
 * and each instance reads here what it must read again.
 */
export function changeLogReader(context: ModuleContext): LogReader<typeof changeRow> {
  return new LogReader(context, {
    table: "recommendation_serving_change",
    columns: "e.seq, e.kind, e.key",
    writtenAt: "created_at",
    row: changeRow,
  })
}

const latestRow = z.object({ seq: z.coerce.number() })

/** Number of the latest change of these kinds; 0 when there is none. */
export async function latestChange(context: ModuleContext, kinds: readonly ChangeKind[]): Promise<number> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: "select coalesce(max(seq), 0) as seq from recommendation_serving_change where kind = any(?)",
      bindings: [[...kinds]],
    },
    latestRow,
  )
  return rows[0]?.seq ?? 0
}
