import type { RankedProduct, RankReason, Strategy } from "../contract/recommender"
import { strongest } from "../features/select-top"
import { POPULARITY_HALF_LIVES } from "../features/popularity"
import type { Profile } from "../features/profile"
import type { TableName } from "../features/shop-state"
import { linkWeight } from "./reasons"
import type { AcceptedQuestion } from "./rank-strategies"
import type { ShopView } from "./shop-view"

/** How much each source of likeness counts; each is scaled to its {@link SCALE_RANK}th greatest value first. */
interface Mix {
  readonly tables: ReadonlyMap<TableName, number>
  readonly content: number
  readonly live: number
  readonly popularity: number
  readonly reason: string
}

const SIMILAR: Mix = {
  tables: new Map([
    ["interest", 0.6],
    ["shopper", 0.4],
    ["ridge", 0.4],
    ["next", 0.2],
  ]),
  content: 1,
  live: 0.3,
  popularity: 0.05,
  reason: "similar_to",
}

const TOGETHER: Mix = {
  tables: new Map([
    ["basket", 1],
    ["ridge", 0.4],
    ["shopper", 0.2],
    ["interest", 0.2],
  ]),
  content: 0.1,
  live: 0.5,
  popularity: 0.05,
  reason: "bought_with",
}

const MIXES: ReadonlyMap<Strategy, Mix> = new Map([
  ["similar", SIMILAR],
  ["gift", SIMILAR],
  ["bought_together", TOGETHER],
  ["cart", { ...TOGETHER, reason: "because_carted" }],
])

/**
 * Ranks by likeness to the products on the page or in the cart. Without anchors the cart's answer starts from
 * the present visit; a gift never does, for the giver's taste says nothing of the one it is for.
 */
export function rankByAnchors(view: ShopView, profile: Profile, question: AcceptedQuestion): RankedProduct[] {
  const { request, accepts } = question
  const mix = MIXES.get(request.strategy) ?? SIMILAR
  const named = (request.anchors ?? []).flatMap((id) => view.indexOf(id) ?? [])
  const anchors = named.length > 0 || request.strategy === "gift" ? named : latest(profile)
  if (anchors.length === 0) return []
  const isAnchor = new Set(anchors)
  const scores = likeness(view, anchors, mix)
  const found = [...scores.keys()].filter((item) => !isAnchor.has(item) && accepts(item))
  return strongest(found, (item) => scores.get(item) ?? 0, request.limit).map((item, at) => {
    const score = scores.get(item) ?? 0
    const reasons: RankReason[] = [
      { code: mix.reason, productId: view.model.itemIds[nearest(view, anchors, item)], weight: score },
    ]
    return view.plain(item, {
      score,
      rung: "item_to_item",
      source: mix.reason,
      reasons,
      scale: "anchors",
      place: at + 1,
    })
  })
}

/** What is like the latest product of a profile, most alike first; for a calibration. */
export function likeLatest(view: ShopView, profile: Profile, limit: number): number[] {
  const anchors = latest(profile).slice(0, 1)
  const scores = likeness(view, anchors, SIMILAR)
  const found = [...scores.keys()].filter((item) => !anchors.includes(item))
  return strongest(found, (item) => scores.get(item) ?? 0, limit)
}

const LATEST_AT_MOST = 3

function latest(profile: Profile): number[] {
  return [...new Set([...profile.item].reverse())].slice(0, LATEST_AT_MOST)
}

/**
 * Greatest value of a source that is the measure of the others: what stands above it counts no more than it does.
 * One product that many false shoppers tie to a page then cannot make all honest links small.
 */
const SCALE_RANK = 3

function likeness(view: ShopView, anchors: readonly number[], mix: Mix): Map<number, number> {
  const { state } = view.model
  const query = new Map(anchors.map((item) => [item, 1]))
  const scores = new Map<number, number>()
  const take = (found: ReadonlyMap<number, number>, share: number): void => {
    const values = [...found.values()].sort((a, b) => b - a)
    const scale = values[Math.min(SCALE_RANK, values.length) - 1] ?? 0
    if (scale <= 0) return
    for (const [item, value] of found) scores.set(item, (scores.get(item) ?? 0) + share * Math.min(1, value / scale))
  }
  for (const [name, share] of mix.tables) {
    const table = state.tables[name]
    const found = new Map<number, number>()
    for (const item of anchors) {
      if (item + 1 >= table.offsets.length) continue
      for (let at = table.offsets[item]; at < table.offsets[item + 1]; at++) {
        const other = table.items[at]
        const damp = name === "ridge" || name === "next" ? 1 : 1 / Math.sqrt(1 + crowdOf(view, other))
        found.set(other, (found.get(other) ?? 0) + table.weights[at] * damp)
      }
    }
    take(found, share)
  }
  take(
    collect((visit) => {
      for (const { gain, items } of state.content.likeTerms(query))
        for (const item of items) visit(item, gain * state.content.scaleOf(item))
    }),
    mix.content,
  )
  take(
    collect((visit) => state.live?.spread(query, visit)),
    mix.live,
  )
  const popular = [...scores.keys()].map((item): [number, number] => [
    item,
    Math.sqrt(view.orderValue("popular", item)),
  ])
  take(new Map(popular), mix.popularity)
  return scores
}

/**
 * How many know a product, by choice or by interest, whichever are more: links are divided by its root. Choices alone
 * would leave what many look at and nobody buys undivided, and so on every page.
 */
function crowdOf({ model: { state } }: ShopView, item: number): number {
  return Math.max(state.facts.shoppers[item] ?? 0, state.interestPopularity.counts[INTEREST_ALL_ALONG][item] ?? 0)
}

/** Column of the slowest counter: about the number of shoppers, for a shopper's k-th event counts 1/k. */
const INTEREST_ALL_ALONG = POPULARITY_HALF_LIVES.length - 1

function collect(walk: (visit: (item: number, value: number) => void) => void): Map<number, number> {
  const found = new Map<number, number>()
  walk((item, value) => found.set(item, (found.get(item) ?? 0) + value))
  return found
}

/** The anchor that a product is linked with most. */
function nearest(view: ShopView, anchors: readonly number[], item: number): number {
  const { state } = view.model
  const link = (anchor: number): number =>
    linkWeight(state.tables.basket, anchor, item) +
    linkWeight(state.tables.interest, anchor, item) +
    state.content.cosine(anchor, item)
  return anchors.reduce((best, anchor) => (link(anchor) > link(best) ? anchor : best), anchors[0])
}
