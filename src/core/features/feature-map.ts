import { ANCHOR_SIGNALS, GIFT_SIGNALS, SHOP_SIGNALS, SIGNAL_INDEX, SIGNALS } from "./signals"
import type { BoardSignal, Signal } from "./signals"

/**
 * From signals to what the linear SVM sees. Signal s of candidate j in a list becomes, over the list,
 *
 *     v = s_j / max s,   √v,   1 − ln(1 + rank) / ln 401   (0 where s_j is 0, or the rank beyond 400),
 *
 * each twice: plain, and gated (0 unless the shopper chose the product before), so that one linear model can
 * treat repeats and discoveries differently. Raw values would let the scale of a shopper's past decide.
 */
export const BASES = ["value", "root", "rank"] as const

/**
 * Signals of the pair that stand for a habit of the shopper: they only mean something on what was chosen before, looked at
 * before, or, of what was not chosen before, on what came into the shop these weeks.
 */
export const HABITS = [
  "again",
  "again:repeatShare",
  "again:baskets",
  "again:daysSinceLast",
  "seen",
  "seen:visit",
  "young",
  "young:share",
] as const

/** Column among the habits of the first that speaks of young products; the shopper's liking for such follows it. */
export const YOUNG_HABIT = HABITS.indexOf("young")

/** Which signals a list's features are made of, and where each feature stands in a row. */
export interface FeatureSpace {
  /** Column of each signal on the board, in the order of the features. */
  readonly signals: Int32Array
  /** Place of the number that a signal is divided by among its numbers in the list; what is above counts no more. */
  readonly scalePlaces: Int32Array
  /** Columns of all signals on all bases. */
  readonly block: number
  /** The first so many columns stand once more, gated, at the end of a row. */
  readonly gated: number
  /** Columns that stand as they are: all but the gated ones. */
  readonly plainCount: number
  /** Names of all features, in the order of the columns. */
  readonly names: readonly string[]
  /** Signal of each feature, null for the habits. */
  readonly signalOf: readonly (BoardSignal | null)[]
}

interface SpaceOptions {
  /** Signals that are gated as well. */
  readonly gated: readonly Signal[]
  readonly others: readonly BoardSignal[]
}

function featureSpace({ gated, others }: SpaceOptions): FeatureSpace {
  const signals: readonly BoardSignal[] = [...gated, ...SHOP_SIGNALS, ...others]
  const firstOther = gated.length + SHOP_SIGNALS.length
  const columns = (names: readonly BoardSignal[]): BoardSignal[] => names.flatMap((name) => BASES.map(() => name))
  const named = (gate: string, names: readonly string[]): string[] =>
    names.flatMap((name) => BASES.map((basis) => `${gate}.${name}.${basis}`))
  return {
    signals: Int32Array.from(signals, (signal) => SIGNAL_INDEX[signal]),
    scalePlaces: Int32Array.from(signals, (_, at) => (at < firstOther ? 1 : ANCHOR_SCALE_PLACE)),
    block: signals.length * BASES.length,
    gated: gated.length * BASES.length,
    plainCount: signals.length * BASES.length + HABITS.length,
    names: [...named("any", signals), ...HABITS, ...named("again", gated)],
    signalOf: [...columns(signals), ...HABITS.map(() => null), ...columns(gated)],
  }
}

/**
 * Beside given products the third greatest number is the measure of the others: one product that many false shoppers
 * tie to a page then cannot make all honest links small.
 */
const ANCHOR_SCALE_PLACE = 3

/** Features of lists that start from the shopper alone. */
export const PERSONAL_FEATURES = featureSpace({ gated: SIGNALS, others: [] })

/** What of the shopper's own past, and of the product by itself, counts beside given products. */
const BESIDE_ANCHORS = [
  "frequency",
  "frequency90",
  "frequency20",
  "recency",
  "due",
  "lastBasket",
  "basketShare",
  "interest",
  "interest7",
  "visit",
  "carted",
  "wished",
  "disliked",
  "basketRecent",
  "shopperLong",
  "shopperRecent",
  "ridgeLong",
  "ridgeRecent",
  "basketRidgeRecent",
  "basketNowRidgeLong",
  "interestRecent",
  "interestRidge",
  "nextRecent",
  "contentLong",
  "neighbors",
  "neighborsNow",
  "visitNeighbors",
  "segment",
  "popular4",
  "popular15",
  "popular60",
  "popular360",
  "popularNew15",
  "trend",
  "newness",
  "repeatRate",
  "interestPopular4",
  "interestPopular60",
  "price",
  "category",
  "missed",
  "sinceLast",
  "sinceShare",
  "themeTrend",
  "themePopular",
] as const satisfies readonly Signal[]

/** What one product on the page says: the greatest and the latest of one are the sum. */
const OF_ONE_ANCHOR = ANCHOR_SIGNALS.filter(
  (name) => !name.startsWith("anchorMost") && !name.startsWith("anchorLatest"),
)

/** Features of lists that start from one product on the page. */
export const PAGE_FEATURES = featureSpace({ gated: BESIDE_ANCHORS, others: OF_ONE_ANCHOR })

/** Features of lists that start from many products, as in a cart. */
export const CART_FEATURES = featureSpace({ gated: BESIDE_ANCHORS, others: ANCHOR_SIGNALS })

/** What of a product by itself counts as a gift. */
const OF_GIFTS = [
  "popular4",
  "popular15",
  "popular60",
  "popular360",
  "popularNew15",
  "newcomer",
  "trend",
  "newness",
  "repeatRate",
  "interestPopular4",
  "interestPopular60",
  "themeTrend",
  "themePopular",
] as const satisfies readonly Signal[]

/** Features of lists of gifts: nothing in them is of the giver's own past. */
export const GIFT_FEATURES = featureSpace({ gated: [], others: [...OF_GIFTS, ...OF_ONE_ANCHOR, ...GIFT_SIGNALS] })

/** Names of all features of {@link PERSONAL_FEATURES}, in the order of the columns. */
export const FEATURE_NAMES: readonly string[] = PERSONAL_FEATURES.names

/** Columns of a feature row of {@link PERSONAL_FEATURES}. */
export const FEATURE_COUNT = FEATURE_NAMES.length
