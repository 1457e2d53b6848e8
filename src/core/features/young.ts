import type { History } from "./history"
import { DAY_MS } from "./profile"
import type { ShopState } from "./shop-state"
import type { SignalBoard } from "./signal-board"
import { SIGNAL_INDEX as S } from "./signals"
import { exp } from "../numeric/portable-math"

/** Days since it was first seen for which a product has little history. */
export const YOUNG_DAYS = 45
/** Products below which a shop's young ones are no matter of their own: shops of 100 and 200 lost by it, those between are not measured. */
const PRODUCTS_AT_LEAST = 1000

/** Whether a shop's young products are distinguished from the others. */
export function separatesYoung({ hasTime, itemCount }: Pick<ShopState, "hasTime" | "itemCount">): boolean {
  return hasTime && itemCount >= PRODUCTS_AT_LEAST
}

/** Days for which it is news to whoever likes news. */
const NEWS_DAYS = 28

/** How new a product is: 1 on its first day, fading by e in 30 days. */
export function newnessOf(firstSeen: number, now: number): number {
  return exp(-Math.max(0, now - firstSeen) / DAY_MS / 30)
}

/** {@link newnessOf} a product above which it is news. */
export const YOUNG_NEWNESS = newnessOf(0, NEWS_DAYS * DAY_MS)

/**
 * Share of what a shopper chose in these months that was news when they first chose it, one choice of old products more:
 * who buys what is new buys the next new thing. Null where young products are not distinguished from the others.
 */
export function youngShareOf(state: ShopState, { items }: History): number | null {
  if (!separatesYoung(state)) return null
  const { facts } = state
  let all = 1
  let young = 0
  for (const [item, { baskets, faded90, first }] of items) {
    if (baskets === 0) continue
    all += faded90
    if (first - facts.firstSeen[item] < NEWS_DAYS * DAY_MS) young += faded90
  }
  return young / all
}

/** Sets how much young candidates are in words like what the shopper chose, of those that they never had. */
export function fillYoung(
  state: ShopState,
  { own, board }: { readonly own: SignalBoard; readonly board: SignalBoard },
  list: {
    readonly candidates: Int32Array
    readonly slots: Int32Array
    readonly history: History
    readonly now: number
  },
): void {
  const { candidates, slots, history, now } = list
  const content = board.readable(S.contentLong)
  if (!separatesYoung(state) || content === null || !history.hasTaste) return
  const { facts } = state
  const youngContent = own.writable(S.youngContent)
  const from = now - YOUNG_DAYS * DAY_MS
  for (let at = 0; at < candidates.length; at++) {
    const item = candidates[at]
    if (facts.firstSeen[item] <= from || (history.items.get(item)?.baskets ?? 0) > 0) continue
    youngContent[at] = content[slots[at]] * newnessOf(facts.firstSeen[item], now)
  }
}
