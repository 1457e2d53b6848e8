import type { CatalogItem, Dataset, InteractionLog } from "../../contract"
import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import type { InteractionRow } from "../../data/interaction-log-builder"
import { createRandom } from "../../random/seeded-random"

const DAY = 86_400_000
/** First instant of the made-up shop. */
export const SHOP_START = Date.UTC(2025, 0, 1)

/**
 * Rows of a made-up shop in which shoppers have a taste for one of four themes, come back every two weeks or so,
 * buy again what they bought, and look before they buy.
 */
export function shopRows(options: { seed?: number; shoppers?: number; days?: number } = {}): InteractionRow[] {
  const { seed = 5, shoppers = 60, days = 150 } = options
  const random = createRandom(seed)
  const rows: InteractionRow[] = []
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const theme = shopper % 4
    const favorites: number[] = []
    for (let day = random.nextInt(14); day < days; day += 8 + random.nextInt(12)) {
      const basket = `o${shopper}-${day}`
      for (let line = 0; line < 3; line++) {
        const again = favorites.length > 2 && random.next() < 0.4
        const item = again ? favorites[random.nextInt(favorites.length)] : theme * 12 + random.nextInt(12)
        favorites.push(item)
        const time = SHOP_START + day * DAY + line * 60_000
        const row = {
          userId: `shopper-${shopper}`,
          itemId: `p${item}`,
          quantity: 1,
          price: 5 + item,
          sessionId: basket,
        }
        rows.push({ ...row, behavior: "view", time: time - 3_600_000 })
        rows.push({ ...row, behavior: "purchase", time })
      }
    }
  }
  return rows.sort((a, b) => a.time - b.time)
}

/** The rows as a log. */
export function logOf(rows: readonly InteractionRow[]): InteractionLog {
  const builder = new InteractionLogBuilder()
  for (const row of rows) builder.add(row)
  return builder.finish()
}

/** The shop's products: twelve of each theme. */
export function shopItems(): Map<string, CatalogItem> {
  const themes = ["garden", "kitchen", "toys", "paper"]
  return new Map(
    Array.from({ length: 48 }, (_, at): [string, CatalogItem] => [
      `p${at}`,
      {
        id: `p${at}`,
        title: `${themes[Math.floor(at / 12)]} thing ${at}`,
        category: themes[Math.floor(at / 12)],
        price: 5 + at,
        tags: [],
        createdAt: SHOP_START - DAY,
      },
    ]),
  )
}

/** The shop as a dataset. */
export function aShop(options: { seed?: number; shoppers?: number; days?: number } = {}): Dataset {
  const rows = shopRows(options)
  const countries = ["France", "Spain"]
  const segments = new Map(
    rows.map(({ userId }) => [userId, { age: null, gender: null, country: countries[userId.length % 2] }]),
  )
  return { log: logOf(rows), items: shopItems(), segments }
}
