import type { BehaviorType } from "./behavior"
import type { Dataset, GiftContext, ShopperSegment, ShownListKind } from "./interaction-log"
import { LEARNED_LISTS } from "./learned-lists"
import type { LearnedList } from "./learned-lists"
import type { ServedFeatures } from "./served-features"

export { LEARNED_LISTS }
export type { LearnedList }

/** Ways of asking; each is one way of generating and ranking candidates. */
export const STRATEGIES = [
  "for_you",
  "similar",
  "alternatives",
  "bought_together",
  "cart",
  "trending",
  "popular",
  "recently_viewed",
  "buy_again",
  "new_arrivals",
  "on_sale",
  "gift",
] as const

/** What a list is for: one of {@link STRATEGIES}. */
export type Strategy = (typeof STRATEGIES)[number]

/** Strategies that start from a product, and cannot answer without one. */
export const BESIDE_A_PRODUCT: readonly Strategy[] = ["similar", "alternatives", "bought_together"]

/** Rungs of the ladder, best first: how much the answer knew of this shopper. */
export const RUNGS = ["personal", "item_to_item", "segment", "trending", "popular", "newest"] as const

/** One of {@link RUNGS}. */
export type Rung = (typeof RUNGS)[number]

/** One event of a shopper as the ranker reads it. */
export interface ProfileEvent {
  readonly productId: string
  readonly type: BehaviorType
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly quantity: number
  /** Unit price paid or shown, null where unknown. */
  readonly price: number | null
  /** Order or visit it belongs to, null where unknown. */
  readonly basketId: string | null
  /** Bought for somebody else: does not speak for the giver's own taste. */
  readonly isGift?: boolean
  /** See {@link InteractionLog.voice}; null or absent is unknown. */
  readonly voice?: number | null
  /** Sales channel that it came from; null or absent is unknown. */
  readonly channel?: string | null
  /** Of a return by which a purchase counts no more: when that purchase was. */
  readonly boughtAt?: number | null
}

/** A shopper's behavior, oldest first, and what else is known. */
export interface ShopperProfile {
  readonly events: readonly ProfileEvent[]
  readonly segment: ShopperSegment | null
}

/** One question to the ranker. */
export interface RankRequest {
  readonly strategy: Strategy
  /** Milliseconds since 1970-01-01 UTC: no event after it may count. */
  readonly now: number
  /** Sales channel in which the list is shown; the whole shop is asked where it is null, absent or unknown to the model. */
  readonly channel?: string | null
  /** How many products to return at most. */
  readonly limit: number
  /** Products on the page (`similar`, `alternatives`, `bought_together`) or in the cart (`cart`). */
  readonly anchors?: readonly string[]
  /** Never returned. */
  readonly exclude?: ReadonlySet<string>
  /** `for_you`: largest share of every head of the list that the shopper bought before, 0 to 1. @defaultValue 1 */
  readonly repeatsAtMost?: number
  /** `for_you`: what the odds of new products are times what the model says, above 0; the most lifted are candidates for everybody. @defaultValue none */
  readonly lifts?: ReadonlyMap<string, number>
  /** Orders that must have held two products before a reason calls them often bought together. @defaultValue 3 */
  readonly ordersTogether?: number
  /** `gift`: what the giver says of whom it is for, in plain spelling. */
  readonly giftContext?: GiftContext
  /** `popular` among shoppers of the same age, gender and country, where these are known. */
  readonly bySegment?: boolean
  /** When given, only these may be returned (category, gift filters, price list). */
  readonly eligible?: (productId: string) => boolean
  /** Called with the features of the list as they were scored, where the SVM ranks it. Lists of gifts have none of the shopper. */
  readonly onFeatures?: (served: ServedFeatures) => void
}

/** Given products that are to be put into a shopper's order. */
export interface OrderRequest extends Pick<RankRequest, "now" | "channel" | "ordersTogether"> {
  /** In the order in which they would stand without it. */
  readonly ids: readonly string[]
  /** Products that are given reasons, from the first on. @defaultValue all */
  readonly reasonsOf?: number
  /** What else moves them (the shop's own order, rules), before reasons are looked for. Takes and returns the same ids. */
  readonly arrange?: (personal: readonly string[]) => readonly string[]
}

/** Products of which little is known, for one to be shown. */
export interface ExploreRequest extends Pick<RankRequest, "now" | "channel"> {
  /** What is believed of how many times as often each is clicked as the model says: a gamma distribution. */
  readonly products: readonly { readonly productId: string; readonly shape: number; readonly rate: number }[]
  /** The same seed and facts give the same probabilities. */
  readonly seed: number
}

/** Why a product stands where it stands, in words' keys; `weight` sums to the score's share. */
export interface RankReason {
  /** Such as `bought_before`, `bought_with`, `similar_to`, `popular_in_segment`, `trending`. */
  readonly code: string
  /** The product the reason speaks of ("because you bought X"), where there is one. */
  readonly productId: string | null
  /** Exact contribution, weight x value, of the features behind this reason. */
  readonly weight: number
}

/** One ranked product. */
export interface RankedProduct {
  readonly productId: string
  /** Decision value of the SVM, or the rung's own score. Higher is better. */
  readonly score: number
  /**
   * Where the product stands among what this list shows, 0 to 1: 0.8 is above eight in ten of the products that the
   * list showed on its hold-out. Means the same in every list, whatever its chances are.
   */
  readonly confidence: number
  /** Calibrated probability in [0, 1] that the shopper chooses it: small wherever there are thousands to choose from. */
  readonly chance: number
  /** Factor on the odds that score and chance hold by {@link RankRequest.lifts}; absent where there is none. */
  readonly lift?: number
  readonly rung: Rung
  /** Generators that proposed it, the strongest first. */
  readonly sources: readonly string[]
  /** Strongest first; weights of the reasons. */
  readonly reasons: readonly RankReason[]
}

/** Phases of a training run, in order. */
export const TRAINING_PHASES = ["snapshot", "candidates", "features", "fit", "evaluate", "refit", "store"] as const

/** One of {@link TRAINING_PHASES}. */
export type TrainingPhase = (typeof TRAINING_PHASES)[number]

/** How far a training has come; reported at each change of phase and within the long ones. */
export interface TrainingProgress {
  readonly phase: TrainingPhase
  /** 0 to 1 over the whole run. */
  readonly fraction: number
}

/** Quality on one group of shoppers; NaN where the group is empty. */
export interface CohortMetrics {
  readonly shoppers: number
  readonly ndcg10: number
  readonly recall10: number
  readonly hitRate10: number
  readonly mrr: number
  readonly coverage: number
}

/** Metrics by group: all products and never-bought-before for known shoppers; new shoppers. */
export interface MethodMetrics {
  readonly all: CohortMetrics
  readonly novel: CohortMetrics
  readonly new: CohortMetrics
}

/** NDCG@10 of one model less another's, over the same cases of a hold-out, with its 90 % interval. */
export interface ScoreLead {
  readonly cases: number
  readonly difference: number
  readonly low: number
  readonly high: number
}

/** Quality of one ranking of a list on its hold-out; NaN where it has no case. */
export interface ListFigures {
  readonly ndcg10: number
  /** Share of questions of which one answer at least is among the first ten. */
  readonly hitRate10: number
}

/** What a list still needs before it can be learned. */
export const LIST_NEEDS = ["baskets", "visits", "gift_orders", "repeats"] as const

/** One of {@link LIST_NEEDS}. */
export type ListNeed = (typeof LIST_NEEDS)[number]

/** What a training found of one list. */
export interface ListReport {
  /** Whether its ranking was learned, or its prior serves because that was better or because nothing teaches the list. */
  readonly serves: "learned" | "prior"
  /** What the log does not hold, null where the list was taught. */
  readonly missing: ListNeed | null
  /** Questions of its hold-out. */
  readonly cases: number
  /** The learned ranking, null where nothing taught it. */
  readonly learned: ListFigures | null
  readonly prior: ListFigures
  readonly popularity: ListFigures
  /** The best of the item-item tables by itself, null for lists that start from no product. */
  readonly table: { readonly name: string; readonly figures: ListFigures } | null
  /** The learned ranking's lead over the prior, null where they could not be compared. */
  readonly lead: ScoreLead | null
}

/** What lists of one kind that were shown taught. */
export interface SeenReport {
  /** Lists that taught; 0 where they were too few. */
  readonly lists: number
  /** Choices of equal weight that theirs stand for. */
  readonly effectiveSample: number
}

/**
 * What the challenger's lists and the champion's would have been worth on lists that were shown since the cut, in choices
 * per look, by inverse propensities: a second opinion beside the hold-out.
 */
export interface OffPolicyReport {
  readonly lists: number
  /** Lists of equal weight that theirs stand for. */
  readonly effectiveSample: number
  /** Share of the looks at their own lists that fall on products which were shown, of whichever has less, 0 to 1. */
  readonly overlap: number
  readonly challenger: number
  readonly champion: number
  /** Challenger less champion, with the ends of its 95 % interval. */
  readonly difference: number
  readonly low: number
  readonly high: number
}

/** What a training run reports. */
export interface TrainingReport {
  readonly window: { readonly from: number; readonly to: number; readonly cut: number }
  readonly counts: {
    readonly events: number
    readonly shoppers: number
    readonly products: number
    readonly pairs: number
  }
  /** Chosen cost C of the squared hinge loss. */
  readonly cost: number
  readonly challenger: MethodMetrics
  /** The serving model on the same hold-out, null where there is none. */
  readonly champion: MethodMetrics | null
  readonly baselines: Readonly<Record<"popularity" | "item_knn", MethodMetrics>>
  /** The challenger's lead over each; null where nothing could be compared. */
  readonly leads: Readonly<Record<"popularity" | "champion", ScoreLead | null>>
  /** Probability that a chosen product outranks one not chosen, on the hold-out. */
  readonly auc: number
  /** Expected calibration error of the confidence on the hold-out, 0 to 1. */
  readonly calibrationError: number
  /** Share of hold-out truth that candidate generation found. */
  readonly candidateRecall: number
  /** Each list with a ranking of its own; null in reports of releases that had none. */
  readonly lists: Readonly<Record<LearnedList, ListReport>> | null
  /** By kind of list, those of which any was shown; null where none was. */
  readonly seen: Readonly<Partial<Record<ShownListKind, SeenReport>>> | null
  /** Null where no champion serves or no list was shown since the cut. */
  readonly offPolicy: OffPolicyReport | null
  /** Sample of values of each feature, for drift: feature name to 10 quantile edges. */
  readonly featureQuantiles: Readonly<Record<string, readonly number[]>>
  /** Lists that the sample is of: how sure its quantiles are. Null in reports of releases that did not count them. */
  readonly featureLists: number | null
  readonly durationsMs: Readonly<Partial<Record<TrainingPhase, number>>>
}

/** What a training is given beside its data. */
export interface TrainRecommenderOptions {
  /** Same seed and data give the same bytes. */
  readonly seed: number
  /** Milliseconds since 1970-01-01 UTC at which the snapshot was taken. */
  readonly now: number
  /** Serving model file to compare with on the same hold-out. */
  readonly champion?: Uint8Array
  /** Rows kept at most; older ones are sampled with decaying probability. */
  readonly maxRows: number
  /** Orders below which a shopper is new. */
  readonly newShopperOrders: number
  /**
   * Name under which the file says whose a vector is, of the id in the log: a keyed hash, where the file must not lead
   * back to anybody. @defaultValue the id itself
   */
  readonly ownerName?: (id: string) => string
}

/** A trained model, and what its training found. */
export interface TrainedRecommender {
  /** The model file: weights, calibration, item-item tables, counters. */
  readonly bytes: Uint8Array
  readonly report: TrainingReport
}

/** Whether there is enough behavior to train on: what there is, and how much is needed in all. */
export interface TrainingReadiness {
  readonly ready: boolean
  readonly has: {
    readonly purchases: number
    readonly shoppers: number
    readonly products: number
    readonly baskets: number
  }
  readonly needs: {
    readonly purchases: number
    readonly shoppers: number
    readonly products: number
    readonly baskets: number
  }
}

/** A loaded model: ranks, explains, and takes new behavior in between trainings. */
export interface Recommender {
  /** Weights by feature name, plain words elsewhere. */
  readonly weights: ReadonlyMap<string, number>
  /** The same of each list whose ranking was learned. */
  readonly listWeights: ReadonlyMap<LearnedList, ReadonlyMap<string, number>>
  /** Products the model knows. */
  readonly productIds: readonly string[]
  rank(profile: ShopperProfile, request: RankRequest): RankedProduct[]
  /** The given products that the model knows, the one that the shopper most likely chooses first; none is added. */
  order(profile: ShopperProfile, request: OrderRequest): RankedProduct[]
  /** The given products that the model knows, each with the probability with which it is to be shown; they sum to 1. */
  explore(profile: ShopperProfile, request: ExploreRequest): ReadonlyMap<string, number>
  /** Score of any one product for a shopper, with reasons; null for a product never seen. */
  predict(profile: ShopperProfile, productId: string, asked: Pick<RankRequest, "now" | "channel">): RankedProduct | null
  /** Takes new behavior into counters and co-occurrence at once; an empty key is nobody in particular. */
  observe(shopperKey: string, events: readonly ProfileEvent[]): void
  /** Adds or replaces products (content, price, newness) without training. */
  upsertItems(items: Dataset["items"]): void
}
