import type { CatalogEntry } from "../catalog/catalog"
import type { Removal } from "../pipeline/removal"
import type { Original } from "./original"

/** How far a price may lie from that of the product on the page, as a share of it, where the request does not say. */
export const PRICE_BAND = 0.3

/** What an alternative is measured by. */
export interface AlternativeRequest {
  readonly original: Original
  /** Share of the original's price by which another may differ. */
  readonly priceBand: number
}

/**
 * Why a product is no alternative; null when it is one. The same purpose is the same type and a category in common,
 * of what the shop says of the original: a shop without categories and types has but the price.
 */
export function alternativeRemoval(
  entry: Pick<CatalogEntry, "categoryTree" | "type">,
  amounts: readonly number[],
  { original, priceBand }: AlternativeRequest,
): Removal | null {
  const { categoryIds, type, price } = original
  const sharesCategory = categoryIds.length === 0 || categoryIds.some((id) => entry.categoryTree.includes(id))
  if (!sharesCategory || (type !== null && entry.type !== null && entry.type !== type))
    return { by: "purpose", detail: "of another category or type than the product on the page" }
  const isNear = (amount: number): boolean => price === null || Math.abs(amount - price) <= priceBand * price
  if (!amounts.some(isNear)) return { by: "price_band", detail: "too far in price from the product on the page" }
  return null
}
