import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import type { PreviewedList, RecommendationModuleService } from "../../modules/recommendation"
import { adminPage } from "./admin-page"
import type { AdminPageInput } from "./admin-page"
import { buildQuestion } from "./build-question"
import type { ListInput } from "./build-question"
import { describePreview } from "./describe-preview"
import { productTitles } from "./product-titles"
import { shopPorts } from "./shop-ports"

/** Events of the shopper that the trace shows, the latest ones. */
const RECENT = 20
const CATEGORIES = 5

/**
 * A shopper as the ranker sees them: what they did, what it makes of that, the list,
 * and what the last event changed.
 *
 * @throws MedusaError of kind NOT_FOUND (404) for a customer that does not exist
 */
export async function traceShopper(
  container: MedusaContainer,
  service: RecommendationModuleService,
  input: AdminPageInput & ListInput & { customerId: string },
): Promise<Record<string, unknown>> {
  const page = await adminPage(container, service, input)
  const question = buildQuestion(page, input)
  const trace = await service.serving.trace(question, shopPorts(container))
  if (!trace) throw new MedusaError(MedusaError.Types.NOT_FOUND, `Customer with id: ${input.customerId} was not found`)
  const { preview, before } = trace
  const { prepared } = preview
  const recent = prepared.profile.events.slice(-RECENT).reverse()
  const titles = await productTitles(container, [...before, ...recent.map((event) => event.productId)])
  const categories = await categoryNames(service, preview)
  return {
    customer: { id: input.customerId, name: prepared.facts.name, consent: prepared.facts.consent },
    profile: {
      orders: prepared.history.orders,
      events: prepared.profile.events.length,
      is_new: preview.list.is_new_user,
      segment: prepared.profile.segment ?? { age: null, gender: null, country: null },
      top_categories: categories,
      recent: recent.map((event) => ({
        type: event.type,
        product_id: event.productId,
        title: titles.get(event.productId) ?? null,
        at: new Date(event.at).toISOString(),
      })),
    },
    list: await describePreview(container, preview),
    before_last_event: before.map((id) => ({ product_id: id, title: titles.get(id) ?? id })),
  }
}

/** Share of the shopper's events in each category, the largest first. */
async function categoryNames(
  service: RecommendationModuleService,
  { prepared }: PreviewedList,
): Promise<{ category: string; weight: number }[]> {
  const counts = new Map<string, number>()
  for (const { productId } of prepared.profile.events) {
    const category = prepared.catalog.get(productId)?.category
    if (category) counts.set(category, (counts.get(category) ?? 0) + 1)
  }
  const top = [...counts].sort(([, a], [, b]) => b - a).slice(0, CATEGORIES)
  const names = await service.serving.categoryNames(top.map(([id]) => id))
  const all = prepared.profile.events.length
  return top.map(([id, count]) => ({ category: names.get(id) ?? id, weight: count / all }))
}
