import { z } from "@medusajs/framework/zod"
import { inBackground } from "../background"
import type { ModuleContext } from "../context"
import type { RecommendationSettings } from "../options"
import { queryRows } from "../database/query-rows"
import { answerOfCustomer } from "../privacy/consent"
import { readAnswer } from "../privacy/objections"
import type { ShopperHashes } from "../privacy/shopper-hashes"
import { capturedQuantity, lineAdded, lineChanged, lineRemoved, linesOfNamedCart, readCartLines } from "./cart-lines"
import type { CartLine, LineOptions } from "./cart-lines"
import { followCarts } from "./follow-carts"
import type { BehaviorSource, NewBehaviorEvent, StoredEvent } from "./event"
import { insertEvents, storedIds } from "./insert-events"
import type { Executor } from "./insert-events"
import { visitorOf } from "./metadata"
import { readOrderEvents } from "./order-lines"
import { followOrders } from "./orders/follow-orders"
import { ordersOfPayments } from "./orders/read-refunds"
import { retryTransient } from "./transient"
import { SAME_ID_MS } from "./storefront-event"
import type { Visitors } from "../privacy/visitors"
import type { Voices } from "./voices"
import { wishlistItemAdded, wishlistItemRemoved } from "./wishlist-items"
import type { WishlistItem } from "./wishlist-items"

/** Of one order or line only one at a time is written: two handlers must not both find the same event missing. */
const ONE_WRITER = `
  select count(pg_advisory_xact_lock(hashtextextended(key, 7219005)))
    from (select key from unnest(?::text[]) as key order by key) as sorted`

const cartRow = z.object({ id: z.string(), metadata: z.unknown(), customer_metadata: z.unknown() })

export interface ShopRecordsParts {
  readonly settings: () => Promise<RecommendationSettings>
  readonly visitors: Visitors
  readonly hashes: ShopperHashes
  readonly voices: Voices
  /** Called after each commit. */
  readonly stored: (events: readonly StoredEvent[]) => void
}

/** What became of the events of some orders or carts. */
export interface RecordedOrders {
  /** Events that the records hold. */
  readonly read: number
  readonly stored: number
  /** Customers and visitors whose history grew or shrank because an order was handed on. */
  readonly moved: readonly string[]
}

/** Behavior that Medusa's own records show: orders, carts and wishlists. */
export class ShopRecords {
  constructor(
    private readonly context: ModuleContext,
    private readonly parts: ShopRecordsParts,
  ) {}

  /** Stores purchases and returns of orders; what is stored already, by whatever way it came, follows the order. */
  async recordOrders(orderIds: readonly string[], source: BehaviorSource): Promise<RecordedOrders> {
    const settings = await this.parts.settings()
    const read = (transaction: Executor) => readOrderEvents(transaction, orderIds, { settings, source })
    return this.write(orderIds, read, followOrders)
  }

  /** Stores that a line came into a cart, or that its quantity changed. */
  async recordCartLine(lineId: string): Promise<void> {
    const options = await this.lineOptions("cart")
    await this.write([lineId], async (transaction) => {
      const [line] = await readCartLines(transaction, [lineId])
      if (!line) return []
      const before = await capturedQuantity(transaction, line, options)
      if (before === null) return [lineAdded(line, options)]
      const change = line.deleted_at === null ? lineChanged(line, before, options) : null
      return change ? [change] : []
    })
  }

  /** Stores that a line was taken out of its cart; that it came in too, should the bus have lost that. */
  async recordCartLineRemoved(lineId: string): Promise<void> {
    const options = await this.lineOptions("cart")
    await this.write([lineId], async (transaction) => {
      const [line] = await readCartLines(transaction, [lineId])
      return line ? [lineAdded(line, options), lineRemoved(line, options)] : []
    })
  }

  /** Stores that lines came into carts, and that those taken out went again. */
  async recordCartLines(lines: readonly CartLine[], source: BehaviorSource): Promise<RecordedOrders> {
    const options = await this.lineOptions(source)
    return this.recordOnce(
      lines.flatMap((line) => [
        lineAdded(line, options),
        ...(line.deleted_at === null ? [] : [lineRemoved(line, options)]),
      ]),
    )
  }

  /**
   * Gives what was stored of a cart as nobody's to whom it names today.
   *
   * @returns customers and visitors whose history grew by it
   */
  async followCart(cartId: string): Promise<string[]> {
    const options = await this.lineOptions("cart")
    const lines = await linesOfNamedCart(this.context.knex(), cartId)
    if (lines.length === 0) return []
    return retryTransient(() =>
      inBackground(this.context, async (transaction) => {
        // Whoever stores one of them has read whose the cart was before it named anybody.
        await transaction.raw(ONE_WRITER, [lines.map(({ id }) => id)])
        const added = lines.map((line) => lineAdded(line, options))
        return followCarts(transaction, added, options.hash)
      }),
    )
  }

  /** Stores that an item came onto a wishlist, unless its customer objected. */
  async recordWishlistItem(item: WishlistItem): Promise<void> {
    const event = wishlistItemAdded(item)
    if (!event || (await readAnswer(this.context.knex(), item.customerId)) === "no") return
    await this.recordOnce([event])
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
   * Makes what was done in the browser that a cart names its customer's, and what was done in the cart itself where
   * carts are visitors of their own. It is no yes to anything else.
   *
   * @returns the customer; null where the cart is a guest's, or the customer objected
   */
  async linkCart(cartId: string): Promise<string | null> {
    const [cart] = await queryRows(
      this.context.knex(),
      {
        sql: `select c.id, k.metadata, c.metadata as customer_metadata
                from cart k join customer c on c.id = k.customer_id and c.has_account where k.id = ?`,
        bindings: [cartId],
      },
      cartRow,
    )
    if (!cart || answerOfCustomer(cart.customer_metadata) === "no") return null
    const { consent } = await this.parts.settings()
    const visitorId = visitorOf(cart.metadata) ?? (consent.required ? null : cartId)
    if (visitorId !== null) await this.parts.visitors.link({ visitorId, customerId: cart.id, isConsented: false })
    return cart.id
  }

  private async lineOptions(source: BehaviorSource): Promise<LineOptions> {
    return { source, settings: await this.parts.settings(), hash: await this.parts.hashes.hasher() }
  }

  /** Stores events that are distinguished by their ids alone, whatever their times. */
  recordOnce(events: readonly NewBehaviorEvent[]): Promise<RecordedOrders> {
    return this.write(
      events.map((event) => event.id),
      () => Promise.resolve(events),
    )
  }

  private async write(
    keys: readonly string[],
    read: (transaction: Executor) => Promise<readonly NewBehaviorEvent[]>,
    follow: (transaction: Executor, known: readonly NewBehaviorEvent[]) => Promise<string[]> = () =>
      Promise.resolve([]),
  ): Promise<RecordedOrders> {
    const hash = await this.parts.hashes.hasher()
    const result = await retryTransient(() =>
      inBackground(this.context, async (transaction) => {
        await transaction.raw(ONE_WRITER, [[...new Set(keys)]])
        const events = await read(transaction)
        const known = await storedIds(
          transaction,
          events.map((event) => event.id),
        )
        const moved = await follow(
          transaction,
          events.filter((event) => known.has(event.id)),
        )
        const { stored } = await insertEvents(
          transaction,
          await this.parts.voices.voiced(
            transaction,
            events.filter((event) => !known.has(event.id)),
          ),
          // What a storefront reports under the same id may be stored since `known` was read.
          { sameIdWithinMs: SAME_ID_MS, hash },
        )
        return { read: events.length, stored, moved }
      }),
    )
    this.parts.stored(result.stored)
    return { read: result.read, stored: result.stored.length, moved: result.moved }
  }
}
