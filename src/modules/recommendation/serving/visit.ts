import { hash32 } from "../../../core/evaluation/experiment"
import { shopperName } from "./question"
import type { ShopperKey } from "./question"

/** Milliseconds of one visit, for rotation: within it a list keeps still. */
export const VISIT_MS = 30 * 60_000

/**
 * Number of a shopper's visit at `now`. The visits of each begin at moments of their own: lists of everybody would else
 * have to be made again at every full and half hour.
 *
 * @param now milliseconds since the epoch
 */
export function visitOf(shopper: ShopperKey, now: number): number {
  const name = shopperName(shopper)
  const apart = name === null ? 0 : hash32(`visit ${name}`) % VISIT_MS
  return Math.floor((now + apart) / VISIT_MS)
}
