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
