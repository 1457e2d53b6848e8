import type { RankReason } from "../contract/recommender"
import { BASES, BLOCK, FEATURE_NAMES, PLAIN_COUNT } from "../features/feature-map"
import type { ItemTable } from "../features/item-table"
import type { History, ItemPast } from "../features/history"
import type { ShopState } from "../features/shop-state"
import { SIGNALS } from "../features/signals"
import type { Signal } from "../features/signals"
import type { LinkKind, PastLinks } from "./past-links"

/** What each signal says to a shopper. */
const CODE_OF_SIGNAL: Readonly<Record<Signal, string>> = {
  frequency: "bought_before",
  frequency90: "bought_before",
  frequency20: "bought_before",
  recency: "bought_before",
  due: "buy_again",
  lastBasket: "bought_before",
  basketShare: "bought_before",
  quantity: "bought_before",
  interest: "viewed",
  interest7: "viewed",
  visit: "viewed",
  carted: "in_cart",
  wished: "wished",
  disliked: "disliked",
  basketLong: "bought_with",
  basketRecent: "bought_with",
  basketLast: "bought_with",
  basketRecentPopular: "bought_with",
  shopperLong: "because_bought",
  shopperRecent: "because_bought",
  shopperLast: "because_bought",
  ridgeLong: "because_bought",
  ridgeRecent: "because_bought",
  ridgeLast: "because_bought",
  basketRidgeLong: "bought_with",
  basketRidgeRecent: "bought_with",
  basketRidgeLast: "bought_with",
  basketNowRidgeLong: "bought_with",
  basketNowRidgeRecent: "bought_with",
  basketNowRidgeLast: "bought_with",
  basketNowLong: "bought_with",
  basketNowRecent: "bought_with",
  basketNowLast: "bought_with",
  interestRecent: "because_viewed",
  interestLast: "because_viewed",
  interestRidge: "because_viewed",
  nextLast: "because_viewed",
  nextRecent: "because_viewed",
  contentLong: "similar_to",
  contentRecent: "similar_to",
  neighbors: "similar_shoppers",
  neighborsRecent: "similar_shoppers",
  neighborsNow: "similar_shoppers",
  visitNeighbors: "similar_shoppers",
  segment: "popular_in_segment",
  popular4: "popular",
  popular15: "popular",
  popular60: "popular",
  popular360: "popular",
  popularNew4: "trending",
  popularNew15: "trending",
  popularNew60: "popular",
  trend: "trending",
  newness: "new",
  repeatRate: "buy_again",
  interestPopular4: "popular",
  interestPopular60: "popular",
  price: "price",
  category: "category",
  missed: "new",
  sinceLast: "trending",
  sinceShare: "trending",
  themeTrend: "trending",
  themePopular: "trending",
}

const isBought = (past: ItemPast): boolean => past.baskets > 0
const isViewed = (past: ItemPast): boolean => past.interest30 > 0

/** Where the product that a reason speaks of is looked up, by reason. */
const LINKS_OF_CODE: ReadonlyMap<string, LinkKind> = new Map([
  ["bought_with", { tables: ["basket"], accepts: isBought }],
  ["because_bought", { tables: ["shopper", "ridge"], accepts: isBought }],
  ["because_viewed", { tables: ["interest", "next"], accepts: isViewed }],
])

/** Reason code of every feature, by column; what no signal stands behind is habit. */
const CODE_OF_FEATURE: readonly string[] = FEATURE_NAMES.map((_, at) => {
  if (at >= BLOCK && at < PLAIN_COUNT) return "bought_before"
  return CODE_OF_SIGNAL[SIGNALS[Math.floor((at < BLOCK ? at : at - PLAIN_COUNT) / BASES.length)]]
})

const CODES: readonly string[] = [...new Set(CODE_OF_FEATURE)]
/** Position in {@link CODES} of every feature's code. */
const CODE_INDEX = Uint8Array.from(CODE_OF_FEATURE, (code) => CODES.indexOf(code))

/** What reasons are made from. */
export interface ReasonSource {
  readonly state: ShopState
  readonly history: History
  /** The products to be explained. */
  readonly shown: readonly number[]
  readonly links: PastLinks
  readonly productId: (item: number) => string
}

/**
 * Why a product has its score: the exact weight × value of every feature, summed by what it says. All of them
 * sum to the score; those that speak against the product are negative and come last.
 *
 * @param place of the product among those shown
 */
export function explain(
  source: ReasonSource,
  place: number,
  scored: { readonly weights: Float64Array; readonly row: Float32Array },
): RankReason[] {
  const { weights, row } = scored
  const sums = new Float64Array(CODES.length)
  const isSaid = new Uint8Array(CODES.length)
  for (let at = 0; at < row.length; at++) {
    if (row[at] === 0 || weights[at] === 0) continue
    sums[CODE_INDEX[at]] += row[at] * weights[at]
    isSaid[CODE_INDEX[at]] = 1
  }
  return CODES.map((code, at): [code: string, weight: number] => [code, sums[at]])
    .filter((_, at) => isSaid[at] === 1)
    .sort((a, b) => b[1] - a[1])
    .map(([code, weight]) => ({ code, productId: productBehind(source, place, code), weight }))
}

/** The product of the shopper's past that a reason speaks of, null where the reason needs none. */
function productBehind(source: ReasonSource, place: number, code: string): string | null {
  const kind = LINKS_OF_CODE.get(code)
  let past = -1
  if (code === "similar_to") past = nearestInWords(source.state, source.history, source.shown[place])
  else if (kind !== undefined) past = source.links.strongest(kind, place)
  return past < 0 ? null : source.productId(past)
}

/** Products of the past that are compared word by word at most. */
const COMPARED_AT_MOST = 40

/** The latest of a past that is most like a product in words, -1 where none is. */
function nearestInWords(state: ShopState, history: History, item: number): number {
  let best = -1
  let bestCosine = 0
  const cosineWith = state.content.cosinesWith(item)
  for (const past of [...history.items.keys()].reverse().slice(0, COMPARED_AT_MOST)) {
    if (past === item) continue
    const cosine = cosineWith(past)
    if (cosine > bestCosine) {
      best = past
      bestCosine = cosine
    }
  }
  return best
}

/** Weight of the link from one product to another, 0 where the table has none. */
export function linkWeight(table: ItemTable, from: number, to: number): number {
  if (from + 1 >= table.offsets.length) return 0
  for (let at = table.offsets[from]; at < table.offsets[from + 1]; at++) {
    if (table.items[at] === to) return table.weights[at]
  }
  return 0
}
