import type { GiftBudget, GiftChoice } from "./giver"

const BANDS = 4

/** Budgets to choose from, of about as many likely products each, with bounds that people say: 10, 25, 50. */
export function priceBands(choices: readonly GiftChoice[], chances: Float64Array): GiftBudget[] {
  const priced = choices
    .map(({ prices }, at) => ({ price: prices.length === 0 ? Number.NaN : Math.min(...prices), chance: chances[at] }))
    .filter(({ price }) => Number.isFinite(price))
    .sort((a, b) => a.price - b.price)
  const total = priced.reduce((sum, { chance }) => sum + chance, 0)
  const bounds = new Set<number>()
  let sum = 0
  for (const { price, chance } of priced) {
    const before = Math.floor((sum / total) * BANDS)
    sum += chance
    if (Math.floor((sum / total) * BANDS) > before && bounds.size < BANDS - 1) bounds.add(roundPrice(price))
  }
  const dearest = priced.at(-1)?.price ?? 0
  const inner = [...bounds].filter((bound) => bound > 0 && bound < dearest).sort((a, b) => a - b)
  if (inner.length === 0) return []
  return [null, ...inner].map((min, at) => ({ min, max: inner[at] ?? null }))
}

/** The nearest of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten: a price that a giver would name. */
function roundPrice(price: number): number {
  let unit = 1
  while (price >= unit * 10) unit *= 10
  while (price < unit && unit > 1e-6) unit /= 10
  const steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
  const nearest = steps.reduce((best, step) =>
    Math.abs(step * unit - price) < Math.abs(best * unit - price) ? step : best,
  )
  return Math.round(nearest * unit * 100) / 100
}
