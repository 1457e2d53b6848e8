import type { MedusaContainer } from "@medusajs/framework/types"
import { calculateAmountsWithTax, Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { TaxQuestion } from "../../modules/recommendation"

const price = z.looseObject({
  calculated_amount: z.number().nullable(),
  original_amount: z.number().nullable(),
  is_calculated_price_tax_inclusive: z.boolean().nullish(),
  is_original_price_tax_inclusive: z.boolean().nullish(),
  currency_code: z.string().nullish(),
})
const product = z.looseObject({
  id: z.string(),
  type_id: z.string().nullish(),
  variants: z.array(z.looseObject({ id: z.string(), calculated_price: price.nullish() })).nullish(),
})
const askedProducts = z.array(product)

type PricedProduct = z.output<typeof product>
type Price = z.output<typeof price>

interface Rate {
  readonly rate: number
}

/**
 * The products with each calculated price given with and without tax, by Medusa's tax module: the fields, and their
 * meaning, of `/store/products` with a country code.
 *
 * @see https://docs.medusajs.com/resources/commerce-modules/product/guides/price-with-taxes
 */
export async function withTaxes(
  container: MedusaContainer,
  { products: asked, address }: TaxQuestion,
): Promise<Record<string, unknown>[]> {
  const products = askedProducts.parse(asked)
  const lines = await container.resolve(Modules.TAX).getTaxLines(products.flatMap(taxItemsOf), {
    address: {
      country_code: address.countryCode,
      ...(address.province === null ? {} : { province_code: address.province }),
    },
  })
  const ratesOf = new Map<string, Rate[]>()
  for (const line of lines) {
    if (!("line_item_id" in line)) continue
    ratesOf.set(line.line_item_id, [...(ratesOf.get(line.line_item_id) ?? []), line])
  }
  return products.map((one) => ({
    ...one,
    variants: one.variants?.map((variant) => {
      const { calculated_price: price } = variant
      return price
        ? { ...variant, calculated_price: { ...price, ...taxed(price, ratesOf.get(variant.id) ?? []) } }
        : variant
    }),
  }))
}

function taxItemsOf({ id, type_id: typeId, variants }: PricedProduct) {
  return (variants ?? []).flatMap(({ id: variantId, calculated_price: price }) =>
    price
      ? [
          {
            id: variantId,
            product_id: id,
            ...(typeId ? { product_type_id: typeId } : {}),
            quantity: 1,
            ...(price.calculated_amount === null ? {} : { unit_price: price.calculated_amount }),
            ...(price.currency_code ? { currency_code: price.currency_code } : {}),
          },
        ]
      : [],
  )
}

function taxed(price: Price, taxLines: Rate[]): Record<string, number> {
  const { calculated_amount: calculated, original_amount: original } = price
  const split = (amount: number, includesTax: boolean | null | undefined) =>
    calculateAmountsWithTax({ taxLines, amount, includesTax: includesTax ?? false })
  const now = calculated === null ? null : split(calculated, price.is_calculated_price_tax_inclusive)
  const before = original === null ? null : split(original, price.is_original_price_tax_inclusive)
  return {
    ...(now
      ? { calculated_amount_with_tax: now.priceWithTax, calculated_amount_without_tax: now.priceWithoutTax }
      : {}),
    ...(before
      ? { original_amount_with_tax: before.priceWithTax, original_amount_without_tax: before.priceWithoutTax }
      : {}),
  }
}
