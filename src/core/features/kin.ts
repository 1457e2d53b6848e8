import type { ContentIndex } from "./content"
import type { History } from "./history"
import { DAY_MS } from "./profile"
import { strongest } from "./select-top"
import type { ShopState } from "./shop-state"
import type { SignalBoard } from "./signal-board"
import { separatesYoung, YOUNG_DAYS } from "./young"
import { SIGNAL_INDEX as S } from "./signals"

/** Products with a history that share words with a young one, and how much of its kin each is: the shares sum to 1. */
export interface Kin {
  readonly item: number
  readonly kin: readonly number[]
  readonly shares: readonly number[]
  /** What the kin count for beside the product's own shoppers, 0 to 1. */
  readonly part: number
}

/** Young products that have kin at most, the youngest: a list walks all of them. */
const YOUNG_AT_MOST = 150
/** Share of the shop above which its young products are no wave but the shop itself. */
const YOUNG_SHARE = 0.5
const KIN_AT_MOST = 15
/** Shoppers from which a product has a history. */
const SHOPPERS_AT_LEAST = 5
/** Shoppers that the kin count for beside a product's own. */
const DOUBT = 10

/**
 * The kin of the shop's young products that somebody chose: what nobody has chosen yet was never asked of a past moment,
 * so that nothing was learned of it. Empty in a small shop, where times are only an order, and where most of the shop is
 * young: then nobody has a history to lend.
 */
export function kinOfYoung(state: ShopState): readonly Kin[] {
  const { facts, content, itemCount, moment } = state
  if (!separatesYoung(state)) return []
  const from = moment - YOUNG_DAYS * DAY_MS
  const young: number[] = []
  for (let item = 0; item < itemCount; item++)
    if (facts.firstSeen[item] > from && facts.shoppers[item] > 0) young.push(item)
  if (young.length > YOUNG_SHARE * itemCount) return []
  const sums = new Float64Array(itemCount)
  return strongest(young, (item) => facts.firstSeen[item], YOUNG_AT_MOST).flatMap((item) => {
    const { kin, shares } = likest(item, { content, shoppers: facts.shoppers, sums })
    return kin.length === 0 ? [] : [{ item, kin, shares, part: DOUBT / (DOUBT + facts.shoppers[item]) }]
  })
}

/** @param source.sums zeros by product, and zeros again when it returns */
function likest(
  item: number,
  source: { readonly content: ContentIndex; readonly shoppers: Float32Array; readonly sums: Float64Array },
): Pick<Kin, "kin" | "shares"> {
  const { content, shoppers, sums } = source
  const found: number[] = []
  for (const { gain, items } of content.likeTerms(new Map([[item, 1]]))) {
    for (const other of items) {
      if (other === item || !(shoppers[other] >= SHOPPERS_AT_LEAST)) continue
      if (sums[other] === 0) found.push(other)
      sums[other] += gain
    }
  }
  const cosines = new Map(found.map((other) => [other, sums[other] * content.scaleOf(other)]))
  for (const other of found) sums[other] = 0
  const cosineOf = (other: number): number => cosines.get(other) ?? 0
  const kin = strongest(found, cosineOf, KIN_AT_MOST)
  const total = kin.reduce((sum, other) => sum + cosineOf(other), 0)
  return { kin, shares: kin.map((other) => cosineOf(other) / total) }
}

/** Signals of what a past leads to, in which a young product has had no time to appear. */
const LENT = [
  S.basketLong,
  S.basketRecent,
  S.basketRecentPopular,
  S.basketNowLong,
  S.basketNowRecent,
  S.shopperLong,
  S.shopperRecent,
  S.ridgeLong,
  S.ridgeRecent,
  S.basketRidgeLong,
  S.basketRidgeRecent,
  S.basketNowRidgeLong,
  S.basketNowRidgeRecent,
  S.neighbors,
  S.neighborsRecent,
  S.neighborsNow,
]

/** What `kin` is the sum of, each over its greatest number: it distinguishes the young products of a list. */
const SUMMED: ReadonlySet<number> = new Set([S.ridgeLong, S.neighbors])

/** One over the greatest number of a column, 0 where there is none. */
function scaleOf({ values, end }: LentColumn): number {
  let greatest = 0
  for (let slot = 0; slot < end; slot++) if (values[slot] > greatest) greatest = values[slot]
  return greatest > 0 ? 1 / greatest : 0
}

/** A signal that kin may lend, up to the slot from which on it is 0. */
interface LentColumn {
  readonly signal: number
  readonly values: Float32Array
  readonly end: number
}

/**
 * Raises the signals of young products to what their kin have, the more the fewer shoppers chose them yet: (own n + kin
 * 10) / (n + 10). What a shopper chose before has a history of its own with them.
 */
export function lendToYoung(board: SignalBoard, young: readonly Kin[], history: History): void {
  if (young.length === 0) return
  const columns = LENT.flatMap((signal): LentColumn[] => {
    const values = board.readable(signal)
    return values === null ? [] : [{ signal, values, end: board.endOf(signal) }]
  })
  if (columns.length === 0) return
  // All are read before any is written: no young product lends what was lent to it.
  const lent = young.flatMap((one): { item: number; values: Float64Array }[] => {
    if ((history.items.get(one.item)?.baskets ?? 0) > 0) return []
    const values = lentTo(board, one, columns)
    return values === null ? [] : [{ item: one.item, values }]
  })
  const scales = columns.map((column) => (SUMMED.has(column.signal) ? scaleOf(column) : 0))
  for (const { item, values } of lent) {
    const slot = board.touch(item)
    let sum = 0
    columns.forEach(({ signal }, at) => {
      if (!(values[at] > 0)) return
      board.writable(signal)[slot] = values[at]
      sum += values[at] * scales[at]
    })
    board.set(item, S.kin, sum)
  }
}

/** What a young product has in each column from now on; null where none of its kin has anything. */
function lentTo(
  board: SignalBoard,
  { item, kin, shares, part }: Kin,
  columns: readonly LentColumn[],
): Float64Array | null {
  const slots: number[] = []
  const weights: number[] = []
  for (let at = 0; at < kin.length; at++) {
    const slot = board.slotOf(kin[at])
    if (slot < 0) continue
    slots.push(slot)
    weights.push(part * shares[at])
  }
  if (slots.length === 0) return null
  const own = board.slotOf(item)
  const lent = new Float64Array(columns.length)
  for (let column = 0; column < columns.length; column++) {
    const { values, end } = columns[column]
    const had = own >= 0 && own < end ? values[own] : 0
    let sum = (1 - part) * had
    for (let at = 0; at < slots.length; at++) if (slots[at] < end) sum += weights[at] * values[slots[at]]
    lent[column] = Math.max(had, sum)
  }
  return lent
}
