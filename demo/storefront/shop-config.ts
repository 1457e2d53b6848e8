/** Somebody whom a visitor of the demo may be. */
interface DemoShopper {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly about: string
  /** Opens the list that a mail to this shopper would hold; null where none could be signed. */
  readonly mailToken: string | null
}

/** What the storefront page reads as `window.__SHOP__`. */
export interface ShopConfig {
  readonly backendUrl: string
  readonly publishableKey: string
  readonly name: string
  readonly regionId: string
  readonly regions: readonly { id: string; name: string; currency_code: string; countries: readonly string[] }[]
  /** Whether the history was made by simulated shoppers: the page says so. */
  readonly simulated: boolean
  readonly shoppers: readonly DemoShopper[]
  readonly gift: {
    readonly recipients: readonly string[]
    readonly occasions: readonly string[]
    readonly ageBands: readonly string[]
  }
}
