import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"
import type { Statement } from "../query-rows"
import type { ShopperHash } from "../privacy/shopper-hashes"
import { ERASED, erasedBindings, notErased } from "../privacy/tombstones"
import type { NewBehaviorEvent, StoredEvent } from "./event"

export type Knex = ReturnType<ModuleContext["knex"]>
/** Knex, or a transaction of it. */
export type Executor = Pick<Knex, "raw">

/** Rows of one statement; more, and Postgres's plan costs more than the round trip. */
export const ROWS_A_STATEMENT = 1_000

/** Every column with its type: what one event is to the statement. */
const COLUMNS = {
  id: "text",
  type: "smallint",
  product_id: "text",
  customer_id: "text",
  visitor_id: "text",
  variant_id: "text",
  quantity: "real",
  price: "numeric",
  currency_code: "text",
  sales_channel_id: "text",
  region_id: "text",
  session_id: "text",
  basket_id: "text",
  device: "text",
  placement: "text",
  recommendation_id: "text",
  source: "text",
  is_bot: "boolean",
  is_gift: "boolean",
  order_line_id: "text",
  earned: "numeric",
  voice: "integer",
  occurred_at: "timestamptz",
} as const

/** What the statement asks of an event beyond what it stores: whose erasure takes it along, and since when it is theirs. */
const ASKED = { owner: "text", began: "timestamptz" } as const

type Column = keyof typeof COLUMNS
type GivenColumn = Column | keyof typeof ASKED
type Cell = string | number | boolean | null

/** What the table itself puts where nothing is said, other than null. */
const DEFAULTS: { readonly [name in GivenColumn]?: Cell } = { quantity: 1, is_bot: false, is_gift: false }

const cellOf: { readonly [name in GivenColumn]: (event: NewBehaviorEvent) => Cell } = {
  id: (event) => event.id,
  type: (event) => behaviorCode(event.type),
  product_id: (event) => event.productId,
  customer_id: (event) => event.customerId ?? null,
  visitor_id: (event) => event.visitorId ?? null,
  variant_id: (event) => event.variantId ?? null,
  quantity: (event) => event.quantity ?? 1,
  price: (event) => event.price ?? null,
  currency_code: (event) => event.currencyCode ?? null,
  sales_channel_id: (event) => event.salesChannelId ?? null,
  region_id: (event) => event.regionId ?? null,
  session_id: (event) => event.sessionId ?? null,
  basket_id: (event) => event.basketId ?? null,
  device: (event) => event.device ?? null,
  placement: (event) => event.placement ?? null,
  recommendation_id: (event) => event.recommendationId ?? null,
  source: (event) => event.source,
  is_bot: (event) => event.isBot ?? false,
  is_gift: (event) => event.isGift ?? false,
  order_line_id: (event) => event.orderLineId ?? null,
  earned: (event) => event.earned ?? null,
  voice: (event) => event.voice ?? null,
  occurred_at: (event) => event.occurredAt.toISOString(),
  owner: (event) => event.owner ?? null,
  began: (event) => event.began?.toISOString() ?? null,
}

/** What storefronts report: one text for all their inserts, so that each connection plans it once. */
const STOREFRONT_COLUMNS: readonly Column[] = [
  "id",
  "type",
  "product_id",
  "customer_id",
  "visitor_id",
  "variant_id",
  "quantity",
  "sales_channel_id",
  "session_id",
  "device",
  "placement",
  "recommendation_id",
  "source",
  "is_bot",
  "voice",
  "occurred_at",
]
const STOREFRONT_INSERT = "svm_insert_behavior"

const ALL_COLUMNS = Object.keys(COLUMNS).filter((name): name is Column => name in COLUMNS)
const ASKED_COLUMNS = ["owner", "began"] as const
const NAMES: readonly GivenColumn[] = ["customer_id", "visitor_id", "owner"]

export interface InsertOptions {
  /** By which those who were erased are recognised: nothing of theirs comes back. */
  readonly hash: ShopperHash
  /** An id that is stored with a time within this long before now is known, whatever time its event says. */
  readonly sameIdWithinMs?: number
  /** Whether each connection may keep the statement prepared: outside of transactions alone. @defaultValue false */
  readonly isPrepared?: boolean
  /** @defaultValue as {@link Statement} has it: an import may take its time */
  readonly patienceMs?: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

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

/**
 * Whether the same id could be stored by another writer, at this moment, in
 * another month, where no unique index stands between the two. With an hour to
 * spare on either side, for clocks of two instances differ.
 */
export function spansMonths(events: readonly NewBehaviorEvent[], now: number): boolean {
  const from = monthStart(now + HOUR_MS)
  const until = nextMonthStart(now - HOUR_MS)
  return events.some(({ occurredAt }) => occurredAt.getTime() < from || occurredAt.getTime() >= until)
}

/**
 * Whether an id that was stored within so long before now can lie in another month than now: only then must it be
 * looked for, for within a month an id is unique. Storefronts' clocks run ahead by less than a day.
 */
export function windowSpansMonths(sameIdWithinMs: number, now: number): boolean {
  return monthStart(now - sameIdWithinMs - HOUR_MS) !== monthStart(now + DAY_MS + HOUR_MS)
}

/** Keeps every other writer out until the transaction ends; those that are writing are waited for. */
export async function lockOtherWriters(transaction: Executor): Promise<void> {
  await transaction.raw("lock table only behavior_event in share row exclusive mode")
}

function monthStart(time: number): number {
  const date = new Date(time)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

function nextMonthStart(time: number): number {
  const date = new Date(time)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

/**
 * One array a column, and only the columns that say more than the table's default: the text depends on which these
 * are, never on a value or on the number of rows. Prepared, the columns are always the same.
 */
function insertStatement(events: readonly NewBehaviorEvent[], options: InsertOptions): Statement {
  const { sameIdWithinMs, isPrepared = false, patienceMs, hash } = options
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
    ...(patienceMs === undefined ? {} : { patienceMs }),
  }
}

/** Whether any event has more to say in a column than the table would put there itself. */
function saysSomething(events: readonly NewBehaviorEvent[], name: GivenColumn): boolean {
  const byDefault = DEFAULTS[name] ?? null
  return events.some((event) => cellOf[name](event) !== byDefault)
}

/** One column's cells as Postgres writes an array. */
function arrayText(events: readonly NewBehaviorEvent[], cell: (event: NewBehaviorEvent) => Cell): string {
  let text = ""
  for (const event of events) {
    const value = cell(event)
    text += text === "" ? "{" : ","
    text += typeof value === "string" ? quoted(value) : String(value)
  }
  return `${text}}`
}

const MUST_ESCAPE = /["\\]/
const quoted = (text: string): string => (MUST_ESCAPE.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`)

/**
 * With both bounds Postgres looks into a month or two, not into each partition. By its own clock, which all instances
 * share; clocks of storefronts run ahead by less than a day. A scalar subquery and not "not exists": that is planned as
 * a join, and while statistics lag behind a growing month it reads the month whole instead of its index.
 */
const IS_UNKNOWN = `
  (select 1 from behavior_event known
          where known.id = given.id and known.occurred_at >= now() - make_interval(secs => ?)
            and known.occurred_at < now() + interval '1 day' limit 1) is null`

function toStored(event: NewBehaviorEvent, seq: number): StoredEvent {
  return {
    seq,
    id: event.id,
    type: event.type,
    productId: event.productId,
    customerId: event.customerId ?? null,
    visitorId: event.visitorId ?? null,
    quantity: event.quantity ?? 1,
    price: event.price ?? null,
    basketId: event.basketId ?? null,
    isBot: event.isBot ?? false,
    isGift: event.isGift ?? false,
    source: event.source,
    voice: event.voice ?? null,
    occurredAt: event.occurredAt,
  }
}

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
