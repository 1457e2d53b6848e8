import { z } from "@medusajs/framework/zod"

const variant = z.looseObject({
  ...{ id: z.string(), title: z.string().nullish() },
  calculated_price: z
    .looseObject({ calculated_amount: z.number().nullish(), currency_code: z.string().nullish() })
    .nullish(),
})
const product = z.looseObject({
  ...{ id: z.string(), title: z.string().nullish(), handle: z.string().nullish(), subtitle: z.string().nullish() },
  ...{ description: z.string().nullish(), material: z.string().nullish(), variants: z.array(variant).nullish() },
})

/** Variants of a product that an agent gets. */
const MAX_VARIANTS = 10

const variantsOf = ({ variants }: z.output<typeof product>) =>
  (variants ?? []).slice(0, MAX_VARIANTS).map(({ id, title, calculated_price: price }) => ({
    ...{ variant_id: id, title: title ?? null },
    ...{ price: price?.calculated_amount ?? null, currency_code: price?.currency_code ?? null },
  }))

/** What an agent needs to know of a product in a list. */
export function compactProduct(found: unknown): Record<string, unknown> {
  const one = product.parse(found)
  return { product_id: one.id, title: one.title ?? null, handle: one.handle ?? null, variants: variantsOf(one) }
}

/** All that an agent gets of one product. */
export function detailedProduct(found: unknown): Record<string, unknown> {
  const { subtitle = null, description = null, material = null } = product.parse(found)
  return { ...compactProduct(found), subtitle, description, material }
}

const listed = z.looseObject({ product, reasons: z.array(z.looseObject({ text: z.string() })) })

/** Products of a list, with their reasons in words. */
export function compactList(recommendations: readonly unknown[]): Record<string, unknown>[] {
  return recommendations.map((one) => {
    const { product: found, reasons } = listed.parse(one)
    return { ...compactProduct(found), reasons: reasons.map(({ text }) => text) }
  })
}
