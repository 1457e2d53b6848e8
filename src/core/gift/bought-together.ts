import { ln } from "../numeric/portable-math"

/** Products of an order that are read: a wholesaler's list of hundreds says of no two of them that they go together. */
const MAX_LINES = 20
/** Orders' lines that must speak before half of what they say is believed. */
const DOUBT = 5

/** Products that stood in orders with each other, and how often; a line of an order weighs one, however long it is. */
export type BoughtTogether = ReadonlyMap<string, ReadonlyMap<string, number>>

/**
 * Which products were bought in one order.
 *
 * @param orders the products of each order; of one with more than 20 the first 20 are read
 */
export function boughtTogether(orders: Iterable<Iterable<string>>): BoughtTogether {
  const found = new Map<string, Map<string, number>>()
  for (const order of orders) {
    const products = [...new Set(order)].slice(0, MAX_LINES)
    const weight = 1 / (products.length - 1)
    for (const one of products) for (const other of products) if (one !== other) count(found, { one, other, weight })
  }
  return found
}

function count(
  found: Map<string, Map<string, number>>,
  { one, other, weight }: { readonly one: string; readonly other: string; readonly weight: number },
): void {
  const others = found.get(one) ?? new Map<string, number>()
  found.set(one, others)
  others.set(other, (others.get(other) ?? 0) + weight)
}

/** What a product's company in orders says of each value, in log odds beside all products', by place. */
export type OrderContext = ReadonlyMap<string, Float32Array>

/** Products judged in one step: a few milliseconds. */
const PRODUCTS_A_STEP = 200

/**
 * How much likelier the values are of the products that a product was bought with than of any: who buys a rattle buys a
 * bib with it. A product says nothing of itself, so that what is learned by it holds for products that nothing is known of.
 *
 * @param fits probability of each value, by place, of each product
 * @returns of each product that was bought with another that is there: ln(p / (1 − p)) − ln(b / (1 − b)), where p is the
 *   mean of its company, drawn by five lines' weight towards b, the mean of all products
 */
export function* orderContext(
  together: BoughtTogether,
  fits: ReadonlyMap<string, Float32Array>,
): Generator<void, OrderContext> {
  const base = meanOf([...fits.values()])
  const context = new Map<string, Float32Array>()
  let judged = 0
  for (const [id, others] of together) {
    if (!fits.has(id)) continue
    const sum = base.map((mean) => mean * DOUBT)
    let weight = DOUBT
    for (const [other, times] of others) {
      const own = fits.get(other)
      if (own === undefined) continue
      weight += times
      for (const [place, fit] of own.entries()) sum[place] += times * fit
    }
    if (weight > DOUBT)
      context.set(
        id,
        Float32Array.from(sum, (all, place) => logOdds(all / weight) - logOdds(base[place])),
      )
    judged += 1
    if (judged % PRODUCTS_A_STEP === 0) yield
  }
  return context
}

function meanOf(rows: readonly Float32Array[]): Float64Array {
  const mean = new Float64Array(rows.at(0)?.length ?? 0)
  for (const row of rows) for (const [place, value] of row.entries()) mean[place] += value / rows.length
  return mean
}

const logOdds = (share: number): number => ln(share / (1 - share))
