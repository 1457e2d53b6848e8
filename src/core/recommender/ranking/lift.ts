/** What a product's odds are times what the weights say, and what its score is beyond that by it. */
export interface Lift {
  readonly factor: number
  readonly score: number
}
