import type { RankedProduct } from "../../../../core/contract"
import type { GiftWord } from "../gift"

/** A product that may be given. */
interface FoundProduct {
  readonly id: string
  /** Chance that it is liked beside the likeliest one's, 0 to 1. */
  readonly likelihood: number
  /** Where it stands in the model's own list of gifts; null where it is not among the first. */
  readonly ranked: RankedProduct | null
}

/** Products in the order in which a giver is to see them, and the reasons of each. */
export interface FoundOrder {
  readonly order: readonly FoundProduct[]
  /** The giver's words that a product suits. */
  suits(productId: string): GiftWord[]
}
