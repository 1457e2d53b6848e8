import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import type { Statement } from "../database/query-rows"
import type { ShopperHash } from "../privacy/shopper-hashes"
import { ERASED, erasedBindings, notErased } from "../privacy/tombstones"
import type { NewBehaviorEvent, StoredEvent } from "./event"
import {
  ALL_COLUMNS,
  arrayText,
  ASKED,
  ASKED_COLUMNS,
  cellOf,
  COLUMNS,
  NAMES,
  saysSomething,
  STOREFRONT_COLUMNS,
  toStored,
} from "./event-columns"
import type { GivenColumn } from "./event-columns"

export type Knex = ReturnType<ModuleContext["knex"]>
/** Knex, or a transaction of it. */
export type Executor = Pick<Knex, "raw">

/** Rows of one statement; more, and Postgres's plan costs more than the round trip. */
export const ROWS_A_STATEMENT = 1_000

/** Name of the statement of what storefronts report. */
const STOREFRONT_INSERT = "svm_insert_behavior"

export interface InsertOptions {
  /** By which those who were erased are recognised: nothing of theirs comes back. */
  readonly hash: ShopperHash
  /** An id that is stored with a time within this long before now is known, whatever time its event says. */
  readonly sameIdWithinMs?: number
  /** Whether each connection may keep the statement prepared: outside of transactions alone. @defaultValue false */
  readonly isPrepared?: boolean
  /** @defaultValue as {@link Statement} has it: an import may take its time */
  readonly timeoutMs?: number
}

/** One row for all that was stored: a row each would cost more than the insert to read. */
const insertedRow = z.object({ ids: z.array(z.string()), seqs: z.array(z.number()), erased: z.array(z.string()) })

/** What became of a batch. */
export interface InsertOutcome {
  /** The new ones, as stored. */
  readonly stored: StoredEvent[]
  /** Names among those of the events whose shoppers were erased at some time. */
  readonly erased: ReadonlySet<string>
}

/**
 * Stores events, each once: what is there already, comes twice in the batch, or
 * is of a time before its shopper's erasure is passed over. Within a month an id is unique by the table's own indexes. Runs in the transaction that it is given;
 * rows are locked in one order for all, so that two writers of the same events wait for each other and never deadlock.
 */
export async function insertEvents(
  transaction: Executor,
  events: readonly NewBehaviorEvent[],
  options: InsertOptions,
): Promise<InsertOutcome> {
  const first = new Map<string, NewBehaviorEvent>()
  for (const event of events) if (!first.has(event.id)) first.set(event.id, event)
  const sorted = [...first.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const stored: StoredEvent[] = []
  const erased = new Set<string>()
  for (let start = 0; start < sorted.length; start += ROWS_A_STATEMENT) {
    const statement = insertStatement(sorted.slice(start, start + ROWS_A_STATEMENT), options)
    for (const { ids, seqs, erased: names } of await queryRows(transaction, statement, insertedRow)) {
      for (const name of names) erased.add(name)
      for (const [at, id] of ids.entries()) {
        const event = first.get(id)
        const seq = seqs[at]
        if (event && seq !== undefined) stored.push(toStored(event, seq))
      }
    }
  }
  return { stored, erased }
}

/** Keeps every other writer out until the transaction ends; those that are writing are waited for. */
export async function lockOtherWriters(transaction: Executor): Promise<void> {
  await transaction.raw("lock table only behavior_event in share row exclusive mode")
  await transaction.raw("lock table recommendation_capture_refusal in share row exclusive mode")
}

/**
 * One array a column, and only the columns that say more than the table's default: the text depends on which these
 * are, never on a value or on the number of rows. Prepared, the columns are always the same.
 */
function insertStatement(events: readonly NewBehaviorEvent[], options: InsertOptions): Statement {
  const { sameIdWithinMs, isPrepared = false, timeoutMs, hash } = options
  const used = ALL_COLUMNS.filter((name) => saysSomething(events, name))
  const asked = ASKED_COLUMNS.filter((name) => saysSomething(events, name))
  const isStorefront = isPrepared && asked.length === 0 && used.every((name) => STOREFRONT_COLUMNS.includes(name))
  const columns = isStorefront ? STOREFRONT_COLUMNS : used
  const given: readonly GivenColumn[] = [...columns, ...asked]
  const types = { ...COLUMNS, ...ASKED }
  const names = given.filter((name) => NAMES.includes(name)).map((name) => `given.${name}`)
  const began = asked.includes("began") ? "coalesce(given.began, given.occurred_at)" : "given.occurred_at"
  const conditions = [
    ...(names.length > 0 ? [notErased(names, began)] : []),
    ...(sameIdWithinMs === undefined ? [] : [IS_UNKNOWN]),
  ]
  return {
    sql: `
      with ${ERASED},
      stored as (
        insert into behavior_event (${columns.join(", ")})
        select ${columns.join(", ")}
          from unnest(${given.map((name) => `?::${types[name]}[]`).join(", ")}) as given (${given.join(", ")})
        ${conditions.length > 0 ? `where ${conditions.join(" and ")}` : ""}
        on conflict do nothing
        returning id, seq)
      select coalesce(json_agg(id), '[]') as ids, coalesce(json_agg(seq), '[]') as seqs,
             (select coalesce(json_agg(name), '[]') from erased) as erased from stored`,
    bindings: [
      ...erasedBindings(events, hash),
      ...given.map((name) => arrayText(events, cellOf[name])),
      ...(sameIdWithinMs === undefined ? [] : [sameIdWithinMs / 1_000]),
    ],
    ...(isStorefront ? { name: STOREFRONT_INSERT + (sameIdWithinMs === undefined ? "" : "_once") } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

/**
 * With both bounds Postgres looks into a month or two, not into each partition. By its own clock, which all instances
 * share; clocks of storefronts run ahead by less than a day. A scalar subquery and not "not exists": that is planned as
 * a join, and while statistics lag behind a growing month it reads the month whole instead of its index.
 */
const IS_UNKNOWN = `
  (select 1 from behavior_event known
          where known.id = given.id and known.occurred_at >= now() - make_interval(secs => ?)
            and known.occurred_at < now() + interval '1 day' limit 1) is null`

const idRow = z.object({ id: z.string() })

/** Ids among `ids` that are stored, whatever the time of their event. */
export async function storedIds(executor: Executor, ids: readonly string[], since?: Date): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await queryRows(
    executor,
    {
      sql: `select distinct id from behavior_event where id = any(?::text[]) and occurred_at >= coalesce(?::timestamptz, '-infinity')`,
      bindings: [[...ids], since ?? null],
    },
    idRow,
  )
  return new Set(rows.map((row) => row.id))
}
