import type { ShopConfig } from "../shop-config"

declare global {
  interface Window {
    __SHOP__?: Partial<ShopConfig>
  }
}

const given = window.__SHOP__ ?? {}

export const shop: ShopConfig = {
  backendUrl: given.backendUrl ?? "http://localhost:9000",
  publishableKey: given.publishableKey ?? "",
  name: given.name ?? "The Gift Drawer",
  regionId: given.regionId ?? given.regions?.[0]?.id ?? "",
  regions: given.regions ?? [],
  simulated: given.simulated ?? false,
  shoppers: given.shoppers ?? [],
  gift: given.gift ?? { recipients: [], occasions: [], ageBands: [] },
}

/** What stands in a field of a form; files have no place in these. */
export function fieldOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === "string" ? value : ""
}

/** `mothers-day` is "Mothers day". */
export function inWords(value: string): string {
  const words = value.replaceAll("-", " ").replaceAll("_", " ")
  return words.charAt(0).toUpperCase() + words.slice(1)
}
