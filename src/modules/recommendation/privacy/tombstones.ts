import type { NewBehaviorEvent } from "../behavior/event"
import { FUTURE_MS } from "../behavior/storefront-event"
import type { Queryable } from "../database/prepared-statements"
import type { ShopperHash } from "./shopper-hashes"

/** Whose erasure takes an event along. */
export type Owned = Pick<NewBehaviorEvent, "customerId" | "visitorId" | "owner">

/** Bindings of {@link ERASED}: names with their hashes, and those of them that may be customers. */
export function erasedBindings(events: readonly Owned[], hash: ShopperHash): string[][] {
  const customers = new Set<string>()
  const names = new Set<string>()
  for (const { customerId, visitorId, owner } of events) {
    for (const id of [customerId, owner]) if (id) customers.add(id)
    for (const id of [customerId, owner, visitorId]) if (id) names.add(id)
  }
  return [[...names], [...names].map(hash), [...customers]]
}

/**
 * Common table expression of those among the given names who were erased, and until when. A customer whom Medusa has
 * deleted counts as erased even if no event reached the plugin. It is part of the statement that inserts, never a look
 * beforehand: a look before an erasure and an insert after it would bring the row back. (The insert's lock on the table
 * is older than its snapshot, and an erasure waits for such locks before it deletes.)
 */
export const ERASED = `
  erased as materialized (
    select n.name, t.erased_at from unnest(?::text[], ?::text[]) as n (name, key)
      join recommendation_tombstone t on t.shopper = n.key
    union all
    select c.id, 'infinity' from customer c where c.id = any(?::text[]) and c.deleted_at is not null)`

/**
 * Condition that a given event is nobody's who was erased since it began. A storefront's clock may run ahead by as much
 * as is believed: what it reports counts as that much older.
 *
 * @param names columns of `given` that hold a name
 * @param began expression of the time at which what the event belongs to began
 */
export function notErased(names: readonly string[], began: string): string {
  const time = `${began} - case when given.source = 'storefront' then interval '${FUTURE_MS} ms' else interval '0' end`
  return `not exists (select 1 from erased x where x.name in (${names.join(", ")}) and ${time} <= x.erased_at)`
}

/** One shopper to be buried. */
export interface Grave {
  readonly name: string
  readonly isVisitor: boolean
  /** Whether nothing of them may ever be stored again: a customer who is gone. */
  readonly forAllTime: boolean
}

/** Writes tombstones; one that is there moves forward in time, never back. */
export async function bury(executor: Queryable, graves: readonly Grave[], hash: ShopperHash): Promise<void> {
  if (graves.length === 0) return
  const [names, visitors, forever]: [string[], string[], string[]] = [[], [], []]
  for (const grave of graves) {
    names.push(hash(grave.name))
    visitors.push(String(grave.isVisitor))
    forever.push(String(grave.forAllTime))
  }
  await executor.raw(
    `insert into recommendation_tombstone as t (shopper, erased_at, is_visitor)
     select shopper, case when forever then 'infinity' else clock_timestamp() end, is_visitor
       from unnest(?::text[], ?::boolean[], ?::boolean[]) as given (shopper, is_visitor, forever)
     on conflict (shopper) do update set erased_at = greatest(t.erased_at, excluded.erased_at)`,
    [names, visitors, forever],
  )
}
