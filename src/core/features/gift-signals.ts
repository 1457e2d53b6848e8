import { GIFT_CONTEXT_KEYS } from "../contract/interaction-log"
import type { GiftContext, GiftContextKey } from "../contract/interaction-log"
import type { GiftTable } from "./gift-table"
import { wordOf } from "./gift-table"
import type { ItemTable } from "./item-table"
import type { ShopState } from "./shop-state"
import type { SignalBoard } from "./signal-board"
import { SIGNAL_INDEX as S } from "./signals"

/** Columns of one word that a giver may say. */
const COLUMNS: Readonly<Record<GiftContextKey, { readonly givenFor: number; readonly likeGiven: number }>> = {
  recipient: { givenFor: S.giftRecipient, likeGiven: S.giftLikeRecipient },
  occasion: { givenFor: S.giftOccasion, likeGiven: S.giftLikeOccasion },
  age_band: { givenFor: S.giftAge, likeGiven: S.giftLikeAge },
}

/** Choices under the share that were gifts: one gift of one sale is no gift article yet. */
const SHARE_DOUBT = 5

/** Fills what is known of products as gifts, and as gifts for whom a giver names: of no shopper. */
export function fillGiftSignals(
  { facts }: ShopState,
  board: SignalBoard,
  { table, giftContext }: { readonly table: GiftTable; readonly giftContext: GiftContext },
): void {
  const { given, words } = table
  for (let item = 0; item < given.length; item++) if (given[item] > 0) board.set(item, S.giftGiven, given[item])
  for (const key of GIFT_CONTEXT_KEYS) {
    const value = giftContext[key]
    const row = value === undefined ? -1 : words.indexOf(wordOf(key, value))
    if (row < 0) continue
    const { givenFor, likeGiven } = COLUMNS[key]
    fillRow(board, table.givenFor, { row, signal: givenFor, factorOf: (item) => 1 / Math.sqrt(1 + given[item]) })
    fillRow(board, table.likeGiven, { row, signal: likeGiven, factorOf: () => 1 })
  }
  const { touched } = board
  const share = board.writable(S.giftShare)
  for (let slot = 0; slot < touched.length; slot++) {
    const gifts = given[touched[slot]] ?? 0
    share[slot] = gifts / (Math.max(gifts, facts.shoppers[touched[slot]] ?? 0) + SHARE_DOUBT)
  }
}

function fillRow(
  board: SignalBoard,
  { offsets, items, weights }: ItemTable,
  {
    row,
    signal,
    factorOf,
  }: { readonly row: number; readonly signal: number; readonly factorOf: (item: number) => number },
): void {
  for (let at = offsets[row]; at < offsets[row + 1]; at++)
    board.set(items[at], signal, weights[at] * factorOf(items[at]))
}
