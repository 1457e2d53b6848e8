import type { RankedProduct, RankReason, RankRequest, Rung, Strategy } from "../../../../core/contract"
import { giftContextOf } from "../gift"
import type { FoundOrder } from "../gift-finder/found-order"
import type { RuledProduct } from "../rules/apply-rules"
import { FILL_ORDER, STRATEGY_POLICIES } from "../strategies"
import { isImpersonal } from "../variation"
import { rankingProfile } from "./prepare"
import type { Prepared } from "./prepare"
import { channelOf } from "../question"
import type { Question } from "../question"
import { createSieve } from "./sieve"
import type { Sieve } from "./sieve"

/** A product in the race. */
export interface Candidate extends RuledProduct {
  readonly score: number
  readonly confidence: number
  readonly chance: number
  /** Factor that the chance holds by what shoppers answered to a new product; absent where there is none. */
  readonly lift?: number
  readonly rung: Rung
  readonly source: string
  readonly reasons: readonly RankReason[]
  /** It fills up: what the strategy claims of its products ("on sale") is not claimed of this one. */
  readonly fillsIn: boolean
  /** An extension or exploration proposed what no generator did: its rung says nothing of how much is known of the shopper. */
  readonly isBrought?: true
}

interface Pool {
  readonly prepared: Prepared
  readonly sieve: Sieve
  /** What a better rung was not sure enough of: a lower one does not know better. */
  readonly unsure: Set<string>
  /** Found below the strategy's own claim. */
  readonly fillsIn: boolean
  /** Candidates wanted. */
  readonly size: number
}

/**
 * Candidates in the order of their rungs: the strategy's own ranking, then the
 * rungs below it, then simply what is new. All of them pass the filters.
 */
export function collectCandidates(prepared: Prepared, size: number): Candidate[] {
  const { question, variation, found: order } = prepared
  if (order !== undefined) return foundCandidates(prepared, order, size)
  const policy = STRATEGY_POLICIES[question.strategy]
  const found = new Map<string, Candidate>()
  const own: Strategy = isImpersonal(variation) && policy.isPersonal ? "popular" : question.strategy
  const pool: Pool = { prepared, sieve: createSieve(prepared), size, unsure: new Set(), fillsIn: false }
  for (const accepts of tiers(pool)) {
    if (found.size >= size) break
    addRanked(found, pool, { strategy: own, accepts })
  }
  if (policy.isClaim && !question.fillsUp) return [...found.values()]
  fillUp(found, policy.isClaim ? { ...pool, sieve: createSieve(prepared, false), fillsIn: true } : pool, own)
  return [...found.values()]
}

/** Products in the order that the gift assistant found; what it weighed passed the filters but the budget's. */
function foundCandidates(prepared: Prepared, { order }: FoundOrder, size: number): Candidate[] {
  const sieve = createSieve(prepared)
  const candidates: Candidate[] = []
  for (const { id, likelihood, ranked } of order) {
    if (candidates.length >= size) break
    if (sieve.removal(id) !== null) continue
    const product = ranked ?? { ...unranked(id), sources: ["newest"] }
    candidates.push({ ...toCandidate(prepared, product), score: likelihood, confidence: likelihood, source: "gift" })
  }
  return candidates
}

/** The rungs below a strategy's own. */
function fillUp(found: Map<string, Candidate>, pool: Pool, own: Strategy): void {
  const { fillsFrom } = STRATEGY_POLICIES[own]
  for (const strategy of fillsFrom ?? FILL_ORDER) {
    if (found.size >= pool.size) return
    if (strategy === own || (isImpersonal(pool.prepared.variation) && STRATEGY_POLICIES[strategy].isPersonal)) continue
    addRanked(found, pool, { strategy, accepts: () => true })
  }
  if (found.size < pool.size && fillsFrom === undefined) addNewest(found, pool)
}

/** Which products a ranking may hold. */
type Accepts = (productId: string) => boolean

/**
 * A gift request is answered in steps: products that say yes to all its words, then to
 * all but one, at last those that say nothing; what is believed of a product is half a step. Within a step the ranking decides.
 */
function tiers({ prepared: { question, catalog }, sieve: { gift } }: Pool): Accepts[] {
  if (question.strategy !== "gift" || gift.asked === 0) return [() => true]
  return Array.from({ length: 2 * gift.asked + 1 }, (_, halves): Accepts => {
    const yes = gift.asked - halves / 2
    return (productId) => {
      const entry = catalog.get(productId)
      return entry !== undefined && gift.score(entry) === yes
    }
  })
}

function addRanked(
  found: Map<string, Candidate>,
  { prepared, sieve, size, unsure, fillsIn }: Pool,
  { strategy, accepts }: { strategy: Strategy; accepts: Accepts },
): void {
  const { question, live, now, settings } = prepared
  const anchors = anchorsOf(question)
  const request: RankRequest = {
    strategy,
    now,
    channel: channelOf(question),
    limit: size,
    ...(anchors.length > 0 ? { anchors } : {}),
    ...(strategy === "gift" ? { giftContext: giftContextOf(question.gift) } : {}),
    repeatsAtMost: settings.serving.repeats,
    ordersTogether: settings.serving.orders_together,
    ...(prepared.littleKnown === null ? {} : { lifts: prepared.littleKnown.lifts }),
    bySegment: question.bySegment && strategy === question.strategy,
    exclude: new Set([...found.keys(), ...unsure]),
    ...(prepared.onFeatures && strategy === question.strategy ? { onFeatures: prepared.onFeatures } : {}),
    eligible: (productId) => accepts(productId) && sieve.removal(productId) === null,
  }
  for (const ranked of live.recommender.rank(rankingProfile(prepared), request)) {
    if (found.has(ranked.productId)) continue
    if (ranked.confidence < question.minConfidence) unsure.add(ranked.productId)
    else found.set(ranked.productId, { ...toCandidate(prepared, ranked), fillsIn })
  }
}

/** Products that a list starts from: those in the cart, or the one on the page. */
export function anchorsOf({ strategy, cartProductIds, productId }: Question): readonly string[] {
  if (strategy === "cart") return cartProductIds
  return productId === null ? [] : [productId]
}

/** The last rung, which no model and no history is needed for. */
function addNewest(found: Map<string, Candidate>, { prepared, sieve, size, fillsIn }: Pool): void {
  const { catalog, forSale, question } = prepared
  if (question.minConfidence > 0) return
  const newest = [...forSale]
    .map(([id]) => id)
    .filter((id) => !found.has(id) && sieve.removal(id) === null)
    .sort((a, b) => (catalog.get(b)?.createdAt ?? 0) - (catalog.get(a)?.createdAt ?? 0) || (a < b ? -1 : 1))
  for (const productId of newest.slice(0, size - found.size)) {
    const newcomer = toCandidate(prepared, {
      productId,
      score: 0,
      confidence: 0,
      chance: 0,
      rung: "newest",
      sources: ["newest"],
      reasons: [{ code: "new", productId: null, weight: 0 }],
    })
    found.set(productId, { ...newcomer, fillsIn })
  }
}

function predictedOf(prepared: Prepared, productId: string): RankedProduct | null {
  const { live, now, question } = prepared
  return live.recommender.predict(rankingProfile(prepared), productId, { now, channel: channelOf(question) })
}

/** Source of what a rule brought in. */
export const RULE_SOURCE = "rule"

/** A product that a rule wants in the list although no generator proposed it. */
export function ruleCandidate(prepared: Prepared, productId: string, fillsIn: boolean): Candidate {
  const predicted = predictedOf(prepared, productId)
  const ranked = predicted ?? unranked(productId)
  const reasons = [{ code: "rule", productId: null, weight: 0 }, ...ranked.reasons]
  return { ...toCandidate(prepared, ranked), source: RULE_SOURCE, reasons, fillsIn }
}

/** Source of what stands in a list for shoppers to be asked whether they like it. */
const EXPLORATION_SOURCE = "exploration"

/** A new product that got a place of a list by exploration. */
export function exploredCandidate(prepared: Prepared, productId: string): Candidate {
  const predicted = predictedOf(prepared, productId)
  const reasons = [{ code: "new", productId: null, weight: 0 }]
  const ranked = { ...(predicted ?? unranked(productId)), reasons }
  return { ...toCandidate(prepared, ranked), source: EXPLORATION_SOURCE, isBrought: true }
}

/** A product of which the model knows nothing. */
const unranked = (productId: string): RankedProduct => ({
  ...{ productId, score: 0, confidence: 0, chance: 0, rung: "newest", sources: [], reasons: [] },
})

function toCandidate({ catalog }: Prepared, ranked: RankedProduct): Candidate {
  const entry = catalog.get(ranked.productId)
  return {
    productId: ranked.productId,
    categoryIds: entry?.categoryIds ?? [],
    categoryTree: entry?.categoryTree ?? [],
    score: ranked.score,
    confidence: ranked.confidence,
    chance: ranked.chance,
    ...(ranked.lift === undefined ? {} : { lift: ranked.lift }),
    rung: ranked.rung,
    source: ranked.sources[0] ?? ranked.rung,
    reasons: ranked.reasons,
    fillsIn: false,
  }
}
