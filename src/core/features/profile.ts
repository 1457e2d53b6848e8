import { behaviorCode } from "../contract/behavior"
import type { InteractionLog } from "../contract/interaction-log"
import type { ShopperProfile } from "../contract/recommender"

/**
 * What one shopper did, in columns, oldest first: the only thing that features know of a shopper.
 * Training cuts it out of the log, serving makes it from live events.
 */
export interface Profile {
  readonly length: number
  /** Product index of the shop state. */
  readonly item: Int32Array
  /** Index into `BEHAVIOR_TYPES`. */
  readonly behavior: Uint8Array
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: Float64Array
  /** Equal numbers are one basket; negative is unknown. */
  readonly basket: Int32Array
  readonly quantity: Float32Array
  /** 1 where it was bought for somebody else. */
  readonly isGift: Uint8Array
  /** Index of the shopper's country, gender and age band among the segments, -1 where unknown. */
  readonly segments: readonly number[]
}

/** Of whom nothing is known. */
export const NO_PROFILE: Profile = {
  length: 0,
  item: new Int32Array(0),
  behavior: new Uint8Array(0),
  time: new Float64Array(0),
  basket: new Int32Array(0),
  quantity: new Float32Array(0),
  isGift: new Uint8Array(0),
  segments: [],
}

const CODES = {
  view: behaviorCode("view"),
  click: behaviorCode("click"),
  impression: behaviorCode("impression"),
  addToCart: behaviorCode("add_to_cart"),
  removeFromCart: behaviorCode("remove_from_cart"),
  addToWishlist: behaviorCode("add_to_wishlist"),
  removeFromWishlist: behaviorCode("remove_from_wishlist"),
  purchase: behaviorCode("purchase"),
  return: behaviorCode("return"),
  dismiss: behaviorCode("dismiss"),
} as const

/** Codes of the behaviors by name, for columns. */
export const BEHAVIOR = CODES

/** Whether a behavior speaks for a product: view, click, cart, wishlist or purchase. */
export function isPositive(behavior: number): boolean {
  return isInterest(behavior) || behavior === CODES.purchase
}

/** Whether a behavior shows interest short of buying: view, click, cart or wishlist. */
export function isInterest(behavior: number): boolean {
  return (
    behavior === CODES.view ||
    behavior === CODES.click ||
    behavior === CODES.addToCart ||
    behavior === CODES.addToWishlist
  )
}

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000

/** Cuts a profile out of a log. `rows` are rows of one shopper or session, oldest first. */
export function profileOfRows(log: InteractionLog, rows: Int32Array, segments: readonly number[]): Profile {
  return {
    length: rows.length,
    item: Int32Array.from(rows, (row) => log.item[row]),
    behavior: Uint8Array.from(rows, (row) => log.behavior[row]),
    time: Float64Array.from(rows, (row) => log.time[row]),
    basket: Int32Array.from(rows, (row) => basketOf(log, row)),
    quantity: Float32Array.from(rows, (row) => log.quantity[row]),
    isGift: new Uint8Array(rows.length),
    segments,
  }
}

/** Basket of a row: its session, else its day (numbers beyond all sessions), else -1 where there is no time either. */
export function basketOf(log: InteractionLog, row: number): number {
  if (log.session[row] >= 0) return log.session[row]
  return log.hasTime ? log.sessionIds.length + Math.floor(log.time[row] / DAY_MS) : -1
}

/**
 * Makes a profile of live events: those of known products up to `now`, in time order.
 *
 * @param indexOf product index by id, undefined where the product is not known
 */
export function profileOfEvents(
  profile: ShopperProfile,
  now: number,
  context: { readonly indexOf: (productId: string) => number | undefined; readonly segments: readonly number[] },
): Profile {
  const known = profile.events.filter((event) => event.at <= now && context.indexOf(event.productId) !== undefined)
  const isOrdered = known.every((event, i) => i === 0 || known[i - 1].at <= event.at)
  const events = isOrdered ? known : [...known].sort((a, b) => a.at - b.at)
  const baskets = new Map<string, number>()
  const basketCode = (id: string | null, at: number): number => {
    const key = id ?? `day ${Math.floor(at / DAY_MS)}`
    const code = baskets.get(key) ?? baskets.size
    baskets.set(key, code)
    return code
  }
  return {
    length: events.length,
    item: Int32Array.from(events, (event) => context.indexOf(event.productId) ?? -1),
    behavior: Uint8Array.from(events, (event) => behaviorCode(event.type)),
    time: Float64Array.from(events, (event) => event.at),
    basket: Int32Array.from(events, (event) => basketCode(event.basketId, event.at)),
    quantity: Float32Array.from(events, (event) => event.quantity),
    isGift: Uint8Array.from(events, (event) => (event.isGift === true ? 1 : 0)),
    segments: context.segments,
  }
}
