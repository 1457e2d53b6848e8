const DAY_MS = 86_400_000

/** Days of the year (1 January is 0) in which presents for an occasion are bought, the first and the last. */
const SEASONS: readonly (readonly [occasion: string, from: number, to: number])[] = [
  ["valentines", 24, 44],
  ["easter", 74, 109],
  ["mothers-day", 115, 133],
  ["fathers-day", 145, 172],
  ["halloween", 273, 304],
  ["christmas", 319, 358],
]

/** Gifts of a product that must have been bought in a season before it says something. */
const LEAST_GIFTS = 4
/** How many times as many as the season's share of all gifts they must be. */
const LEAST_LIFT = 2

/** A product that was bought as a gift. */
export interface GiftPurchase {
  readonly productId: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
}

/**
 * Occasions before which a product was given at least twice as often as gifts were in all, by the dates of gift orders.
 * Products of which fewer than four were given in a season are not in the map.
 */
export function seasonsOfGifts(purchases: Iterable<GiftPurchase>): Map<string, string[]> {
  const counts = new Map<string, Float64Array>()
  const totals = new Float64Array(SEASONS.length + 1)
  for (const { productId, at } of purchases) {
    const own = counts.get(productId) ?? new Float64Array(SEASONS.length + 1)
    counts.set(productId, own)
    const year = new Date(at).getUTCFullYear()
    const day = Math.floor((at - Date.UTC(year, 0, 1)) / DAY_MS)
    for (const [index, [, from, to]] of SEASONS.entries())
      if (day >= from && day <= to) {
        own[index] += 1
        totals[index] += 1
      }
    own[SEASONS.length] += 1
    totals[SEASONS.length] += 1
  }
  const found = new Map<string, string[]>()
  for (const [productId, own] of counts) {
    const seasons = SEASONS.flatMap(([occasion], index) => {
      const usual = (own[SEASONS.length] * totals[index]) / totals[SEASONS.length]
      return own[index] >= LEAST_GIFTS && own[index] >= LEAST_LIFT * usual ? [occasion] : []
    })
    if (seasons.length > 0) found.set(productId, seasons)
  }
  return found
}
