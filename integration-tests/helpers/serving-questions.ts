import { InteractionLogBuilder } from "../../src/core/data/interaction-log-builder"
import { trainRecommender } from "../../src/core/recommender"
import { NO_GIFT_REQUEST } from "../../src/modules/recommendation/serving/gift"
import type { ShopPorts } from "../../src/modules/recommendation/serving/ports"
import type { Question } from "../../src/modules/recommendation/serving/question"

const DAY_MS = 86_400_000

/** A shop where everything costs ten. */
export const fixedPorts: ShopPorts = {
  calculatePrices: async ({ priceSetIds }) =>
    new Map(priceSetIds.map((id) => [id, { id, calculated_amount: 10, original_amount: 10 }])),
  readProducts: async () => new Map(),
  withTaxes: async ({ products }) => [...products],
  sharedCache: null,
}

/** A visitor's question to the shop that `createServeShop` makes. */
export const aQuestion = (question: Partial<Question> = {}): Question => ({
  strategy: "for_you",
  limit: 5,
  shopper: { customerId: null, visitorId: "visitor-1" },
  market: { regionId: null, currencyCode: "eur", automaticTaxes: false },
  taxAddress: null,
  salesChannelIds: ["sc_bench"],
  productId: null,
  cartProductIds: [],
  categoryId: null,
  gift: NO_GIFT_REQUEST,
  minConfidence: 0,
  fillsUp: true,
  bySegment: false,
  placement: null,
  locale: "en",
  fields: "id",
  exclude: new Set(),
  ...question,
})

/** A model of a small shop where neighbors are bought together. */
export function trainedModel(products: number): Uint8Array {
  const known = TRAINED.get(products) ?? trainModel(products)
  TRAINED.set(products, known)
  return known.slice()
}

/** Models of before: a suite that asks for one in each of its tests would train most of its time. */
const TRAINED = new Map<number, Uint8Array>()

function trainModel(products: number): Uint8Array {
  const log = new InteractionLogBuilder()
  const now = Date.now()
  for (let day = 120; day > 0; day--) {
    for (let shopper = 0; shopper < 24; shopper++) {
      if ((day + shopper) % 6 !== 0) continue
      for (const step of [0, 1, 2])
        log.add({
          userId: `shopper-${shopper}`,
          itemId: `prod_${1 + ((shopper * 2 + step + (day % 3)) % products)}`,
          behavior: "purchase",
          time: now - day * DAY_MS,
          quantity: 1,
          price: 10,
          sessionId: `order-${shopper}-${day}`,
        })
    }
  }
  return trainRecommender(
    { log: log.finish(), items: new Map(), segments: new Map() },
    { seed: 1, now, maxRows: 100_000, newShopperOrders: 3 },
  ).bytes
}
