import type { RecommendedProduct } from "../client/types"
import { fields, objects, text } from "../client/values"

/** What has variants with calculated prices, as far as anybody knows. */
type Priced = { readonly variants?: unknown } | RecommendedProduct

export interface ShownPrice {
  /** In the currency's main unit, as Medusa v2 counts. */
  amount: number
  /** The price before the sale, null where there is none. */
  before: number | null
  currency: string
  /** The product has dearer variants too. */
  isLowest: boolean
}

/** The lowest calculated price of a product; null where no variant has one. */
export function priceOf({ variants }: Priced): ShownPrice | null {
  const prices = objects(variants).flatMap(({ calculated_price: price }) => {
    const { calculated_amount: amount, original_amount: before, currency_code: currency } = fields(price)
    return typeof amount === "number" ? [{ amount, before: Number(before), currency: text(currency) }] : []
  })
  prices.sort((a, b) => a.amount - b.amount)
  const [lowest] = prices
  if (!lowest) return null
  const { amount, before } = lowest
  return { ...lowest, before: before > amount ? before : null, isLowest: prices[prices.length - 1].amount > amount }
}

/** `Intl` knows the currencies that have no decimals; an unknown code is shown as it is. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount)
  } catch {
    return `${amount} ${currency}`
  }
}

/**
 * An address that is safe in `href` and `src`: http, https or relative to the
 * page. What would run as script, in whatever disguise, is undefined.
 */
export function safeUrl(url: string | null | undefined): string | undefined {
  if (!url) return undefined
  try {
    return /^https?:$/.test(new URL(url, "http://a").protocol) ? url : undefined
  } catch {
    return undefined
  }
}

/** Where Medusa's starters show a product. */
export const defaultHref = ({ handle, id }: Pick<RecommendedProduct, "handle" | "id">): string =>
  `/products/${encodeURIComponent(handle ?? id)}`

/** The variant of a product that has just one; undefined where the shopper must choose. */
export function onlyVariantOf({ variants }: Priced): string | undefined {
  const [first, ...others] = objects(variants)
  return (others.length === 0 && text(first?.id)) || undefined
}
