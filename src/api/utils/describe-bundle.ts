import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { MadeBundle, Question } from "../../modules/recommendation"
import type { StoreBundle } from "../../types/http"

const priced = z.looseObject({
  id: z.string(),
  collection_id: z.string().nullish(),
  type_id: z.string().nullish(),
  variants: z.array(
    z.looseObject({
      id: z.string(),
      calculated_price: z
        .looseObject({ calculated_amount: z.number().nullable(), calculated_amount_with_tax: z.number().optional() })
        .nullish(),
    }),
  ),
})
const discount = z.looseObject({ action: z.literal("addItemAdjustment"), amount: z.coerce.number() })

/** One product of a set in the variant that is chosen at first. */
interface Line {
  readonly product: z.output<typeof priced>
  readonly variantId: string
  readonly amount: number
}

/** A set as the store shows it: amounts are Medusa's, of prices as of promotions that apply by themselves. */
export async function describeBundle(
  container: MedusaContainer,
  question: Question,
  { list, variants }: MadeBundle,
): Promise<StoreBundle<Record<string, unknown>> | null> {
  const lines: Line[] = []
  const products: StoreBundle<Record<string, unknown>>["products"] = []
  for (const item of list.recommendations) {
    const product = priced.parse(item.product)
    const able = (variants.get(product.id) ?? []).filter((variantId) => amountOf(product, variantId) !== null)
    const [variantId] = able
    // A field list that leaves out the chosen variant's price leaves nothing to add up.
    if (variantId === undefined) return null
    lines.push({ product, variantId, amount: amountOf(product, variantId) ?? 0 })
    products.push({ ...item, variant_id: variantId, variant_ids: able })
  }
  const { currencyCode } = question.market
  const amount = sum(lines.map((line) => line.amount))
  const off = await promotionsOn(container, question, lines)
  return {
    products,
    total: { currency_code: currencyCode, amount, discount: off, total: sum([amount, -off]) },
    recommendation_id: list.recommendation_id,
    model_version: list.model_version,
  }
}

function amountOf({ variants }: z.output<typeof priced>, variantId: string): number | null {
  const price = variants.find(({ id }) => id === variantId)?.calculated_price
  return price?.calculated_amount_with_tax ?? price?.calculated_amount ?? null
}

/** What a set's product costs in the variant that is chosen at first. */
export const chosenAmount = ({ product, variant_id: id }: { product: unknown; variant_id: string }): number =>
  amountOf(priced.parse(product), id) ?? 0

/** Decimals that survive: sums of floats would end in ...0000001. */
const DIGITS = 6
const sum = (amounts: readonly number[]): number =>
  Number(amounts.reduce((total, amount) => total + amount, 0).toFixed(DIGITS))

/** What Medusa's promotion module takes off a cart of these lines alone, without a code. */
async function promotionsOn(container: MedusaContainer, question: Question, lines: readonly Line[]): Promise<number> {
  const { market, shopper, salesChannelIds } = question
  const [channel] = salesChannelIds
  const actions: unknown = await container.resolve(Modules.PROMOTION).computeActions([], {
    currency_code: market.currencyCode,
    ...(market.regionId === null ? {} : { region: { id: market.regionId } }),
    ...(shopper.customerId === null ? {} : { customer: { id: shopper.customerId } }),
    ...(channel === undefined ? {} : { sales_channel_id: channel }),
    items: lines.map(({ product, variantId, amount }) => ({
      ...{ id: variantId, quantity: 1, subtotal: amount, original_total: amount, is_discountable: true },
      product: {
        id: product.id,
        ...(product.collection_id ? { collection_id: product.collection_id } : {}),
        ...(product.type_id ? { type_id: product.type_id } : {}),
      },
    })),
  })
  const found = z.array(z.looseObject({ action: z.string() })).parse(actions)
  return sum(found.flatMap((action) => discount.safeParse(action).data?.amount ?? []))
}
