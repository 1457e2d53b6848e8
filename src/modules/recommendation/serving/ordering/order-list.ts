import { randomUUID } from "node:crypto"
import { RUNGS } from "../../../../core/contract"
import type { RankedProduct, Rung } from "../../../../core/contract"
import { blendOrders } from "../../../../core/recommender"
import type { StoreRankResponse } from "../../../../types/http"
import { isNewShopper, rankingProfile } from "../pipeline/prepare"
import type { Prepared } from "../pipeline/prepare"
import { describeReasons } from "../pipeline/render"
import { rounded } from "../pipeline/rounded"
import { applyRules } from "../rules/apply-rules"
import type { RuledProduct } from "../rules/apply-rules"
import { channelOf } from "../question"

/** Given products that are to be put into a shopper's order. */
export interface OrderRequest {
  /** In the shop's order, each once. */
  readonly ids: readonly string[]
  /** Share of the shopper's own order, 0 to 1; as the settings say where the request does not. */
  readonly blend: number | null
  /** Places that get reasons, from the first on: one costs as much as a hundred scores. */
  readonly reasonsOf: number
}

/**
 * The same products, in the order of the shopper and then of the rules. What the model does not know keeps its place, and
 * what is not for sale stands last, unless the shop's own order is asked for (`blend` 0).
 */
export function orderList(prepared: Prepared, request: OrderRequest): StoreRankResponse {
  const { question, live, now, settings } = prepared
  const { ids, reasonsOf } = request
  // Held out of all recommendations, a page keeps the shop's own order.
  const blend = prepared.variation?.kind === "nothing" ? 0 : (request.blend ?? blendOf(prepared))
  let order: readonly string[] = []
  const ranked = live.recommender.order(rankingProfile(prepared), {
    ...{ ids, now, channel: channelOf(question), reasonsOf, ordersTogether: settings.serving.orders_together },
    arrange: (personal) =>
      (order = ruled(prepared, blend > 0 ? soldLast(prepared, blendOrders(ids, personal, blend)) : ids)),
  })
  const known = new Map(ranked.map((product) => [product.productId, product]))
  return {
    ranking: order.map((id, at) => {
      const ranked = known.get(id)
      return {
        ...{ id, rank: at + 1, score: rounded(ranked?.score) },
        ...{ confidence: rounded(ranked?.confidence), chance: rounded(ranked?.chance) },
        reasons: ranked && ranked.reasons.length > 0 ? reasonsFor(prepared, ranked) : [],
      }
    }),
    recommendation_id: `rec_${randomUUID()}`,
    blend,
    rung: bestRung(ranked),
    is_new_user: isNewShopper(prepared),
    customer_id: question.shopper.customerId,
    model_version: live.version,
    generated_at: new Date(now).toISOString(),
  }
}

/** The share of the shopper's own order that the settings give a placement. */
function blendOf({ question: { placement }, settings: { serving } }: Prepared): number {
  return serving.blend_by_placement.find((one) => one.placement === placement)?.blend ?? serving.blend
}

const reasonsFor = (prepared: Prepared, { productId, reasons }: RankedProduct) =>
  describeReasons({ productId, reasons, fillsIn: false }, prepared)

/** What nobody can buy here and now stands behind what they can: nobody's first choice is sold out. */
function soldLast({ forSale }: Prepared, ids: readonly string[]): readonly string[] {
  return [...ids.filter((id) => forSale.has(id)), ...ids.filter((id) => !forSale.has(id))]
}

/** Rules move products of a page, and hide none: what they exclude from lists stands last. */
function ruled({ catalog, rules }: Prepared, ids: readonly string[]): string[] {
  const products = ids.map((productId): RuledProduct => {
    const entry = catalog.get(productId)
    return { productId, categoryIds: entry?.categoryIds ?? [], categoryTree: entry?.categoryTree ?? [] }
  })
  const kept = applyRules(products, rules, { limit: ids.length }).products.map(({ productId }) => productId)
  const isKept = new Set(kept)
  return [...kept, ...ids.filter((id) => !isKept.has(id))]
}

function bestRung(ordered: readonly RankedProduct[]): Rung {
  const present = new Set(ordered.map(({ rung }) => rung))
  return RUNGS.find((rung) => present.has(rung)) ?? "newest"
}
