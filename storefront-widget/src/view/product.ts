import type { RecommendedProduct } from "../client/types"
import type { Fields } from "../client/values"
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
  /** Of all variants together; NaN where the shop does not count or say it of one. */
  left: number
}

/** What is left of a variant; NaN, which is below nothing, where the shop does not count it or does not say. */
const stockOf = ({ manage_inventory, allow_backorder, inventory_quantity }: Fields): number =>
  manage_inventory === true && allow_backorder !== true ? Number(inventory_quantity) : NaN

/** Whether anybody can buy it now; where the shop says nothing of its stock, they can. */
const isSoldOut = (variant: Fields): boolean => stockOf(variant) <= 0

/** Whether any variant can be bought now; where nothing is known of variants, one can. */
export const canBeBought = ({ variants }: Priced): boolean => {
  const all = objects(variants)
  return all.length === 0 || all.some((variant) => !isSoldOut(variant))
}

/**
 * The lowest calculated price of a product, of what can be bought where anything
 * can; null where no variant has one.
 *
 * @param withTax as the storefront shows it, where the shop has worked it out
 */
export function priceOf({ variants }: Priced, withTax = false): ShownPrice | null {
  const all = objects(variants)
  const sold = all.filter((variant) => !isSoldOut(variant))
  const prices = (sold.length > 0 ? sold : all).flatMap(({ calculated_price }) => {
    const price = fields(calculated_price)
    const amountOf = (name: string) => (withTax && price[`${name}_with_tax`]) || price[name]
    const amount = amountOf("calculated_amount")
    return typeof amount === "number"
      ? [{ amount, before: Number(amountOf("original_amount")), currency: text(price.currency_code) }]
      : []
  })
  prices.sort((a, b) => a.amount - b.amount)
  const [lowest] = prices
  if (!lowest) return null
  const { amount, before } = lowest
  return {
    ...lowest,
    before: before > amount ? before : null,
    isLowest: prices[prices.length - 1].amount > amount,
    left: all.reduce((sum, variant) => sum + stockOf(variant), 0),
  }
}

/** `Intl` knows the currencies that have no decimals; an unknown code is shown as it is. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  try {
    // Java and PHP spell it en_US.
    return new Intl.NumberFormat(locale.replaceAll("_", "-"), { style: "currency", currency }).format(amount)
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

/** Address of a product's page: from a pattern such as `/p/{id}` or `/dk/products/{handle}`, or of the shop's own making. */
export type ProductHref = string | ((product: RecommendedProduct) => string) | null | undefined

/** Without a pattern it is where Medusa's starters show a product. */
export function hrefOf(product: Pick<RecommendedProduct, "handle" | "id">, pattern?: string | null): string {
  const { handle, id } = product
  return (pattern ?? "/products/{handle}").replace(/\{(handle|id)\}/g, (_, field: string) =>
    encodeURIComponent(field === "id" ? id : (handle ?? id)),
  )
}

/** The variant of a product that has just one; undefined where the shopper must choose. */
export function onlyVariantOf({ variants }: Priced): string | undefined {
  const [first, ...others] = objects(variants)
  return (others.length === 0 && text(first?.id)) || undefined
}
