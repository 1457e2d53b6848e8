import { BEHAVIOR_TYPES } from "../contract/behavior"
import type { BehaviorType } from "../contract/behavior"

/** Other words for the same behavior, as logs and exports have them. */
const BEHAVIOR_WORDS: ReadonlyMap<string, BehaviorType> = new Map<string, BehaviorType>([
  ...BEHAVIOR_TYPES.map((type): [string, BehaviorType] => [type, type]),
  ["page_view", "view"],
  ["product_view", "view"],
  ["cart", "add_to_cart"],
  ["add_cart", "add_to_cart"],
  ["addtocart", "add_to_cart"],
  ["remove_cart", "remove_from_cart"],
  ["wishlist", "add_to_wishlist"],
  ["favorite", "add_to_wishlist"],
  ["like", "add_to_wishlist"],
  ["unlike", "remove_from_wishlist"],
  ["buy", "purchase"],
  ["order", "purchase"],
  ["transaction", "purchase"],
  ["refund", "return"],
])

/** The kind of rows that carry a shopper's grade of a product instead of what they did. */
export const RATING_KIND = "rating"

/** What may stand in `behavior_type`, in words. */
export const KNOWN_KINDS = [...BEHAVIOR_TYPES, RATING_KIND].join(", ")

/** The behavior that a word stands for, in any case and with spaces around; undefined where it stands for none. */
export function behaviorOf(word: string): BehaviorType | undefined {
  return BEHAVIOR_WORDS.get(kindOf(word))
}

/** A word for a kind as it is compared and reported: in small letters, words joined by `_`. */
export function kindOf(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_")
}
