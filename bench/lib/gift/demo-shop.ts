import { loadCatalog } from "../../../demo/catalog/catalog"
import type { Gift } from "../../../demo/catalog/catalog"
import { simulate } from "../../../demo/simulation/simulate"
import { GiftWords } from "../../../src/core/gift"
import type { GiftChoice, GiftKey, GiftText, GiftVocabulary } from "../../../src/core/gift"
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

/** The demo's catalog, and how often each product was sold to its simulated shoppers. */
export function openDemo(): { readonly gifts: readonly Gift[]; readonly sales: ReadonlyMap<string, number> } {
  const gifts = loadCatalog().filter(({ stock }) => stock > 0)
  const sales = new Map<string, number>()
  for (const event of simulate(gifts, { endsAt: END }).events)
    if (event.type === "purchase") sales.set(event.itemId, (sales.get(event.itemId) ?? 0) + 1)
  return { gifts, sales }
}

/** What the assistant believes of each product; with `held_out`, by a model that has not seen that product's tags. */
export function know(gifts: readonly Gift[], knowledge: Knowledge): KnownShop {
  const bare = gifts.map((gift) => textOf(gift, false))
  const tagged = gifts.map((gift) => textOf(gift, true))
  const all = GiftWords.learn(knowledge === "no_tags" ? bare : tagged)
  const folds = Array.from({ length: knowledge === "held_out" ? FOLDS : 0 }, (_, fold) =>
    GiftWords.learn(tagged.map((text, at) => (at % FOLDS === fold ? bare[at] : text))),
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
  const told = new Map<GiftKey, readonly string[]>([
    ["recipient", gift.recipients],
    ["occasion", gift.occasions],
    ["age_band", gift.ageBands],
    ["style", gift.styles],
  ])
  return {
    title: gift.title,
    description: gift.description,
    categories: [gift.category],
    tags: withTags ? gift.styles : [],
    told: withTags ? told : new Map(),
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
