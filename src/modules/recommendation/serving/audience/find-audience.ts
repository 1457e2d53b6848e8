import { setImmediate as breathe } from "node:timers/promises"
import type { ShopperSegment } from "../../../../core/contract"
import type { AudienceMember } from "../../../../types/http"
import type { ModuleContext } from "../../context"
import type { RecommendationSettings } from "../../options"
import type { Live } from "../live/live-model"
import { readHistory } from "../pipeline/prepare"
import { rounded } from "../pipeline/rounded"
import type { ServingNeighbours } from "../ports"
import { readAudienceCandidates } from "./audience-candidates"

/** Products beside the one in question by which shoppers are found. */
const RELATED = 30

export interface AudienceParts {
  readonly neighbours: ServingNeighbours
  readonly live: Live
  readonly settings: RecommendationSettings
  readonly segmentOf: (customerId: string) => Promise<ShopperSegment | null>
}

/**
 * The customers who would most want a product, the likeliest first: what a mail says to them that it is back. Each is
 * ranked by their own list, and other requests come through between any two of them.
 */
export async function findAudience(
  context: ModuleContext,
  productId: string,
  { neighbours, live, settings, segmentOf }: AudienceParts,
): Promise<AudienceMember[]> {
  const now = Date.now()
  const nobody = { events: [], segment: null }
  const related = live.recommender.rank(nobody, { strategy: "similar", now, limit: RELATED, anchors: [productId] })
  const candidates = await readAudienceCandidates(context, {
    productId,
    relatedIds: related.map((product) => product.productId),
    needsConsent: settings.consent.required,
  })
  const members: AudienceMember[] = []
  for (const { customerId, email } of candidates) {
    const events = await neighbours.behavior.readProfile({ customerId, visitorId: null })
    const segment = await segmentOf(customerId)
    await breathe()
    const predicted = live.recommender.predict({ events, segment }, productId, { now })
    const { rested, dismissed } = readHistory(events, now)
    // Who bought it a few days ago is out of it in a few weeks, not now; who turned it down has no use for a mail of it.
    if (predicted === null || rested.has(productId) || dismissed.has(productId)) continue
    members.push({ customer_id: customerId, email, score: rounded(predicted.score), chance: rounded(predicted.chance) })
  }
  return members.sort((a, b) => b.chance - a.chance || b.score - a.score || (a.customer_id < b.customer_id ? -1 : 1))
}
