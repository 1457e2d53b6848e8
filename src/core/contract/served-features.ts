import type { LearnedList } from "./learned-lists"

/** Features of one list as it was ranked, and what they were relative to: enough to compute them again. */
export interface ServedFeatures {
  /** Whose features: each list has its own columns. */
  readonly list: "for_you" | LearnedList
  /** Milliseconds since 1970-01-01 UTC for which it was ranked. */
  readonly now: number
  /** Products that it started from, the latest last. */
  readonly anchors: readonly string[]
  /** All candidates: features are shares of the greatest among them, and ranks. */
  readonly candidates: readonly string[]
  /** What of these, the anchors and the shopper's past came after the model's training, with when it was first seen. */
  readonly added: readonly (readonly [productId: string, firstSeen: number])[]
  /** The first products of the list. */
  readonly products: readonly string[]
  /** Of each of them all features, in the order of the list's columns. */
  readonly rows: readonly Float32Array[]
}

/** One feature that was served otherwise than its training would compute it. */
export interface FeatureSkew {
  /** Name of the column. */
  readonly feature: string
  /** Greatest distance between the two values, both 0 to 1. */
  readonly difference: number
}
