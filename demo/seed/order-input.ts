import type { PlannedCustomer, PlannedRegion } from "../lib/shop-plan"
import type { SimulatedOrder } from "../simulation/orders"

/** What becomes of an order after it was placed. */
export type OrderOutcome = "kept" | "discount" | "canceled" | "edited" | "return" | "exchange" | "claim" | "transfer"

export const PROMOTION = "SIMULATED10"

/** A basket, and who, where and what in Medusa's terms. */
export interface OrderInput {
  readonly order: SimulatedOrder
  readonly buyer: Pick<PlannedCustomer, "email" | "firstName" | "lastName"> & { readonly customerId: string | null }
  readonly region: PlannedRegion & { readonly id: string }
  readonly salesChannelId: string
  readonly stockLocationId: string
  readonly lines: readonly OrderedLine[]
  readonly outcome: OrderOutcome
}

interface OrderedLine {
  readonly variantId: string
  readonly title: string
  readonly quantity: number
  readonly price: number
}

export const orderMetadata = ({ order }: OrderInput): Record<string, unknown> => ({
  simulated: true,
  simulated_visit: order.id,
  ...(order.gift !== null && { is_gift: true, ...order.gift }),
})

export function addressOf({ buyer, region }: OrderInput) {
  return {
    ...{ first_name: buyer.firstName, last_name: buyer.lastName, address_1: "Simulated Street 1" },
    ...{ city: "Simulated", postal_code: "00000", country_code: region.countries[0] ?? "de" },
  }
}
