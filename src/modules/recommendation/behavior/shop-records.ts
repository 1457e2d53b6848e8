import { z } from "@medusajs/framework/zod"
import { inBackground } from "../background"
import type { ModuleContext } from "../context"
import type { RecommendationSettings } from "../options"
import { queryRows } from "../query-rows"
import { capturedQuantity, lineAdded, lineChanged, lineRemoved, readCartLines, visitorOfCart } from "./cart-lines"
import type { BehaviorSource, NewBehaviorEvent, StoredEvent } from "./event"
import { insertEvents, storedIds } from "./insert-events"
import type { Executor } from "./insert-events"
import { readOrderEvents } from "./order-lines"
import { followOrders } from "./orders/follow-orders"
import { ordersOfPayments } from "./orders/read-refunds"
import { retryTransient } from "./transient"
import { SAME_ID_MS } from "./storefront-event"
import type { Visitors } from "../privacy/visitors"
import { wishlistItemAdded, wishlistItemRemoved } from "./wishlist-items"
import type { WishlistItem } from "./wishlist-items"

/** Of one order or line only one at a time is written: two handlers must not both find the same event missing. */
const ONE_WRITER = `
  select count(pg_advisory_xact_lock(hashtextextended(key, 7219005)))
    from (select key from unnest(?::text[]) as key order by key) as sorted`

const cartRow = z.object({ id: z.string(), metadata: z.unknown() })

export interface ShopRecordsParts {
  readonly settings: () => Promise<RecommendationSettings>
  readonly visitors: Visitors
  /** Told after each commit. */
  readonly stored: (events: readonly StoredEvent[]) => void
}

/** What became of the events of some orders or carts. */
export interface RecordedOrders {
  /** Events that the records hold. */
  readonly read: number
  readonly stored: number
}

/** Behavior that Medusa's own records tell of: orders, carts and wishlists. */
export class ShopRecords {
  constructor(
    private readonly context: ModuleContext,
    private readonly parts: ShopRecordsParts,
  ) {}

  /** Stores purchases and returns of orders; what is stored already, by whatever way it came, follows the order. */
  async recordOrders(orderIds: readonly string[], source: BehaviorSource): Promise<RecordedOrders> {
    const { gift } = await this.parts.settings()
    return this.write(orderIds, (transaction) => readOrderEvents(transaction, orderIds, { gift, source }), followOrders)
  }

  /** Stores that a line came into a cart, or that its quantity changed. */
  async recordCartLine(lineId: string): Promise<void> {
    await this.write([lineId], async (transaction) => {
      const [line] = await readCartLines(transaction, [lineId])
      if (!line) return []
      const before = await capturedQuantity(transaction, line)
      if (before === null) return [lineAdded(line, "cart")]
      const change = line.deleted_at === null ? lineChanged(line, before, "cart") : null
      return change ? [change] : []
    })
  }

  /** Stores that a line was taken out of its cart; that it came in too, should the bus have lost that. */
  async recordCartLineRemoved(lineId: string): Promise<void> {
    await this.write([lineId], async (transaction) => {
      const [line] = await readCartLines(transaction, [lineId])
      return line ? [lineAdded(line, "cart"), lineRemoved(line, "cart")] : []
    })
  }

  /** Stores that an item came onto a wishlist. */
  async recordWishlistItem(item: WishlistItem): Promise<void> {
    const event = wishlistItemAdded(item)
    if (event) await this.recordOnce([event])
  }

  /** Stores that an item was taken off. */
  async recordWishlistItemRemoved(itemId: string): Promise<void> {
    const event = await wishlistItemRemoved(this.context, itemId)
    if (event) await this.recordOnce([event])
  }

  /** Orders that payments paid. */
  async ordersOfPayments(paymentIds: readonly string[]): Promise<string[]> {
    return inBackground(this.context, (transaction) => ordersOfPayments(transaction, paymentIds))
  }

  /**
   * Makes what was done in a cart, and in the browser that it names, its customer's.
   *
   * @returns the customer; null where the cart is a guest's
   */
  async linkCart(cartId: string): Promise<string | null> {
    const [cart] = await queryRows(
      this.context.knex(),
      {
        sql: `select c.id, k.metadata from cart k join customer c on c.id = k.customer_id and c.has_account where k.id = ?`,
        bindings: [cartId],
      },
      cartRow,
    )
    if (!cart) return null
    for (const visitorId of new Set([cartId, visitorOfCart(cartId, cart.metadata)]))
      await this.parts.visitors.link(visitorId, cart.id)
    return cart.id
  }

  /** Stores events that are told apart by their ids alone, whatever their times. */
  recordOnce(events: readonly NewBehaviorEvent[]): Promise<RecordedOrders> {
    return this.write(
      events.map((event) => event.id),
      () => Promise.resolve(events),
    )
  }

  private async write(
    keys: readonly string[],
    read: (transaction: Executor) => Promise<readonly NewBehaviorEvent[]>,
    follow: (transaction: Executor, known: readonly NewBehaviorEvent[]) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<RecordedOrders> {
    const result = await retryTransient(() =>
      inBackground(this.context, async (transaction) => {
        await transaction.raw(ONE_WRITER, [[...new Set(keys)]])
        const events = await read(transaction)
        const known = await storedIds(
          transaction,
          events.map((event) => event.id),
        )
        await follow(
          transaction,
          events.filter((event) => known.has(event.id)),
        )
        const stored = await insertEvents(
          transaction,
          events.filter((event) => !known.has(event.id)),
          // What a storefront reports under the same id may be stored since `known` was read.
          { sameIdWithinMs: SAME_ID_MS },
        )
        return { read: events.length, stored }
      }),
    )
    this.parts.stored(result.stored)
    return { read: result.read, stored: result.stored.length }
  }
}
