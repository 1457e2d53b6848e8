import { loadCatalog } from "../../../demo/catalog/catalog"
import type { Gift } from "../../../demo/catalog/catalog"
import { simulate } from "../../../demo/simulation/simulate"
import { boughtTogether, GiftWords } from "../../../src/core/gift"
import type { BoughtTogether, GiftChoice, GiftKey, GiftText, GiftVocabulary } from "../../../src/core/gift"
import type { SeededRandom } from "../../../src/core/random/seeded-random"
import type { HiddenWish } from "./giver"

const FOLDS = 5
/** Of a style that a model has not met in its own products' tags. */
const UNKNOWN = 0.1
const END = Date.UTC(2026, 0, 1)

/** What an assistant knows of a shop's products, and the words that it knows them by. */
interface KnownShop {
  readonly vocabulary: GiftVocabulary
  readonly choices: readonly GiftChoice[]
}

/** How much of the merchant's tags the assistant may see: none, those of other products than the one it judges, or all. */
export type Knowledge = "no_tags" | "held_out" | "all_tags"

interface DemoShop {
  readonly gifts: readonly Gift[]
  /** How often each product was sold to its simulated shoppers. */
  readonly sales: ReadonlyMap<string, number>
  readonly together: BoughtTogether
}

/** The demo's catalog, and what its simulated shoppers bought of it. */
export function openDemo(): DemoShop {
  const gifts = loadCatalog().filter(({ stock }) => stock > 0)
  const sales = new Map<string, number>()
  const orders = new Map<string, string[]>()
  for (const { type, itemId, sessionId } of simulate(gifts, { endsAt: END }).events) {
    if (type !== "purchase") continue
    sales.set(itemId, (sales.get(itemId) ?? 0) + 1)
    orders.set(sessionId, [...(orders.get(sessionId) ?? []), itemId])
  }
  return { gifts, sales, together: boughtTogether(orders.values()) }
}

/** What the assistant believes of each product; with `held_out`, by a model that has not seen that product's tags. */
export function know({ gifts, together }: DemoShop, knowledge: Knowledge): KnownShop {
  const bare = gifts.map((gift) => textOf(gift, false))
  const tagged = gifts.map((gift) => textOf(gift, true))
  const all = GiftWords.learn(knowledge === "no_tags" ? bare : tagged, together)
  const folds = Array.from({ length: knowledge === "held_out" ? FOLDS : 0 }, (_, fold) =>
    GiftWords.learn(
      tagged.map((text, at) => (at % FOLDS === fold ? bare[at] : text)),
      together,
    ),
  )
  const choices = gifts.map((gift, at): GiftChoice => {
    const fold = folds[at % FOLDS]
    const { vocabulary } = all
    const own = (fold ?? all).probabilities(knowledge === "all_tags" ? tagged[at] : bare[at])
    const fits = Float32Array.from(vocabulary.values, ({ key, value }, place) => {
      const there = fold ? fold.vocabulary.placeOf(key, value) : place
      return there === undefined ? UNKNOWN : own[there]
    })
    return { id: gift.handle, prior: 1, fits, prices: [gift.priceEur], days: null }
  })
  return { vocabulary: all.vocabulary, choices }
}

/** What somebody who would like a thing of a category likes. */
const INTEREST_OF: Readonly<Record<string, string>> = {
  "Tea & Coffee": "tea-coffee",
  "Kitchen & Table": "cooking",
  "Candles & Scents": "wellbeing",
  "Bath & Wellbeing": "wellbeing",
  "Books & Paper": "reading-writing",
  "Games & Puzzles": "games",
  "Toys & Plush": "toys",
  "Home & Decor": "home",
  "Garden & Plants": "garden",
  "Jewellery & Accessories": "jewellery-fashion",
  "Gourmet & Sweets": "food-sweets",
  "Tech & Travel": "outdoors-travel",
}

function textOf(gift: Gift, withTags: boolean): GiftText {
  const stated = new Map<GiftKey, readonly string[]>([
    ["recipient", gift.recipients],
    ["occasion", gift.occasions],
    ["age_band", gift.ageBands],
    ["style", gift.styles],
  ])
  return {
    id: gift.handle,
    title: gift.title,
    description: gift.description,
    categories: [gift.category],
    tags: withTags ? gift.styles : [],
    stated: withTags ? stated : new Map(),
    seasons: [],
    price: gift.priceEur,
  }
}

/** A giver who has a product's own tags in mind; every product with the same ones, that they can afford, would do. */
export function drawWish(gifts: readonly Gift[], random: SeededRandom): HiddenWish {
  const one = <T>(from: readonly T[]): T => from[random.nextInt(from.length)]
  const gift = one(gifts)
  const [recipient, occasion, age, style] = [
    one(gift.recipients),
    one(gift.occasions),
    one(gift.ageBands),
    one(gift.styles),
  ]
  const budgetMax = gift.priceEur * (1 + random.next())
  const fitting = gifts.filter(
    ({ recipients, occasions, ageBands, priceEur }) =>
      recipients.includes(recipient) && occasions.includes(occasion) && ageBands.includes(age) && priceEur <= budgetMax,
  )
  return {
    says: new Map<GiftKey, string>([
      ["recipient", recipient],
      ["occasion", occasion],
      ["age_band", age],
      ["style", style],
      ["interest", INTEREST_OF[gift.category] ?? ""],
    ]),
    budgetMax,
    fitting: new Set(fitting.map(({ handle }) => handle)),
  }
}
