import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../core/contract"
import { queryRows } from "../query-rows"
import type { BehaviorSource, NewBehaviorEvent } from "./event"
import type { Executor } from "./insert-events"
import { reportedAdd, touchedList, visitorOf } from "./metadata"

const lineRow = z.object({
  id: z.string(),
  cart_id: z.string(),
  product_id: z.string(),
  variant_id: z.string().nullable(),
  quantity: z.coerce.number(),
  price: z.coerce.number().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
  deleted_at: z.date().nullable(),
  metadata: z.unknown(),
  cart_metadata: z.unknown(),
  customer_id: z.string().nullable(),
  has_account: z.boolean().nullable(),
  currency_code: z.string().nullable(),
  sales_channel_id: z.string().nullable(),
  region_id: z.string().nullable(),
})

export type CartLine = z.output<typeof lineRow>

const SELECT_LINES = `
  select l.id, l.cart_id, l.product_id, l.variant_id, l.quantity, l.unit_price as price, l.created_at, l.updated_at,
         l.deleted_at, l.metadata, k.metadata as cart_metadata, k.customer_id, c.has_account, k.currency_code,
         k.sales_channel_id, k.region_id
    from cart_line_item l
    join cart k on k.id = l.cart_id
    left join customer c on c.id = k.customer_id
   where l.product_id is not null`

/** Lines of carts by id, those taken out as well: Medusa keeps them as deleted. */
export function readCartLines(executor: Executor, ids: readonly string[]): Promise<CartLine[]> {
  return queryRows(executor, { sql: `${SELECT_LINES} and l.id = any(?::text[])`, bindings: [[...ids]] }, lineRow)
}

/** A page of all lines, by id. */
export function pageOfCartLines(executor: Executor, after: string, limit: number): Promise<CartLine[]> {
  return queryRows(
    executor,
    { sql: `${SELECT_LINES} and l.id > ? order by l.id limit ?`, bindings: [after, limit] },
    lineRow,
  )
}

/** How many units the stored events say are in a line; null when none of it is stored. */
export async function capturedQuantity(executor: Executor, line: CartLine): Promise<number | null> {
  const rows = await queryRows(
    executor,
    {
      sql: `select sum(case when type = ? then quantity else -quantity end) as quantity
              from behavior_event
             where product_id = ? and type in (?, ?) and occurred_at >= ?::timestamptz - interval '1 minute'
               and (id = ? or starts_with(id, ?))`,
      bindings: [
        behaviorCode("add_to_cart"),
        line.product_id,
        behaviorCode("add_to_cart"),
        behaviorCode("remove_from_cart"),
        line.created_at,
        addedId(line),
        `${lineId(line)}:`,
      ],
    },
    z.object({ quantity: z.coerce.number().nullable() }),
  )
  return rows[0]?.quantity ?? null
}

const lineId = ({ id }: CartLine): string => `cart:${id}`

/** The storefront's own name for it where it reports the add as well: whoever comes second is then a duplicate. */
const addedId = (line: CartLine): string => reportedAdd(line.metadata).eventId ?? lineId(line)

/** The line as it was put into the cart. */
export function lineAdded(line: CartLine, source: BehaviorSource): NewBehaviorEvent {
  return {
    ...shell(line, source),
    id: addedId(line),
    type: "add_to_cart",
    occurredAt: line.created_at,
    quantity: line.quantity,
  }
}

/** What a change of the line's quantity means; null when it did not change. */
export function lineChanged(line: CartLine, before: number, source: BehaviorSource): NewBehaviorEvent | null {
  const by = line.quantity - before
  if (by === 0) return null
  return {
    ...shell(line, source),
    id: `${lineId(line)}:${line.updated_at.getTime()}`,
    type: by > 0 ? "add_to_cart" : "remove_from_cart",
    occurredAt: line.updated_at,
    quantity: Math.abs(by),
  }
}

/** The line taken out of the cart. */
export function lineRemoved(line: CartLine, source: BehaviorSource): NewBehaviorEvent {
  return {
    ...shell(line, source),
    id: `${lineId(line)}:removed`,
    type: "remove_from_cart",
    occurredAt: line.deleted_at ?? new Date(),
    quantity: line.quantity,
  }
}

/**
 * A cart of nobody with an account is a visitor of its own, unless its metadata
 * names the browser's: when it is handed to a customer, so is what was done in it.
 */
export function visitorOfCart(cartId: string, metadata: unknown): string {
  return visitorOf(metadata) ?? cartId
}

function visitorOfLine(line: CartLine): string {
  return visitorOf(line.cart_metadata) ?? reportedAdd(line.metadata).visitorId ?? line.cart_id
}

function shell(
  line: CartLine,
  source: BehaviorSource,
): Omit<NewBehaviorEvent, "id" | "type" | "occurredAt" | "quantity"> {
  const customerId = line.has_account === true ? line.customer_id : null
  return {
    productId: line.product_id,
    variantId: line.variant_id,
    price: line.price,
    currencyCode: line.currency_code,
    salesChannelId: line.sales_channel_id,
    regionId: line.region_id,
    customerId,
    visitorId: customerId === null ? visitorOfLine(line) : null,
    basketId: line.cart_id,
    source,
    ...touchedList(line.metadata),
  }
}
