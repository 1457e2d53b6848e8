import type { ChosenItem, StoreBundle } from "../client/bundle"
import { fields, objects, text } from "../client/values"

type BundleProduct = StoreBundle["products"][number]

/** What of a set is chosen: the variant by product, null where its box is not checked. */
export type BundleChoice = ReadonlyMap<string, string | null>

/** A variant that can be bought now. */
export interface Buyable {
  readonly id: string
  readonly title: string
  /** In the currency's main unit, with tax where the shop includes it. */
  readonly amount: number
}

export function buyablesOf({ product, variant_ids }: BundleProduct): Buyable[] {
  return objects(product.variants).flatMap((variant) => {
    const price = fields(variant.calculated_price)
    const amount = price.calculated_amount_with_tax ?? price.calculated_amount
    const id = text(variant.id)
    return variant_ids.includes(id) && typeof amount === "number" ? [{ id, title: text(variant.title), amount }] : []
  })
}

/** All of a set, each in the variant that the shop proposes. */
export const firstChoice = ({ products }: StoreBundle): BundleChoice =>
  new Map(products.map(({ product, variant_id }) => [product.id, variant_id]))

/** What the button would put into the cart. */
export const chosenItems = (choice: BundleChoice): ChosenItem[] =>
  [...choice.values()].flatMap((variant_id) => (variant_id ? [{ variant_id }] : []))

/** What the chosen cost together, and before promotions: these hold of the whole set as the shop has reckoned it. */
export function totalOf(bundle: StoreBundle, choice: BundleChoice): { amount: number; before: number | null } {
  const { products, total } = bundle
  if (products.every(({ product, variant_id }) => choice.get(product.id) === variant_id))
    return { amount: total.total, before: total.discount > 0 ? total.amount : null }
  const amount = products.reduce((sum, item) => {
    const chosen = choice.get(item.product.id)
    return sum + (buyablesOf(item).find(({ id }) => id === chosen)?.amount ?? 0)
  }, 0)
  return { amount, before: null }
}
