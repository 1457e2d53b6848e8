import type { Dataset } from "../../../src/core/contract"
import { InteractionLogBuilder } from "../../../src/core/data"
import { DAY_MS } from "../../../src/core/features/profile"
import { createRandom } from "../../../src/core/random/seeded-random"
import type { SeededRandom } from "../../../src/core/random/seeded-random"
import { normal } from "../normal"

/** A made-up shop of two sales channels. */
export interface TwoChannels {
  readonly products: number
  readonly shoppers: number
  /** How far tastes differ: the standard deviation of the logarithm of a channel's appeal around the shop's. */
  readonly difference: number
  /** Share of the shoppers who are at home in the first channel. */
  readonly first: number
  /** Share of the shoppers who buy in either. */
  readonly both: number
  readonly seed: number
}

/** Names of the channels. */
export const CHANNELS = ["first", "second"] as const

const START = Date.UTC(2025, 0, 1)
const DAYS = 240
/** Products of one theme; each shopper likes two of them. */
const THEME = 20
/** Chance that a line repeats what the shopper bought before, and that it is of a theme of theirs. */
const AGAIN = 0.3
const OWN_THEME = 0.5

/** The same options give the same shop. */
export function twoChannels(options: TwoChannels): Dataset {
  const { products, shoppers, difference, first, both, seed } = options
  const random = createRandom(seed)
  const common = Array.from({ length: products }, () => (0.05 + random.next()) ** 3)
  const appeals = CHANNELS.map(() => common.map((appeal) => appeal * Math.exp(difference * normal(random))))
  const builder = new InteractionLogBuilder()
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const home = random.next() < first ? 0 : 1
    const isBoth = random.next() < both
    const themes = [random.nextInt(products), random.nextInt(products)].map((item) => Math.floor(item / THEME))
    const past: number[] = []
    let day = random.next() * DAYS
    for (let visit = 0; day < DAYS && (visit === 0 || random.next() < 0.6); visit++) {
      const channel = isBoth ? random.nextInt(2) : home
      const lines = 1 + Math.floor(-Math.log(1 - random.next()) * 2)
      for (let line = 0; line < lines; line++) {
        const isAgain = past.length > 0 && random.next() < AGAIN
        const item = isAgain ? past[random.nextInt(past.length)] : drawn(random, appeals[channel], themes)
        past.push(item)
        builder.add({
          ...{ userId: `u${shopper}`, itemId: `p${item}`, behavior: "purchase", quantity: 1, price: 10 },
          ...{ time: START + day * DAY_MS + line, sessionId: `o${shopper}-${visit}`, channel: CHANNELS[channel] },
        })
      }
      day += -Math.log(1 - random.next()) * 25
    }
  }
  return { log: builder.finish(), items: new Map(), segments: new Map() }
}

/** A product by its appeal, of a theme of the shopper or of all. */
function drawn(random: SeededRandom, appeal: readonly number[], themes: readonly number[]): number {
  const from = random.next() < OWN_THEME ? THEME * themes[random.nextInt(themes.length)] : 0
  const to = from > 0 ? Math.min(appeal.length, from + THEME) : appeal.length
  let left = random.next() * appeal.slice(from, to).reduce((sum, one) => sum + one, 0)
  for (let item = from; item < to; item++) {
    left -= appeal[item]
    if (left <= 0) return item
  }
  return to - 1
}
