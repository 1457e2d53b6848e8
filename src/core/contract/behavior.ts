/**
 * Every kind of behavior that is captured, in the order of their codes: the
 * position in this list is what a columnar log stores. Append only, for stored
 * codes must keep their meaning.
 */
export const BEHAVIOR_TYPES = [
  "view",
  "click",
  "impression",
  "add_to_cart",
  "remove_from_cart",
  "add_to_wishlist",
  "remove_from_wishlist",
  "purchase",
  "return",
  "dismiss",
] as const

/** What a shopper did. `dismiss` is "not interested". */
export type BehaviorType = (typeof BEHAVIOR_TYPES)[number]

/** Code of a behavior in a columnar log: its position in {@link BEHAVIOR_TYPES}. */
export function behaviorCode(type: BehaviorType): number {
  return BEHAVIOR_TYPES.indexOf(type)
}
