import { behaviorCode } from "../../../core/contract"

/** Codes of behavior types as the table stores them. */
export const CODE = {
  view: behaviorCode("view"),
  click: behaviorCode("click"),
  impression: behaviorCode("impression"),
  addToCart: behaviorCode("add_to_cart"),
  addToWishlist: behaviorCode("add_to_wishlist"),
  purchase: behaviorCode("purchase"),
  return: behaviorCode("return"),
} as const

/** Acts on a recommended product that a later purchase may be credited to. */
export const TOUCHES: number[] = [CODE.click, CODE.addToCart, CODE.addToWishlist]

/**
 * Who did the event in row `alias`: the customer, also for what was done before
 * login. Goes with {@link visitorJoin} of the same alias.
 */
export function shopperOf(alias: string): string {
  return `coalesce(${alias}.customer_id, ${alias}_visitor.customer_id, ${alias}.visitor_id)`
}

/** Brings in whose visitor id it was. */
export function visitorJoin(alias: string): string {
  return `left join recommendation_visitor ${alias}_visitor on ${alias}_visitor.visitor_id = ${alias}.visitor_id`
}

/** A span of time, `from` included and `to` not. */
export interface Period {
  readonly from: Date
  readonly to: Date
}
