import { SIGNALS } from "./signals"

/**
 * From signals to what the linear SVM sees. Signal s of candidate j in a list becomes, over the list,
 *
 *     v = s_j / max s,   √v,   1 − ln(1 + rank) / ln 401   (0 where s_j is 0, or the rank beyond 400),
 *
 * each twice: plain, and gated (0 unless the shopper chose the product before), so that one linear model can
 * treat repeats and discoveries differently. Raw values would let the scale of a shopper's past decide.
 */
export const BASES = ["value", "root", "rank"] as const

/** Signals of the pair that stand for a habit of the shopper: they only mean something on what was chosen before. */
export const HABITS = [
  "again",
  "again:repeatShare",
  "again:baskets",
  "again:daysSinceLast",
  "seen",
  "seen:visit",
] as const

/** Names of all features, in the order of the columns. */
export const FEATURE_NAMES: readonly string[] = [...block("any"), ...HABITS, ...block("again")]

function block(gate: string): string[] {
  return SIGNALS.flatMap((signal) => BASES.map((basis) => `${gate}.${signal}.${basis}`))
}

/** Columns of a feature row. */
export const FEATURE_COUNT = FEATURE_NAMES.length

/** Columns of all signals on all bases; they stand once plain, and once more gated. */
export const BLOCK = SIGNALS.length * BASES.length

/** Columns that stand as they are: all but those of the gated block, which come last. */
export const PLAIN_COUNT = BLOCK + HABITS.length
