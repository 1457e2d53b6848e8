import type { PriceQuestion } from "../../modules/recommendation"

/** Context of Medusa's pricing, as `/store/products` builds it. */
export function pricingContext({ market, customerId, customerGroupIds }: Omit<PriceQuestion, "priceSetIds">): {
  currency_code: string
  region_id?: string
  customer?: { groups: { id: string }[] }
} {
  return {
    currency_code: market.currencyCode,
    ...(market.regionId === null ? {} : { region_id: market.regionId }),
    ...(customerId === null ? {} : { customer: { groups: customerGroupIds.map((id) => ({ id })) } }),
  }
}
