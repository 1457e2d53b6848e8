import type { RankReason } from "../../contract/recommender"
import type { FeatureSpace } from "../../features/feature-map"
import type { History, ItemPast } from "../../features/history"
import { trendOf } from "../../features/item-signals"
import { isOftenTogether } from "../../features/orders-together"
import type { DueRule } from "../../features/due"
import { DAY_MS } from "../../features/profile"
import { RowReader } from "../../features/row-reader"
import type { ShopState, TableName } from "../../features/shop-state"
import type { LinkKind, PastLinks } from "./past-links"
import { treeParts } from "../../trees/rank-trees"
import type { Scorer } from "../../trees/scorer"
import { codesOf } from "./reason-codes"

const isBought = (past: ItemPast): boolean => past.baskets > 0
const isViewed = (past: ItemPast): boolean => past.interest30 > 0

/** Where the product of the past that a reason speaks of is looked up, by reason. */
const LINKS_OF_CODE: ReadonlyMap<string, LinkKind> = new Map([
  ["bought_with", { tables: ["basket"], accepts: isBought }],
  ["because_bought", { tables: ["shopper", "ridge", "basket"], accepts: isBought }],
  ["because_viewed", { tables: ["interest", "next"], accepts: isViewed }],
])

/** Tables that tie a product to a given one, by reason. */
const ANCHOR_LINKS: ReadonlyMap<string, readonly TableName[]> = new Map([
  ["bought_with", ["basket"]],
  ["goes_with", ["shopper", "interest", "next", "basket"]],
])

/** What reasons are made from. */
export interface ReasonSource {
  readonly state: ShopState
  readonly history: History
  readonly now: number
  /** The products to be explained. */
  readonly shown: readonly number[]
  readonly links: PastLinks
  /** Products that the list starts from. */
  readonly anchors: readonly number[]
  /** The reason of a given product that goes with the one shown. */
  readonly anchorCode: "goes_with" | "because_carted"
  /** Orders that must have held two products before they are called often bought together. */
  readonly ordersTogether: number
  readonly isDue: DueRule
  readonly productId: (item: number) => string
}

/** What was weighed: a row of features, and what scored it. */
export interface ScoredRow {
  readonly scorer: Scorer
  readonly row: Float32Array
  readonly space: FeatureSpace
}

/**
 * Why a product has its score: the exact weight × value of every feature and its part in the trees, summed by what it
 * says and is true of this shopper and product; what a tree says of a feature that a product has not is named by nobody.
 * All of them sum to the score. The strongest few that speak for the product come first, the most specific of them at
 * the head; those that speak against it are negative and come last.
 *
 * @param place of the product among those shown
 */
export function explain(source: ReasonSource, place: number, { scorer, row, space }: ScoredRow): RankReason[] {
  const { codes, index, unnamed } = codesOf(space)
  const sums = new Float64Array(codes.length)
  const isGiven = new Uint8Array(codes.length)
  const { weights, trees } = scorer
  const parts = trees === null ? null : treeParts(trees, row)
  for (let at = 0; at < row.length; at++) {
    const part = row[at] * weights[at] + (parts === null ? 0 : parts[at])
    if (part === 0) continue
    const code = row[at] === 0 ? unnamed : index[at]
    sums[code] += part
    isGiven[code] = 1
  }
  const reasons = new Map<string, RankReason>()
  codes.forEach((code, at) => {
    if (isGiven[at] === 0) return
    const { code: claimed, productId } = trueReason(source, place, code)
    const key = `${claimed} ${productId ?? ""}`
    reasons.set(key, { code: claimed, productId, weight: (reasons.get(key)?.weight ?? 0) + sums[at] })
  })
  return specificFirst([...reasons.values()].sort((a, b) => b.weight - a.weight))
}

/** Reasons that compete for the head, and the share of the strongest that each must have. */
const HEAD = 6
const HEAD_SHARE = 0.08

/** That the shopper has bought this very product: whoever has would not believe that it is only like another. */
const OWN = ["buy_again", "bought_before"]

/** How much each reason says of this shopper; what is not named here says least. */
const SPECIFICITY: ReadonlyMap<string, number> = new Map([
  ...OWN.map((code): [string, number] => [code, 4]),
  ...["because_bought", "because_viewed", "because_carted", "bought_with", "goes_with", "similar_to"].map(
    (code): [string, number] => [code, 3],
  ),
  ...["in_cart", "wished", "viewed"].map((code): [string, number] => [code, 2]),
  ...["category", "price", "content", "similar_shoppers", "new", "same_category", "same_type", "same_price"].map(
    (code): [string, number] => [code, 1],
  ),
])

/** The most specific of the strongest few comes first; the rest keep their order. */
function specificFirst(reasons: readonly RankReason[]): RankReason[] {
  const strongest = reasons[0]?.weight ?? 0
  const isHead = ({ code, weight }: RankReason, at: number): boolean =>
    (at < HEAD && weight > HEAD_SHARE * strongest) || (weight > 0 && OWN.includes(code))
  const head = strongest > 0 ? reasons.filter(isHead) : []
  const specificity = ({ code, productId }: RankReason): number => {
    const own = SPECIFICITY.get(code) ?? 0
    return own === 3 && productId === null ? 0 : own
  }
  const ordered = [...head].sort((a, b) => specificity(b) - specificity(a))
  return [...ordered, ...reasons.filter((reason) => !head.includes(reason))]
}

interface ClaimedReason {
  readonly code: string
  readonly productId: string | null
}

const plain = (code: string): ClaimedReason => ({ code, productId: null })

/** What may be claimed: a code whose claim does not hold becomes the next that does. */
function trueReason(source: ReasonSource, place: number, code: string): ClaimedReason {
  const { state, history, shown, now } = source
  const item = shown[place]
  const past = history.items.get(item)
  if (code === "bought_before") {
    if (past === undefined || past.baskets === 0) return plain("content")
    return plain(source.isDue(item, past) ? "buy_again" : "bought_before")
  }
  if (code === "new" && !isNew(state, item, now)) return plain("popular")
  if (code === "trending" && trendOf(state.goalPopularity, item) <= 1) return plain("popular")
  if (code === "often_given" && !isOftenGiven(state, item)) return plain("popular")
  if (code === "similar_to") return similarTo(source, item)
  if (source.anchors.length > 0 && ANCHOR_LINKS.has(code)) return besideAnchor(source, item, code)
  const kind = LINKS_OF_CODE.get(code)
  if (kind === undefined) return plain(code)
  const other = source.links.strongest(kind, place)
  if (other < 0) return plain(code === "because_viewed" ? "content" : "similar_shoppers")
  if (code === "bought_with" && !isOften(source, other, item)) return named(source, "because_bought", other)
  return named(source, code, other)
}

const named = ({ productId }: ReasonSource, code: string, item: number): ClaimedReason => ({
  code,
  productId: productId(item),
})

/** Beside a given product: often bought with it where orders show it, else what goes with it. */
function besideAnchor(source: ReasonSource, item: number, code: string): ClaimedReason {
  const { state, anchors, anchorCode } = source
  const often = code === "bought_with" ? anchors.filter((anchor) => isOften(source, anchor, item)) : []
  const strongestOf = (among: readonly number[], tables: readonly TableName[]): number =>
    greatest(among, (anchor) =>
      tables.reduce((sum, name) => sum + linkWeight(state, name, { from: anchor, to: item }), 0),
    )
  if (often.length > 0) return named(source, "bought_with", strongestOf(often, ["basket"]))
  const anchor = strongestOf(anchors, ANCHOR_LINKS.get("goes_with") ?? [])
  return anchor < 0 ? similarTo(source, item) : named(source, anchorCode, anchor)
}

function isOften({ state, ordersTogether }: ReasonSource, from: number, to: number): boolean {
  const { together, tables } = state
  return together !== null && isOftenTogether(together, tables.basket, { from, to, atLeast: ordersTogether })
}

/** Days for which a product is new to the shop. */
const NEW_DAYS = 45

function isNew({ hasTime, facts }: ShopState, item: number, now: number): boolean {
  return hasTime && now - facts.firstSeen[item] <= NEW_DAYS * DAY_MS
}

/** Gifts, those of long ago faded, from which on a product counts as often given. */
const OFTEN_GIVEN = 3

const isOftenGiven = ({ gifts }: ShopState, item: number): boolean => (gifts?.given[item] ?? 0) >= OFTEN_GIVEN

/** Products that are compared word by word at most, and the cosine from which two may be called similar. */
const COMPARED_AT_MOST = 40
const SIMILAR_FROM = 0.2

/** The given product, or the latest of the past, that is most like a product in words. */
function similarTo(source: ReasonSource, item: number): ClaimedReason {
  const { state, history, anchors, anchorCode } = source
  const cosineWith = state.content.cosinesWith(item)
  const others = anchors.length > 0 ? anchors : [...history.items.keys()].reverse().slice(0, COMPARED_AT_MOST)
  const nearest = greatest(
    others.filter((other) => other !== item),
    (other) => cosineWith(other) - SIMILAR_FROM,
  )
  if (nearest >= 0) return named(source, "similar_to", nearest)
  // What was weighed beside given products says nothing of the shopper's taste, of which a guest has shown none.
  return anchors.length > 0 ? named(source, anchorCode, anchors[0]) : plain("content")
}

/** The product of greatest value above 0, the first of equals; -1 where none is above 0. */
function greatest(items: readonly number[], valueOf: (item: number) => number): number {
  let best = -1
  let most = 0
  for (const item of items) {
    const value = valueOf(item)
    if (value <= most) continue
    best = item
    most = value
  }
  return best
}

/** The row at hand; nobody keeps it. */
const row = new RowReader()

/** Weight of the link from one product to another, 0 where the table has none. */
export function linkWeight(
  { tables }: ShopState,
  name: TableName,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  row.read(tables[name], from)
  const at = row.placeOf(to)
  return at < 0 ? 0 : row.values()[at]
}
