import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { LoggedRow } from "../../../core/recommender"
import { PROFILE_EVENTS } from "../behavior/read-profile"
import type { ModuleContext } from "../context"
import type { FeatureSample } from "../feature-sample"
import { hasObjected } from "../privacy/consent"
import { queryRows } from "../database/query-rows"

/** Under which names a list's shopper is found in the log. */
interface ListShopper {
  readonly customerId: string | null
  readonly visitorId: string | null
}

const namesRow = z.object({ id: z.string(), customers: z.array(z.string()), visitors: z.array(z.string()) })

/** Who the lists were for, by the events that name them; without those whom no event names, or more than one shopper. */
export async function readShoppers(
  context: ModuleContext,
  samples: readonly FeatureSample[],
): Promise<Map<string, ListShopper>> {
  if (samples.length === 0) return new Map()
  const since = new Date(Math.min(...samples.map(({ created_at: at }) => at.getTime())))
  const rows = await queryRows(context.knex(), { sql: NAMES, bindings: [samples.map(({ id }) => id), since] }, namesRow)
  const names = new Map(rows.map((row) => [row.id, row]))
  const found = new Map<string, ListShopper>()
  for (const { id, asked_as: askedAs } of samples) {
    const { customers = [], visitors = [] } = names.get(id) ?? {}
    if (customers.length > 1 || visitors.length > 1) continue
    const [customerId = null] = customers
    const [visitorId = null] = visitors
    if (askedAs === "visitor" && visitorId !== null) found.set(id, { customerId: null, visitorId })
    if (askedAs !== "visitor" && customerId !== null)
      found.set(id, { customerId, visitorId: askedAs === "both" ? visitorId : null })
  }
  return found
}

/** A visitor who became a customer since is the customer, and was the visitor. */
const NAMES = `
  select e.recommendation_id as id,
         array_remove(array_agg(distinct coalesce(e.customer_id, v.customer_id)), null) as customers,
         array_remove(array_agg(distinct e.visitor_id), null) as visitors
    from behavior_event e
    left join recommendation_visitor v on v.visitor_id = e.visitor_id
   where e.recommendation_id = any(?::text[]) and e.occurred_at > ?::timestamptz - interval '1 hour'
   group by e.recommendation_id`

const logRow = z.object({
  productId: z.string(),
  type: z.number().transform((code) => BEHAVIOR_TYPES[code] ?? "view"),
  at: z.coerce.number(),
  quantity: z.number(),
  session: z.string(),
  isRewritten: z.boolean(),
})

/** What a shopper's log held when a list was made for them. */
interface SkewLog {
  /** Events of the profile, whenever they say that they were. */
  readonly total: number
  /** Those up to the list's moment, oldest first. */
  readonly rows: readonly LoggedRow[]
}

/**
 * A shopper's log as it was when the list was made. Null where it cannot be had any more: they objected, became a customer,
 * some of it is past its days, or a row was written again, as when an order is handed on.
 */
export async function readSkewLog(
  context: ModuleContext,
  question: { readonly sample: FeatureSample; readonly shopper: ListShopper; readonly days: number },
): Promise<SkewLog | null> {
  const { sample, shopper, days } = question
  const { customerId, visitorId } = shopper
  if (sample.first_at.getTime() < Date.now() - (days - 1) * 86_400_000) return null
  const [state] = await queryRows(context.knex(), { sql: STATE, bindings: [customerId, customerId] }, stateRow)
  if (!state || state.objected || state.links !== sample.links) return null
  const found = await queryRows(
    context.knex(),
    {
      sql: LOG,
      bindings: [customerId, customerId, visitorId, customerId, sample.snapshot, PROFILE_EVENTS],
    },
    logRow,
  )
  if (found.some(({ isRewritten }) => isRewritten)) return null
  const rows = found
    .filter(({ at }) => at <= sample.served.now)
    .map((row): LoggedRow => ({
      ...{ itemId: row.productId, behavior: row.type, time: row.at, quantity: row.quantity, price: Number.NaN },
      sessionId: row.session,
    }))
  return { total: found.length, rows: rows.reverse() }
}

const stateRow = z.object({ objected: z.boolean(), links: z.coerce.number() })
const STATE = `
  select ${hasObjected("?")} as objected,
         (select count(*) from recommendation_visitor where customer_id = ?) as links`

/**
 * As training reads it: an event belongs to its order, else to its visit. A row's \`xmin\` is the transaction that wrote it
 * last, in 32 bits: another than its own is a later one.
 */
const LOG = `
  select e.product_id as "productId", e.type, round(extract(epoch from e.occurred_at) * 1000) as at, e.quantity,
         coalesce(e.basket_id, e.session_id, '') as session,
         e.xact_id is not null and e.xmin::text::numeric <> mod(e.xact_id::text::numeric, 4294967296) as "isRewritten"
    from behavior_event e
    left join recommendation_visitor v on e.customer_id is null and v.visitor_id = e.visitor_id
   where (e.customer_id = ? or (e.customer_id is null and (v.customer_id = ?
            or (e.visitor_id = ? and (v.customer_id is null or ?::text is null)))))
     and not e.is_bot and (e.xact_id is null or pg_visible_in_snapshot(e.xact_id, ?::pg_snapshot))
   order by e.occurred_at desc, e.seq desc limit ?`
