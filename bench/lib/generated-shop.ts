import type { CatalogItem, Dataset } from "../../src/core/contract"
import { InteractionLogBuilder } from "../../src/core/data"
import { createRandom } from "../../src/core/random/seeded-random"

/** Size of a made-up shop. */
export interface GeneratedShopOptions {
  readonly products: number
  readonly shoppers: number
  readonly events: number
  readonly seed: number
}

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)
const DAYS = 365
const THEME_SIZE = 100

/**
 * A shop for measuring time and memory, not quality: popularity falls with rank to the power of 0.8, shoppers
 * keep to a few themes, four lines a basket, two thirds of the events are views.
 */
export function generateShop({ products, shoppers, events, seed }: GeneratedShopOptions): Dataset {
  const random = createRandom(seed)
  const builder = new InteractionLogBuilder()
  const themes = Math.max(1, Math.floor(products / THEME_SIZE))
  const popular = (size: number): number => Math.floor(size * random.next() ** 2.5)
  const baskets = Math.floor(events / 12)
  for (let basket = 0; basket < baskets; basket++) {
    const shopper = random.nextInt(shoppers)
    const time = START + (basket / baskets) * DAYS * DAY
    for (let line = 0; line < 4; line++) {
      const theme = random.next() < 0.2 ? popular(themes) : (shopper * 7 + popular(3)) % themes
      const product = Math.min(products - 1, theme * THEME_SIZE + popular(THEME_SIZE))
      for (const behavior of ["view", "view", "purchase"] as const) {
        builder.add({
          userId: `s${shopper}`,
          itemId: `p${product}`,
          behavior,
          time: time + line * 1000,
          quantity: 1,
          price: 1 + (product % 97),
          sessionId: `o${basket}`,
        })
      }
    }
  }
  const words = ["red", "blue", "glass", "wooden", "small", "large", "paper", "cotton", "garden", "kitchen"]
  const items = new Map(
    Array.from({ length: products }, (_, at): [string, CatalogItem] => [
      `p${at}`,
      {
        id: `p${at}`,
        title: `${words[at % 10]} ${words[(at * 7 + 3) % 10]} thing ${Math.floor(at / THEME_SIZE)} ${at % 37}`,
        category: `theme ${Math.floor(at / THEME_SIZE)}`,
        price: 1 + (at % 97),
        tags: [],
        createdAt: START - DAY,
      },
    ]),
  )
  return { log: builder.finish(), items, segments: new Map() }
}
