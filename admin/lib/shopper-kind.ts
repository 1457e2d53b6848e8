import type { ShopperKind } from "../../src/types/http"

const CUSTOMER = "cus_"
const UUID = /^[0-9a-f-]{36}$/i

/** Whose id that is; null of what belongs to nobody who could be looked at. */
export function shopperKind(shopper: string): ShopperKind | null {
  if (shopper.startsWith(CUSTOMER)) return "customer"
  return UUID.test(shopper) ? "guest" : null
}
