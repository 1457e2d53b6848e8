import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../core/contract"
import type { RecommendationSettings } from "../options"
import { identityInCart } from "../privacy/consent"
import type { ShopperHash } from "../privacy/shopper-hashes"
import { queryRows } from "../database/query-rows"
import type { BehaviorSource, NewBehaviorEvent } from "./event"
import type { Executor } from "./insert-events"
import { marksGift, reportedAdd, touchedList, VISITOR_FIELD, visitorOf } from "./metadata"
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
const accountRow = z.object({ id: z.string(), metadata: z.unknown() })

/** A line with what its cart says. */
export type CartLine = z.output<typeof lineRow> &
  Omit<z.output<typeof cartRow>, "id"> & {
    /** Whether the cart is a customer's who has an account. */
    readonly has_account: boolean
    /** Metadata of that customer. */
    readonly customer_metadata: unknown
  }

const LINES = `
  select id, cart_id, product_id, variant_id, quantity, unit_price as price, created_at, updated_at, deleted_at, metadata
    from cart_line_item where product_id is not null`

const CARTS = `
  select id, metadata as cart_metadata, customer_id, currency_code, sales_channel_id, region_id
    from cart where id = any(?::text[])`

const ACCOUNTS = `select id, metadata from customer where id = any(?::text[]) and has_account`

/** Lines of carts by id, those taken out as well: Medusa keeps them as deleted. */
export async function readCartLines(executor: Executor, ids: readonly string[]): Promise<CartLine[]> {
  return withCarts(executor, await byIds(executor, `${LINES} and id = any(?::text[])`, ids, lineRow))
}

/** Lines that lie in a cart that names its visitor or a customer with an account; none of other carts. */
export async function linesOfNamedCart(executor: Executor, cartId: string): Promise<CartLine[]> {
  const sql = `${LINES} and cart_id = ? and deleted_at is null
    and exists (select 1 from cart k left join customer c on c.id = k.customer_id
                 where k.id = cart_id and (k.metadata ->> '${VISITOR_FIELD}' <> '' or c.has_account))`
  return withCarts(executor, await queryRows(executor, { sql, bindings: [cartId] }, lineRow))
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
  const rows = await byIds(executor, ACCOUNTS, customerIds, accountRow)
  const accounts = new Map(rows.map(({ id, metadata }) => [id, metadata]))
  const cartOf = new Map(carts.map((cart) => [cart.id, cart]))
  return lines.flatMap((line) => {
    const cart = cartOf.get(line.cart_id)
    const customerId = cart?.customer_id ?? ""
    const account = { has_account: accounts.has(customerId), customer_metadata: accounts.get(customerId) }
    return cart ? [{ ...cart, ...line, ...account }] : []
  })
}

/** How many units the stored events say are in a line; null when none of it is stored. */
export async function capturedQuantity(
  executor: Executor,
  line: CartLine,
  { hash }: Pick<LineOptions, "hash">,
): Promise<number | null> {
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
        addedId(line, hash),
        `${lineId(line, hash)}:`,
      ],
    },
    z.object({ quantity: z.coerce.number().nullable() }),
  )
  return rows[0]?.quantity ?? null
}

/** How lines become events. */
export interface LineOptions {
  readonly source: BehaviorSource
  readonly settings: Pick<RecommendationSettings, "consent" | "gift">
  readonly hash: ShopperHash
}

/** A line's own id would lead back to the cart, and from there to an address. */
const lineId = ({ id }: CartLine, hash: ShopperHash): string => `cart:${hash(id)}`

/** The storefront's own name for it where it reports the add as well: whoever comes second is then a duplicate. */
const addedId = (line: CartLine, hash: ShopperHash): string => reportedAdd(line.metadata).eventId ?? lineId(line, hash)

/** The line as it was put into the cart. */
export function lineAdded(line: CartLine, options: LineOptions): NewBehaviorEvent {
  return {
    ...shell(line, options),
    id: addedId(line, options.hash),
    type: "add_to_cart",
    occurredAt: line.created_at,
    quantity: line.quantity,
  }
}

/** What a change of the line's quantity means; null when it did not change. */
export function lineChanged(line: CartLine, before: number, options: LineOptions): NewBehaviorEvent | null {
  const by = line.quantity - before
  if (by === 0) return null
  return {
    ...shell(line, options),
    id: `${lineId(line, options.hash)}:${line.updated_at.getTime()}`,
    type: by > 0 ? "add_to_cart" : "remove_from_cart",
    occurredAt: line.updated_at,
    quantity: Math.abs(by),
  }
}

/** The line taken out of the cart. */
export function lineRemoved(line: CartLine, options: LineOptions): NewBehaviorEvent {
  return {
    ...shell(line, options),
    id: `${lineId(line, options.hash)}:removed`,
    type: "remove_from_cart",
    occurredAt: line.deleted_at ?? new Date(),
    quantity: line.quantity,
  }
}

function shell(
  line: CartLine,
  { source, settings }: LineOptions,
): Omit<NewBehaviorEvent, "id" | "type" | "occurredAt" | "quantity"> {
  const { customerId, visitorId, namesRecord } = identityInCart(
    {
      recordId: line.cart_id,
      customerId: line.customer_id,
      hasAccount: line.has_account,
      customerMetadata: line.customer_metadata,
      visitorId: visitorOf(line.cart_metadata) ?? reportedAdd(line.metadata).visitorId,
    },
    settings,
  )
  return {
    productId: line.product_id,
    variantId: line.variant_id,
    price: line.price,
    currencyCode: line.currency_code,
    salesChannelId: line.sales_channel_id,
    regionId: line.region_id,
    customerId,
    visitorId,
    basketId: namesRecord ? line.cart_id : null,
    source,
    isGift: [line.metadata, line.cart_metadata].some((metadata) => marksGift(metadata, settings.gift.gift_order_flag)),
    owner: line.customer_id,
    began: line.created_at,
    ...(namesRecord ? touchedList(line.metadata) : {}),
  }
}
