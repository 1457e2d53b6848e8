import type { BehaviorType } from "../../../src/core/contract/behavior"
import type { SeriesColor } from "../../charts/palette"

/** Every kind of behavior, as it is drawn: the strongest first. */
export const BEHAVIOR_COLORS = {
  purchase: "green",
  add_to_cart: "orange",
  add_to_wishlist: "purple",
  click: "blue",
  view: "blue",
  impression: "grey",
  remove_from_cart: "red",
  remove_from_wishlist: "red",
  return: "red",
  dismiss: "red",
} as const satisfies Record<BehaviorType, SeriesColor>

/** Kinds drawn from the start; views and impressions would press the others flat. */
export const SHOWN_FIRST: readonly BehaviorType[] = ["view", "add_to_cart", "purchase"]

export const BEHAVIOR_ORDER = Object.keys(BEHAVIOR_COLORS) as readonly BehaviorType[]
