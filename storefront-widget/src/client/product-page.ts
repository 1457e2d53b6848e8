import type { StoreRankedProductsQuery, StoreRankedProductsResponse } from "../../../src/types/page-http"
import { request } from "./ask"
import type { RecommendationsClient } from "./client"

/** The filters, fields and limit of `/store/products`, and the cursor of the page before; who asks, the client adds. */
export type ProductPageQuery = Omit<StoreRankedProductsQuery, "order" | "visitor_id"> &
  Readonly<Record<string, string | number | boolean | undefined>>

/**
 * A page of a category, a collection or a search in this shopper's order. `next_cursor` leads to the next one, which
 * neither repeats nor loses a product.
 *
 * @throws Error where the shop does not answer, or a filter is wrong
 */
export async function getProductPage(
  client: RecommendationsClient,
  query: ProductPageQuery,
): Promise<StoreRankedProductsResponse> {
  const { visitor_id, credentials } = client.connection.identity()
  const asked = { query: { ...query, order: "recommended", visitor_id }, ...credentials }
  return (await request("/products", asked, client.connection)) as StoreRankedProductsResponse
}
