import * as React from "react"
import type { ReactElement } from "react"
import { canBeBought } from "../view/product"
import { Recommendations } from "./recommendations"
import type { RecommendationsProps } from "./recommendations"

export interface AlternativesProps extends Omit<RecommendationsProps, "strategy" | "productId"> {
  /** The product of the page, as `/store/products` gives it with `+variants.inventory_quantity`. */
  product: { readonly id: string; readonly variants?: unknown }
  /** Where the shop knows better whether the product can be bought. */
  isAvailable?: boolean | undefined
}

/** What to buy instead, on the page of a product that cannot be bought; nothing on the page of one that can. */
export function Alternatives(props: AlternativesProps): ReactElement | null {
  const { product, isAvailable = canBeBought(product), ...rest } = props
  if (isAvailable) return null
  return React.createElement(Recommendations, { ...rest, strategy: "alternatives", productId: product.id })
}
