import { createRandom } from "../../src/core/random/seeded-random"
import type { BehaviorType } from "../../src/core/contract"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"

const DAY_MS = 86_400_000

/** A shop whose shoppers have tastes: what they choose can be foreseen, and better than by what sells. */
export interface TasteShop {
  readonly shoppers: number
  readonly products: number
  /** Groups of taste; shopper and product i belong to group i mod tastes. */
  readonly tastes: number
  readonly days: number
  readonly seed: number
  /** Milliseconds since 1970-01-01 UTC at which the last day ends. */
  readonly until: number
  /** Prefix of event ids, so that two stretches do not collide. */
  readonly prefix?: string
  /** Ids of the products; made up where none are given. */
  readonly productIds?: readonly string[]
  /** Groups that shoppers move on by: the same people, another taste. */
  readonly shift?: number
}

/** Visits of every shopper: two looks and one purchase, mostly within the group. */
export function tasteEvents(shop: TasteShop): NewBehaviorEvent[] {
  const { shoppers, products, tastes, days, until, prefix = "e", shift = 0 } = shop
  const random = createRandom(shop.seed)
  const productId = (at: number): string => shop.productIds?.[at] ?? `prod_${at}`
  const pick = (taste: number): number => {
    const group = random.next() < 0.9 ? taste : random.nextInt(tastes)
    const own = Math.floor((products - group - 1) / tastes) + 1
    return group + tastes * random.nextInt(own)
  }
  const events: NewBehaviorEvent[] = []
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const taste = (shopper + shift) % tastes
    for (let day = 0; day < days; day++) {
      if (random.next() < 0.5) continue
      const at = until - (days - day) * DAY_MS + random.nextInt(DAY_MS / 2)
      const bought = pick(taste)
      const add = (type: BehaviorType, product: number, minutes: number): void => {
        events.push({
          id: `${prefix}_${shopper}_${day}_${events.length}`,
          type,
          productId: productId(product),
          customerId: `cus_${shopper}`,
          source: type === "purchase" ? "order" : "storefront",
          occurredAt: new Date(at + minutes * 60_000),
          price: 10 + product,
          basketId: type === "purchase" ? `order_${prefix}_${shopper}_${day}` : null,
          sessionId: `${prefix}_${shopper}_${day}`,
        })
      }
      add("view", pick(taste), 0)
      add("view", bought, 2)
      add("purchase", bought, 10)
      add("purchase", pick(taste), 10)
    }
  }
  return events.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())
}
