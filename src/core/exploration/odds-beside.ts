import { exp, ln } from "../numeric/portable-math"

/** A product of a list, in the order in which it was shown. */
export interface ShownChance {
  readonly productId: string
  /** Probability that the shopper chooses it. */
  readonly chance: number
  /** Factor that the odds hold by what was seen of it. @defaultValue 1 */
  readonly lift?: number | undefined
}

/** A model that finds a product out of the question, or beyond it, would make one click or none say everything. */
const [ODDS_AT_LEAST, ODDS_AT_MOST] = [0.01, 10]
const NEAREST = 1e-9

/** Odds of a chance; 0 and 1 are taken for next to it. */
export function oddsOf(chance: number): number {
  const within = Math.min(1 - NEAREST, Math.max(NEAREST, chance))
  return within / (1 - within)
}

/**
 * What the model by itself holds of the new products of a list: the odds of each, without its lift, over those of what
 * stands next to it, the geometric mean of the nearest old product above and below. 1 where nothing old stands there.
 */
export function oddsBeside(
  shown: readonly ShownChance[],
  isNew: (productId: string) => boolean,
): ReadonlyMap<string, number> {
  const logs = shown.map(({ productId, chance }) => (isNew(productId) ? null : ln(oddsOf(chance))))
  const found = new Map<string, number>()
  for (const [place, { productId, chance, lift = 1 }] of shown.entries()) {
    if (logs[place] !== null) continue
    const own = ln(oddsOf(chance) / lift)
    const near = nearest(logs, place)
    const beside = near.length === 0 ? own : near.reduce((sum, log) => sum + log, 0) / near.length
    found.set(productId, Math.min(ODDS_AT_MOST, Math.max(ODDS_AT_LEAST, exp(own - beside))))
  }
  return found
}

/** The nearest number above a place and the nearest below, where there are any. */
function nearest(logs: readonly (number | null)[], place: number): number[] {
  const above = logs.slice(0, place).reverse()
  return [above, logs.slice(place + 1)].flatMap((side) => side.find((log) => log !== null) ?? [])
}
