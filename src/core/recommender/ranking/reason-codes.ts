import type { FeatureSpace } from "../../features/feature-map"
import { ANCHOR_SOURCES } from "../../features/signals"
import type { AnchorSource, BoardSignal } from "../../features/signals"

/** What each source of given products says to a shopper. */
const CODE_OF_SOURCE: Readonly<Record<AnchorSource, string>> = {
  basket: "bought_with",
  basketNow: "bought_with",
  basketNowRidge: "bought_with",
  basketRidge: "bought_with",
  shopper: "goes_with",
  ridge: "goes_with",
  interest: "goes_with",
  interestRidge: "goes_with",
  next: "goes_with",
  content: "similar_to",
}

function anchorCodes<P extends "anchor" | "anchorMost" | "anchorLatest">(
  prefix: P,
): Record<`${P}.${AnchorSource}`, string> {
  const codes: Partial<Record<`${P}.${AnchorSource}`, string>> = {}
  for (const source of ANCHOR_SOURCES) codes[`${prefix}.${source}`] = CODE_OF_SOURCE[source]
  return codes as Record<`${P}.${AnchorSource}`, string>
}

/** What no reason names. */
const UNNAMED = "other"

/** What each signal says to a shopper. */
const CODE_OF_SIGNAL: Readonly<Record<BoardSignal, string>> = {
  frequency: "bought_before",
  frequency90: "bought_before",
  frequency20: "bought_before",
  recency: "bought_before",
  due: "bought_before",
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
  newcomer: "popular",
  latest15: "popular",
  latest60: "popular",
  sales15: "popular",
  trend: "trending",
  newness: "new",
  repeatRate: "bought_again",
  interestPopular4: "popular",
  interestPopular60: "popular",
  price: "price",
  category: "category",
  missed: "new",
  sinceLast: "trending",
  sinceShare: "trending",
  themeTrend: "trending",
  themePopular: "trending",
  kin: "content",
  youngContent: "similar_to",
  shop1: UNNAMED,
  shop2: UNNAMED,
  shop3: UNNAMED,
  shopLike: "content",
  ...anchorCodes("anchor"),
  ...anchorCodes("anchorMost"),
  ...anchorCodes("anchorLatest"),
  anchorLift: "bought_with",
  anchorLive: "bought_with",
  anchorCategory: "same_category",
  anchorType: "same_type",
  anchorPrice: "same_price",
  anchorComplement: "bought_with",
  anchorPopular: "popular",
  giftGiven: "often_given",
  giftShare: "often_given",
  giftRecipient: "often_given",
  giftOccasion: "often_given",
  giftAge: "often_given",
  giftLikeRecipient: "often_given",
  giftLikeOccasion: "often_given",
  giftLikeAge: "often_given",
}

/** What the features of a space say, and where each code stands among them. */
export interface CodesOfSpace {
  readonly codes: readonly string[]
  /** Position in `codes` of every feature's code. */
  readonly index: Uint8Array
  /** Position in `codes` of what no reason names. */
  readonly unnamed: number
}

const codesOfSpaces = new Map<FeatureSpace, CodesOfSpace>()

/** Reason codes of every feature of a space. */
export function codesOf(space: FeatureSpace): CodesOfSpace {
  const known = codesOfSpaces.get(space)
  if (known !== undefined) return known
  const ofFeature = space.names.map((name, at) => {
    const signal = space.signalOf[at]
    if (signal === null) return codeOfHabit(name)
    return (startsFromProducts(space) ? CODE_BESIDE_ANCHORS.get(signal) : undefined) ?? CODE_OF_SIGNAL[signal]
  })
  const codes = [...new Set([...ofFeature, UNNAMED])]
  const index = Uint8Array.from(ofFeature, (code) => codes.indexOf(code))
  const made = { codes, index, unnamed: codes.indexOf(UNNAMED) }
  codesOfSpaces.set(space, made)
  return made
}

/** A habit speaks of what was bought, of what was only looked at, or of what is new. */
function codeOfHabit(name: string): string {
  if (name.startsWith("young")) return "new"
  return name.startsWith("seen") ? "viewed" : "bought_before"
}

const startsFromProducts = (space: FeatureSpace): boolean => space.signalOf.includes("anchor.basket")

/** What of the shopper's past says something else beside given products, of which "bought with" then speaks. */
const CODE_BESIDE_ANCHORS: ReadonlyMap<BoardSignal, string> = new Map([
  ["basketRecent", "because_bought"],
  ["basketRidgeRecent", "because_bought"],
  ["basketNowRidgeLong", "because_bought"],
  ["contentLong", "content"],
])
