import type { ICachingModuleService, MedusaContainer } from "@medusajs/framework/types"
import { FeatureFlag, Modules } from "@medusajs/framework/utils"
import { calculatedPrices } from "../../modules/recommendation"
import type { CalculatedPrice, PriceQuestion, ShopPorts } from "../../modules/recommendation"
import { pricingContext } from "./pricing-context"
import { readStoreProducts } from "./read-store-products"
import { sharedAnswerCache } from "./shared-answer-cache"
import { withTaxes } from "./tax-prices"

/** What serving asks of Medusa's other modules, through the request's container. */
export function shopPorts(container: MedusaContainer): ShopPorts {
  return {
    calculatePrices: (question) => calculatePrices(container, question),
    readProducts: (question) => readStoreProducts(container, question),
    withTaxes: (question) => withTaxes(container, question),
    sharedCache: sharedCacheOf(container),
  }
}

async function calculatePrices(
  container: MedusaContainer,
  { priceSetIds, ...question }: PriceQuestion,
): Promise<Map<string, CalculatedPrice>> {
  if (priceSetIds.length === 0) return new Map()
  const context: Record<string, unknown> = pricingContext(question)
  const prices: unknown = await container
    .resolve(Modules.PRICING)
    .calculatePrices({ id: [...new Set(priceSetIds)] }, { context: context as Record<string, string | number> })
  return new Map(calculatedPrices.parse(prices).map((price) => [price.id, price]))
}

function sharedCacheOf(container: MedusaContainer): ShopPorts["sharedCache"] {
  if (!FeatureFlag.isFeatureEnabled("caching")) return null
  const caching = container.resolve<ICachingModuleService | undefined>(Modules.CACHING, { allowUnregistered: true })
  return caching ? sharedAnswerCache(caching) : null
}
