import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../core/contract"
import { queryRows } from "../query-rows"
import type { BehaviorSource, NewBehaviorEvent } from "./event"
import type { Executor } from "./insert-events"
import { reportedAdd, touchedList, visitorOf } from "./metadata"
import { byIds } from "./orders/by-ids"

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
})
const cartRow = z.object({
  id: z.string(),
  cart_metadata: z.unknown(),
  customer_id: z.string().nullable(),
  currency_code: z.string().nullable(),
  sales_channel_id: z.string().nullable(),
  region_id: z.string().nullable(),
})
const accountRow = z.object({ id: z.string() })

/** A line with what its cart says. */
export type CartLine = z.output<typeof lineRow> &
  Omit<z.output<typeof cartRow>, "id"> & {
    /** Whether the cart is a customer's who has an account. */
    readonly has_account: boolean
  }

const LINES = `
  select id, cart_id, product_id, variant_id, quantity, unit_price as price, created_at, updated_at, deleted_at, metadata
    from cart_line_item where product_id is not null`

const CARTS = `
  select id, metadata as cart_metadata, customer_id, currency_code, sales_channel_id, region_id
    from cart where id = any(?::text[])`

const ACCOUNTS = `select id from customer where id = any(?::text[]) and has_account`

/** Lines of carts by id, those taken out as well: Medusa keeps them as deleted. */
export async function readCartLines(executor: Executor, ids: readonly string[]): Promise<CartLine[]> {
  return withCarts(executor, await byIds(executor, `${LINES} and id = any(?::text[])`, ids, lineRow))
}

/** A page of all lines, by id. */
export async function pageOfCartLines(transaction: Executor, after: string, limit: number): Promise<CartLine[]> {
  await transaction.raw("set local enable_seqscan = off")
  const statement = { sql: `${LINES} and id > ? order by id limit ?`, bindings: [after, limit] }
  return withCarts(transaction, await queryRows(transaction, statement, lineRow))
}

/** One table at a time, as orders are read. */
async function withCarts(executor: Executor, lines: readonly z.output<typeof lineRow>[]): Promise<CartLine[]> {
  const carts = await byIds(executor, CARTS, [...new Set(lines.map((line) => line.cart_id))], cartRow)
  const customerIds = [...new Set(carts.flatMap((cart) => cart.customer_id ?? []))]
  const accounts = new Set((await byIds(executor, ACCOUNTS, customerIds, accountRow)).map(({ id }) => id))
  const cartOf = new Map(carts.map((cart) => [cart.id, cart]))
  return lines.flatMap((line) => {
    const cart = cartOf.get(line.cart_id)
    return cart ? [{ ...cart, ...line, has_account: accounts.has(cart.customer_id ?? "") }] : []
  })
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
  const customerId = line.has_account ? line.customer_id : null
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
