import { BEHAVIOR_TYPES } from "../../../src/core/contract"
import type { Dataset } from "../../../src/core/contract"
import { boughtTogether, GIFT_KEYS, giftPrior, GiftWords, termsOf } from "../../../src/core/gift"
import type { BoughtTogether, GiftChoice, GiftKey, GiftText } from "../../../src/core/gift"
import type { SeededRandom } from "../../../src/core/random/seeded-random"
import type { HiddenWish } from "./giver"

/** Wishes are drawn from what was bought in so many days at the end; best sellers are those of the time before. */
const WISHED_DAYS = 30
const DAY_MS = 86_400_000
/** Cosine of two titles from which on one product would do in the other's place. */
const ALIKE = 0.5

interface Titled {
  readonly id: string
  readonly price: number
  /** Words of its title with their weights, of length 1. */
  readonly words: ReadonlyMap<string, number>
  /** What its title names: a giver who has it in mind says that, and nothing else. */
  readonly named: ReadonlyMap<GiftKey, readonly string[]>
}

/** A shop of which no more than titles, prices and purchases are known. */
export interface TitledShop {
  readonly words: GiftWords
  readonly choices: readonly GiftChoice[]
  /** Ids, what was bought most first. */
  readonly bestSellers: readonly string[]
  readonly prices: ReadonlyMap<string, number>
  /** A giver who has a product in mind that somebody really bought. */
  readonly drawWish: (random: SeededRandom) => HiddenWish
}

/** What an assistant knows of a data folder's products by their titles alone. */
export function openTitled({ items, log }: Dataset): TitledShop {
  const products = [...items.values()].filter(({ price }) => price !== null && price > 0)
  const texts = products.map(textOf)
  const prices = new Map(products.map(({ id, price }) => [id, price ?? 0]))
  const { bought, together, wished } = purchasesOf(log, prices)
  const words = GiftWords.learn(texts, together)
  const bestSellers = [...prices.keys()].sort((a, b) => (bought.get(b) ?? 0) - (bought.get(a) ?? 0) || (a < b ? -1 : 1))
  const ranks = new Map(bestSellers.map((id, rank) => [id, rank]))
  const choices = products.map(({ id, price }, at): GiftChoice => {
    const prior = giftPrior({ rank: ranks.get(id), isStated: false })
    return { id, prior, fits: words.probabilities(texts[at]), prices: [price ?? 0], days: null }
  })
  const titled = titledOf(products, words)
  const byId = new Map(titled.map((product) => [product.id, product]))
  const drawWish = (random: SeededRandom): HiddenWish => {
    const target = byId.get(wished[random.nextInt(wished.length)])
    if (target === undefined) throw new Error("a purchase of a product that is not there")
    const budgetMax = target.price * (1 + random.next())
    const says = new Map([...target.named].map(([key, values]) => [key, values[random.nextInt(values.length)]]))
    const fitting = titled.filter((one) => one.price <= budgetMax && cosine(one.words, target.words) >= ALIKE)
    const own = [...target.words.keys()][random.nextInt(target.words.size)]
    const ownWords = new Set(titled.filter((one) => one.words.has(own)).map(({ id }) => id))
    return { says, budgetMax, fitting: new Set(fitting.map(({ id }) => id)), ownWords }
  }
  return { words, choices, bestSellers, prices, drawWish }
}

const textOf = ({ id, title }: { readonly id: string; readonly title: string }): GiftText => ({
  ...{ id, title, description: "", categories: [], tags: [], stated: new Map(), seasons: [], price: null },
})

interface Purchases {
  /** How often each product was bought before the last days. */
  readonly bought: ReadonlyMap<string, number>
  /** Which products were bought in one order before then. */
  readonly together: BoughtTogether
  /** What was bought in the last days, a purchase each. */
  readonly wished: readonly string[]
}

function purchasesOf(log: Dataset["log"], prices: ReadonlyMap<string, number>): Purchases {
  const end = log.time.reduce((latest, time) => Math.max(latest, time), 0)
  const bought = new Map<string, number>()
  const orders = new Map<number, string[]>()
  const wished: string[] = []
  for (let row = 0; row < log.length; row++) {
    const id = log.itemIds[log.item[row]]
    if (BEHAVIOR_TYPES[log.behavior[row]] !== "purchase" || !prices.has(id)) continue
    if (log.time[row] > end - WISHED_DAYS * DAY_MS) {
      wished.push(id)
      continue
    }
    bought.set(id, (bought.get(id) ?? 0) + 1)
    const order = orders.get(log.session[row])
    if (order) order.push(id)
    else if (log.session[row] >= 0) orders.set(log.session[row], [id])
  }
  return { bought, together: boughtTogether(orders.values()), wished }
}

function titledOf(
  products: readonly { id: string; title: string; price: number | null }[],
  words: GiftWords,
): Titled[] {
  const terms = products.map(({ title }) => [...termsOf(title)])
  const counts = new Map<string, number>()
  for (const term of terms.flat()) counts.set(term, (counts.get(term) ?? 0) + 1)
  return products.map(({ id, price }, at) => {
    const single = terms[at].filter((term) => !term.includes("_"))
    const weights = single.map((term) => Math.log(products.length / (counts.get(term) ?? 1)))
    const length = Math.hypot(...weights)
    const unit = new Map(single.map((term, place) => [term, length === 0 ? 0 : weights[place] / length]))
    return { id, price: price ?? 0, words: unit, named: namedBy(terms[at], words) }
  })
}

/** Values that a word of a title names. */
function namedBy(terms: readonly string[], { lexicon, vocabulary }: GiftWords): Map<GiftKey, readonly string[]> {
  const places = new Set(terms.flatMap((term) => lexicon.namedBy(lexicon.find(term) ?? term)))
  const values = [...places].map((place) => vocabulary.values[place])
  return new Map(
    GIFT_KEYS.map((key) => [key, values.filter((one) => one.key === key).map(({ value }) => value)] as const).filter(
      ([, named]) => named.length > 0,
    ),
  )
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0)
  return sum
}
