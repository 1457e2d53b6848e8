import type { BehaviorTailEvent } from "../../src/types/http"

export type ShopperKind = "customer" | "guest"

const CUSTOMER = "cus_"
const UUID = /^[0-9a-f-]{36}$/i

/** Whose id that is; null of what belongs to nobody who could be looked at. */
export function shopperKind(shopper: string): ShopperKind | null {
  if (shopper.startsWith(CUSTOMER)) return "customer"
  return UUID.test(shopper) ? "guest" : null
}

type Event = Pick<BehaviorTailEvent, "shopper" | "type" | "product_id" | "product_title" | "received_at" | "outcome">

export interface RecentShopper {
  readonly shopper: string
  readonly last: Event
  /** Of the events looked at. */
  readonly events: number
}

/** Names and pictures are asked for by ids in an address, which a proxy takes to 8 kB or so. */
const SHOPPERS_AT_MOST = 50

/** Who the latest events are of, the latest first; what was refused is of nobody, and bots are no shoppers. */
export function recentShoppers(events: readonly Event[], kind: ShopperKind): RecentShopper[] {
  const found = new Map<string, RecentShopper>()
  for (const event of [...events].sort((a, b) => b.received_at.localeCompare(a.received_at))) {
    if (event.outcome !== "stored" || shopperKind(event.shopper) !== kind) continue
    const known = found.get(event.shopper)
    found.set(event.shopper, {
      ...{ shopper: event.shopper, last: known?.last ?? event },
      events: (known?.events ?? 0) + 1,
    })
  }
  return [...found.values()].slice(0, SHOPPERS_AT_MOST)
}
