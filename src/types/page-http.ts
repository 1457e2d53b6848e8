import type { Recommendation, RecommendedProduct } from "./store-http"

/* ---------------------------------------------------------------- admin: who would want a product */

export interface AudienceMember {
  customer_id: string
  email: string | null
  /** Calibrated probability, 0 to 1, that the customer chooses the product next. */
  chance: number
  score: number
}

export interface AudienceResponse {
  product_id: string
  /** The likeliest first. */
  audience: AudienceMember[]
  /** Of all pages; the five hundred nearest at most. */
  count: number
  limit: number
  offset: number
}

/* ---------------------------------------------------------------- store: Medusa's products in the shopper's order */

/** Beside the query of `/store/products`. */
export interface StoreRankedProductsQuery {
  order?: "recommended"
  /** `next_cursor` of the page before. */
  cursor?: string
  visitor_id?: string
  placement?: string
  /** 0 is the shop's order, 1 the shopper's own. */
  blend?: number
}

export interface StoreRankedProductsResponse<P = RecommendedProduct> {
  products: P[]
  /** Of all pages. */
  count: number
  limit: number
  /** Null on the last page. */
  next_cursor: string | null
  recommendation_id: string
  blend: number
}

/* ---------------------------------------------------------------- store: sets that are bought as one */

export interface StoreBundleQuery {
  /** The product on the page, which is the first of the set. */
  product_id?: string
  /** Without a product: what goes with all that lies in the cart. */
  cart_id?: string
  region_id?: string
  currency_code?: string
  visitor_id?: string
  country_code?: string
  province?: string
  placement?: string
  locale?: string
  fields?: string
}

export interface StoreBundle<P = RecommendedProduct> {
  /** Two to four with the product on the page, one to three beside a cart. */
  products: (Recommendation<P> & {
    /** The variant that is chosen at first. */
    variant_id: string
    /** Those that can be bought now. */
    variant_ids: string[]
  })[]
  /** Of the variants that are chosen at first, with tax where prices include it. */
  total: {
    currency_code: string
    amount: number
    /** What promotions that apply by themselves take off, by Medusa's own reckoning. */
    discount: number
    total: number
  }
  recommendation_id: string
  model_version: number | null
}

export interface StoreBundleResponse<P = RecommendedProduct> {
  /** Null where nothing is bought together often enough, or one of it cannot be bought. */
  bundle: StoreBundle<P> | null
}

export interface StoreAddBundleRequest {
  cart_id: string
  /** At most four, each variant once. */
  items: { variant_id: string; quantity?: number }[]
  /** Of the bundle: its sales are credited to it. */
  recommendation_id?: string
  visitor_id?: string
}

/** The widget's words in one language, as far as the shop translated them: `labels` of the widget. */
export interface StoreRecommendationTexts {
  readonly locale: string | null
  readonly labels: { readonly [label: string]: string | Readonly<Record<string, string>> }
}
