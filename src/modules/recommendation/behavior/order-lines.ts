import { z } from "@medusajs/framework/zod"
import type { RecommendationSettings } from "../options"
import { queryRows } from "../query-rows"
import type { BehaviorSource, NewBehaviorEvent } from "./event"
import type { Executor } from "./insert-events"
import { metadataOf, touchedList, visitorOf } from "./metadata"

const amount = z.coerce.number()
const shared = {
  order_id: z.string(),
  line_id: z.string(),
  product_id: z.string(),
  variant_id: z.string().nullable(),
  quantity: amount,
  price: amount.nullable(),
  currency_code: z.string().nullable(),
  sales_channel_id: z.string().nullable(),
  region_id: z.string().nullable(),
  customer_id: z.string().nullable(),
  has_account: z.boolean().nullable(),
  order_metadata: z.unknown(),
}
const purchaseRow = z.object({
  ...shared,
  line_metadata: z.unknown(),
  ships_to: z.string().nullable(),
  bills_to: z.string().nullable(),
  at: z.date(),
})
const returnRow = z.object({ ...shared, event_id: z.string(), at: z.date() })

/**
 * Lines of orders in their latest version. An edited order has rows of every
 * version: the newest of each line counts, and the oldest tells whether the line
 * was there from the beginning, when it is as old as the order.
 */
const LINES = `
  select o.id as order_id, o.customer_id, o.currency_code, o.sales_channel_id, o.region_id, o.metadata as order_metadata,
         o.created_at as order_at, o.canceled_at, o.shipping_address_id, o.billing_address_id,
         c.has_account, li.id as line_id, li.product_id, li.variant_id, li.metadata as line_metadata,
         oi.quantity, coalesce(oi.unit_price, li.unit_price) as price,
         case when oi.first_version > 1 then li.created_at else o.created_at end as at
    from "order" o
    join lateral (
      select distinct on (i.item_id) i.item_id, i.quantity, i.unit_price,
             min(i.version) over (partition by i.item_id) as first_version
        from order_item i
       where i.order_id = o.id and i.version <= o.version and i.deleted_at is null
       order by i.item_id, i.version desc) oi on true
    join order_line_item li on li.id = oi.item_id
    left join customer c on c.id = o.customer_id
   where o.id = any(?::text[]) and o.deleted_at is null and not coalesce(o.is_draft_order, false)
     and o.status <> 'draft' and li.product_id is not null`

const PURCHASES = `
  select l.order_id, l.line_id, l.product_id, l.variant_id, l.quantity, l.price, l.currency_code, l.sales_channel_id,
         l.region_id, l.customer_id, l.has_account, l.order_metadata, l.line_metadata, l.at,
         lower(trim(concat(s.first_name, ' ', s.last_name))) as ships_to,
         lower(trim(concat(b.first_name, ' ', b.last_name))) as bills_to
    from (${LINES}) l
    left join order_address s on s.id = l.shipping_address_id
    left join order_address b on b.id = l.billing_address_id
   where l.quantity > 0
   order by l.at, l.line_id`

/** A line goes back once, when its order is canceled or paid back whole; or piece by piece, as returns come in. */
const RETURNS = `
  with lines as (${LINES}),
  came_back as (
    select 'return:' || ri.id as event_id, l.line_id, ri.received_quantity as quantity, r.received_at as at
      from lines l
      join "return" r on r.order_id = l.order_id and r.received_at is not null and r.deleted_at is null
      join return_item ri on ri.return_id = r.id and ri.item_id = l.line_id and ri.deleted_at is null
     where ri.received_quantity > 0),
  paid_back as (
    select opc.order_id, max(f.created_at) as at
      from order_payment_collection opc
      join payment p on p.payment_collection_id = opc.payment_collection_id and p.deleted_at is null
      join refund f on f.payment_id = p.id and f.deleted_at is null
     where opc.order_id in (select order_id from lines) and opc.deleted_at is null
     group by opc.order_id
    having sum(f.amount) >= (
      select sum(k.amount) from order_payment_collection x
        join payment q on q.payment_collection_id = x.payment_collection_id and q.deleted_at is null
        join capture k on k.payment_id = q.id and k.deleted_at is null
       where x.order_id = opc.order_id and x.deleted_at is null)),
  gone as (
    select event_id, line_id, quantity, at from came_back
    union all
    select 'return:' || l.line_id, l.line_id, l.quantity, coalesce(l.canceled_at, p.at)
      from lines l left join paid_back p on p.order_id = l.order_id
     where (l.canceled_at is not null or p.at is not null) and l.quantity > 0
       and not exists (select 1 from came_back b where b.line_id = l.line_id))
  select l.order_id, l.line_id, l.product_id, l.variant_id, g.quantity, l.price, l.currency_code, l.sales_channel_id,
         l.region_id, l.customer_id, l.has_account, l.order_metadata, g.event_id, g.at
    from gone g join lines l on l.line_id = g.line_id
   order by g.at, g.event_id`

type Shared = Pick<
  z.output<typeof returnRow>,
  | "product_id"
  | "variant_id"
  | "quantity"
  | "price"
  | "currency_code"
  | "sales_channel_id"
  | "region_id"
  | "customer_id"
  | "has_account"
  | "order_id"
  | "order_metadata"
>

/**
 * Purchases and returns of orders as events. Their ids and times come from the
 * orders alone, so that a subscriber, the reconciliation and an import make the
 * very same rows of them.
 */
export async function readOrderEvents(
  executor: Executor,
  orderIds: readonly string[],
  { gift, source }: { readonly gift: RecommendationSettings["gift"]; readonly source: BehaviorSource },
): Promise<NewBehaviorEvent[]> {
  if (orderIds.length === 0) return []
  const bindings = [[...orderIds]]
  const purchases = await queryRows(executor, { sql: PURCHASES, bindings }, purchaseRow)
  const returns = await queryRows(executor, { sql: RETURNS, bindings }, returnRow)
  return [
    ...purchases.map((row) => ({
      ...shell(row, source),
      id: row.line_id,
      type: "purchase" as const,
      occurredAt: row.at,
      isGift: isGift(row, gift),
      ...touchedList(row.line_metadata),
    })),
    ...returns.map((row) => ({
      ...shell(row, source),
      id: row.event_id,
      type: "return" as const,
      occurredAt: row.at,
    })),
  ]
}

/** A guest's order is the visitor's where the cart knew one, so that it counts once they have an account. */
function shell(row: Shared, source: BehaviorSource): Omit<NewBehaviorEvent, "id" | "type" | "occurredAt"> {
  const visitorId = visitorOf(row.order_metadata)
  const isGuest = row.has_account === false && visitorId !== null
  return {
    productId: row.product_id,
    variantId: row.variant_id,
    quantity: row.quantity,
    price: row.price,
    currencyCode: row.currency_code,
    salesChannelId: row.sales_channel_id,
    regionId: row.region_id,
    customerId: isGuest ? null : row.customer_id,
    visitorId: isGuest ? visitorId : null,
    basketId: row.order_id,
    source,
  }
}

function isGift(row: z.output<typeof purchaseRow>, gift: RecommendationSettings["gift"]): boolean {
  const flagged = [row.line_metadata, row.order_metadata].some((metadata) => {
    const value = metadataOf(metadata)(gift.gift_order_flag)
    return value === true || value === "true" || value === "1" || value === 1
  })
  const elsewhere = Boolean(row.ships_to && row.bills_to && row.ships_to !== row.bills_to)
  return flagged || (gift.shipping_name_differs && elsewhere)
}
