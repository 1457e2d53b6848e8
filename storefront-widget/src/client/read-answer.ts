import type { RecommendationItem, RecommendationsAnswer } from "./types"
import { isObject, objects, text } from "./values"

/**
 * Checks what came over the wire, so that a proxy's error page or an older
 * plugin cannot break a shop's page: what is no product is left out.
 *
 * @returns null where it is no answer at all
 */
export function readAnswer(value: unknown): RecommendationsAnswer | null {
  if (!isObject(value) || !Array.isArray(value.recommendations)) return null
  const byId = new Map<string, RecommendationItem>()
  for (const item of objects(value.recommendations)) {
    const product = isObject(item.product) ? item.product : {}
    const id = text(product.id)
    const { title, handle, thumbnail } = product
    const shown = {
      ...product,
      id,
      title: text(title),
      handle: text(handle) || null,
      thumbnail: text(thumbnail) || null,
    }
    const reasons = objects(item.reasons).map((reason) => ({ ...reason, text: text(reason.text) }))
    const checked = { ...item, confidence: Number(item.confidence) || 0, reasons, product: shown }
    if (id) byId.set(id, checked as unknown as RecommendationItem)
  }
  // The rest is only handed on, never read by the widget.
  const rest = value as unknown as RecommendationsAnswer
  return { ...rest, recommendation_id: text(value.recommendation_id), recommendations: [...byId.values()] }
}
