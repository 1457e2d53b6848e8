import type { ModuleContext } from "../../context"
import type { ProductSections } from "../catalog/for-sale-sql"
import { readProductsForSale } from "../catalog/products-for-sale"
import type { ProductForSale } from "../catalog/products-for-sale"
import type { CalculatedPrice, ShopPorts } from "../ports"
import type { Prepared } from "./prepare"

/** A variant that can be bought now, with its price for this shopper. */
export interface OpenOffer extends CalculatedPrice {
  readonly variantId: string
  readonly amount: number
}

/** A product that was looked at a moment ago. */
export interface Verified {
  readonly forSale: ProductForSale
  /** By price set. */
  readonly prices: ReadonlyMap<string, CalculatedPrice>
  /** Empty where no variant has a price here for this shopper. */
  readonly open: readonly OpenOffer[]
}

/** What is looked at. */
export interface Look {
  readonly ports: ShopPorts
  readonly ids: readonly string[]
  readonly sections: ProductSections
}

/** Looks at products in the database, at this shopper's prices. Those that are not for sale are not in the result. */
export async function readOffers(
  context: ModuleContext,
  { question, facts }: Pick<Prepared, "question" | "facts">,
  { ports, ids, sections }: Look,
): Promise<Map<string, Verified>> {
  const { salesChannelIds, market, shopper } = question
  const scope = { salesChannelIds, currencyCode: market.currencyCode }
  const found = await readProductsForSale(context, { ids, ...scope, sections })
  if (found.size === 0) return new Map()
  const prices = await ports.calculatePrices({
    priceSetIds: [...found.values()].flatMap(({ offers }) => offers.flatMap(([, set]) => set ?? [])),
    ...{ market, customerId: shopper.customerId, customerGroupIds: facts.groupIds },
  })
  return new Map([...found].map(([id, forSale]) => [id, { forSale, prices, open: openOffers(forSale, prices) }]))
}

function openOffers({ offers }: ProductForSale, prices: ReadonlyMap<string, CalculatedPrice>): OpenOffer[] {
  return offers.flatMap(([variantId, set, isAble]) => {
    const price = isAble && set !== null ? prices.get(set) : undefined
    return price && price.calculated_amount !== null ? [{ ...price, variantId, amount: price.calculated_amount }] : []
  })
}
