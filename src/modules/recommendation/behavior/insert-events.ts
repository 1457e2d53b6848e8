import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"
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
  occurred_at: "timestamptz",
} as const

type Cell = string | number | boolean | undefined

/** What is null is left out, for JSON has no `undefined`: the statement reads it as null, and has less to read. */
const rowOf = (event: NewBehaviorEvent): Record<keyof typeof COLUMNS, Cell> => ({
  id: event.id,
  type: behaviorCode(event.type),
  product_id: event.productId,
  customer_id: event.customerId ?? undefined,
  visitor_id: event.visitorId ?? undefined,
  variant_id: event.variantId ?? undefined,
  quantity: event.quantity ?? 1,
  price: event.price ?? undefined,
  currency_code: event.currencyCode ?? undefined,
  sales_channel_id: event.salesChannelId ?? undefined,
  region_id: event.regionId ?? undefined,
  session_id: event.sessionId ?? undefined,
  basket_id: event.basketId ?? undefined,
  device: event.device ?? undefined,
  placement: event.placement ?? undefined,
  recommendation_id: event.recommendationId ?? undefined,
  source: event.source,
  is_bot: event.isBot ?? false,
  is_gift: event.isGift ?? false,
  occurred_at: event.occurredAt.toISOString(),
})

export interface InsertOptions {
  /** Ids that are stored with a later time than this are known, even if this time is another. */
  readonly sameIdSince?: Date
}

const insertedRow = z.object({ id: z.string(), seq: z.coerce.number(), received_at: z.date() })

/**
 * Stores events, each once: what is there already, or comes twice in the batch,
 * is passed over. Runs in the transaction that it is given; rows are locked in one order for all, so that two writers of
 * the same events wait for each other and never deadlock.
 *
 * @returns the new ones, as stored
 */
export async function insertEvents(
  transaction: Executor,
  events: readonly NewBehaviorEvent[],
  { sameIdSince }: InsertOptions = {},
): Promise<StoredEvent[]> {
  const first = new Map<string, NewBehaviorEvent>()
  for (const event of events) if (!first.has(event.id)) first.set(event.id, event)
  const sorted = [...first.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const stored: StoredEvent[] = []
  for (let start = 0; start < sorted.length; start += ROWS_A_STATEMENT) {
    const rows = JSON.stringify(sorted.slice(start, start + ROWS_A_STATEMENT).map(rowOf))
    const statement = sameIdSince
      ? { sql: INSERT_UNKNOWN, bindings: [rows, sameIdSince] }
      : { sql: INSERT, bindings: [rows] }
    for (const { id, seq, received_at } of await queryRows(transaction, statement, insertedRow)) {
      const event = first.get(id)
      if (event) stored.push(toStored(event, seq, received_at))
    }
  }
  return stored
}

function toStored(event: NewBehaviorEvent, seq: number, receivedAt: Date): StoredEvent {
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
    occurredAt: event.occurredAt,
    receivedAt,
  }
}

/** Ids among `ids` that are stored, whatever the time of their event. */
export async function storedIds(executor: Executor, ids: readonly string[], since?: Date): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await queryRows(
    executor,
    {
      sql: `select distinct id from behavior_event where id = any(?::text[]) and occurred_at >= coalesce(?::timestamptz, '-infinity')`,
      bindings: [[...ids], since ?? null],
    },
    z.object({ id: z.string() }),
  )
  return new Set(rows.map((row) => row.id))
}

const NAMES = Object.keys(COLUMNS).join(", ")
const TYPED = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(", ")

/** One JSON parameter: the statement stays the same whatever the number of rows, and no value stands in it. */
const insertWhere = (condition: string): string => `
  insert into behavior_event (${NAMES})
  select ${NAMES} from json_to_recordset(?::json) as given (${TYPED}) ${condition}
  on conflict (id, occurred_at) do nothing
  returning id, seq, received_at`

const INSERT = insertWhere("")
const INSERT_UNKNOWN = insertWhere(
  "where not exists (select 1 from behavior_event known where known.id = given.id and known.occurred_at >= ?)",
)
