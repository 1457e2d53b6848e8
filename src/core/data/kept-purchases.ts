import { behaviorCode } from "../contract/behavior"
import type { InteractionLog } from "../contract/interaction-log"
import { selectRows } from "./interaction-log-builder"

const PURCHASE = behaviorCode("purchase")
const RETURN = behaviorCode("return")

/** More products than any shop has: a shopper and a product make one number. */
const ITEMS_AT_MOST = 2 ** 24

/** Columns in which purchases and returns stand, oldest first. */
export interface PurchaseColumns {
  readonly length: number
  readonly item: Int32Array
  readonly behavior: Uint8Array
  readonly quantity: Float32Array
}

/**
 * Units of every purchase that the shopper kept, by the returns (and cancellations) in the same columns: each return
 * takes its units from the latest purchases of that product before it, those of its own order first. Other rows keep
 * their quantity. Null where nothing was returned, so that all is as it stands.
 *
 * A return of which no purchase is known takes nothing. What a return at a later moment took is still a purchase to
 * whoever passes only the rows before that moment.
 *
 * @param ownerOf whose row it is; a negative owner keeps all
 * @param orderOf order of a row, negative where unknown
 */
export function keptQuantities(
  columns: PurchaseColumns,
  ownerOf: (row: number) => number,
  orderOf: (row: number) => number,
): Float32Array | null {
  const { length, item, behavior, quantity } = columns
  const returned = new Set<number>()
  const keyOf = (row: number): number => ownerOf(row) * ITEMS_AT_MOST + item[row]
  for (let row = 0; row < length; row++) if (behavior[row] === RETURN && ownerOf(row) >= 0) returned.add(keyOf(row))
  if (returned.size === 0) return null
  const kept = quantity.slice(0, length)
  const purchases = new Map<number, number[]>()
  for (let row = 0; row < length; row++) {
    if ((behavior[row] !== PURCHASE && behavior[row] !== RETURN) || ownerOf(row) < 0) continue
    const key = keyOf(row)
    if (!returned.has(key)) continue
    const rows = purchases.get(key) ?? []
    purchases.set(key, rows)
    if (behavior[row] === PURCHASE) rows.push(row)
    else takeBack(kept, rows, { units: quantity[row], order: orderOf(row), orderOf })
  }
  return kept
}

function takeBack(
  kept: Float32Array,
  purchases: readonly number[],
  {
    units,
    order,
    orderOf,
  }: { readonly units: number; readonly order: number; readonly orderOf: (row: number) => number },
): void {
  let left = units
  const take = (row: number): void => {
    const taken = Math.min(left, kept[row])
    kept[row] -= taken
    left -= taken
  }
  const latestFirst = [...purchases].reverse()
  if (order >= 0) for (const row of latestFirst) if (orderOf(row) === order) take(row)
  for (const row of latestFirst) take(row)
}

/**
 * The log as it stands after its own returns: purchases of which nothing was kept are gone, the others count for what
 * was kept. Returns themselves stay, for they speak of the product. Codes keep their meaning.
 */
export function withoutReturned(log: InteractionLog): InteractionLog {
  const kept = keptOf(log)
  if (kept === null) return log
  const rows = Int32Array.from({ length: log.length }, (_, row) => row).filter(
    (row) => log.behavior[row] !== PURCHASE || kept[row] > 0,
  )
  return { ...selectRows(log, rows), quantity: Float32Array.from(rows, (row) => kept[row]) }
}

/** Whether a row counts as an answer: any but a purchase of which nothing was kept, by all that the log knows. */
export function keptRowsOf(log: InteractionLog): (row: number) => boolean {
  const kept = keptOf(log)
  return kept === null ? () => true : (row) => log.behavior[row] !== PURCHASE || kept[row] > 0
}

/** {@link keptQuantities} of a log: by shopper, or by visit where nobody is known. */
function keptOf(log: InteractionLog): Float32Array | null {
  return keptQuantities(
    log,
    (row) => (log.user[row] >= 0 ? log.user[row] : log.session[row] >= 0 ? log.userIds.length + log.session[row] : -1),
    (row) => log.session[row],
  )
}
