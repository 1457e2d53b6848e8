import type { RecommendationItem, RecommendationsAnswer } from "./types"
import { fields, objects, text } from "./values"

/**
 * Checks what came over the wire, so that a proxy's error page or an older
 * plugin cannot break a shop's page: what is no product is left out.
 *
 * @returns null where it is no answer at all
 */
export function readAnswer(value: unknown): RecommendationsAnswer | null {
  const { recommendations, recommendation_id } = fields(value)
  if (!Array.isArray(recommendations)) return null
  const byId = new Map<string, RecommendationItem>()
  for (const item of objects(recommendations)) {
    const product = fields(item.product)
    const id = text(product.id)
    const shown = {
      ...product,
      id,
      title: text(product.title),
      handle: text(product.handle) || null,
      thumbnail: text(product.thumbnail) || null,
    }
    const reasons = objects(item.reasons).map((reason) => ({ ...reason, text: text(reason.text) }))
    const checked = { ...item, confidence: Number(item.confidence) || 0, reasons, product: shown }
    if (id) byId.set(id, checked as unknown as RecommendationItem)
  }
  // The rest is only handed on, never read by the widget.
  const rest = value as RecommendationsAnswer
  return { ...rest, recommendation_id: text(recommendation_id), recommendations: [...byId.values()] }
}
