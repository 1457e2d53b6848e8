import { NEWCOMER_SETTINGS, newcomerShares, segmentShares } from "../../features/newcomers"
import type { ShopState } from "../../features/shop-state"
import { WHOLE_SHOP } from "../ranking/shopper-list"

/** Orders of segments that are kept at most; beyond, all are computed again when asked for. */
const KEPT_AT_MOST = 200
/** Choices of a product that a segment's own are doubted by: of 3 to 100 the best on nine cuts, see docs/RANKING.md. */
const SEGMENT_DOUBT = 3

/** Products in an order with the share of choices that each is expected to have. */
export interface SharedOrder {
  /** Products of which anything is known, the greatest share first; equal shares by index. */
  readonly items: Int32Array
  /** Share by product. */
  readonly shares: Float64Array
}

/** What orders are made of. */
type NewcomerState = Pick<ShopState, "newcomers" | "newcomerSetting" | "interestPopularity" | "segments">

/** Orders for shoppers of whom nothing is known but, perhaps, their segments: of one state as it stands. */
export class NewcomerOrders {
  readonly #stateIn: (channel: number) => NewcomerState
  readonly #orders = new Map<string, SharedOrder>()

  /** @param stateIn the state as a channel sees it */
  constructor(stateIn: (channel: number) => NewcomerState) {
    this.#stateIn = stateIn
  }

  /** The order in a channel, for shoppers of no known segment, or of these. */
  of(channel: number = WHOLE_SHOP, segments: readonly number[] = []): SharedOrder {
    const key = [channel, ...segments].join(" ")
    const known = this.#orders.get(key)
    if (known !== undefined) return known
    if (this.#orders.size >= KEPT_AT_MOST) this.#orders.clear()
    const order = sorted(
      segments.length === 0
        ? this.#ofAll(channel)
        : segmentShares(this.of(channel).shares, this.#stateIn(channel).segments, { segments, doubt: SEGMENT_DOUBT }),
    )
    this.#orders.set(key, order)
    return order
  }

  /** After the counters moved: orders are computed again when next asked for. */
  forget(): void {
    this.#orders.clear()
  }

  #ofAll(channel: number): Float64Array {
    const { newcomers, newcomerSetting, interestPopularity } = this.#stateIn(channel)
    return newcomerShares(newcomers, interestPopularity, NEWCOMER_SETTINGS[newcomerSetting])
  }
}

function sorted(shares: Float64Array): SharedOrder {
  const items = Int32Array.from(shares.keys())
    .filter((item) => shares[item] > 0)
    .sort((a, b) => shares[b] - shares[a] || a - b)
  return { items, shares }
}
