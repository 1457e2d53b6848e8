/** What the demo's server hands to the page as `window.__SHOP__`. */
export interface Shop {
  readonly backendUrl: string
  readonly publishableKey: string
  readonly name: string
  readonly regionId: string
  readonly regions: readonly { id: string; name: string; currency_code: string; countries: readonly string[] }[]
  /** Whether the history was made by simulated shoppers: the page says so. */
  readonly simulated: boolean
  readonly shoppers: readonly { email: string; password: string; name: string; about: string }[]
  readonly gift: {
    readonly recipients: readonly string[]
    readonly occasions: readonly string[]
    readonly ageBands: readonly string[]
  }
}

declare global {
  interface Window {
    __SHOP__?: Partial<Shop>
  }
}

const given = window.__SHOP__ ?? {}

export const shop: Shop = {
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
