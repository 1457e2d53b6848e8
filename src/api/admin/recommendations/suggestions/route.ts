import type { MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import { counting } from "../../../utils/counting"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import type { SuggestionsResponse } from "../../../../types/http"

const DAYS = 90
const DAY_MS = 86_400_000

const products = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    metadata: z.looseObject({ recommendations: z.unknown() }).nullish(),
  }),
)

/**
 * Products that the shop may want to keep out of lists by `recommendations: false`: what lies in more than a third of the
 * baskets of 90 days, and what costs nothing. What says yes or no already is not asked about.
 */
export const GET = counting(async (req, res: MedusaResponse<SuggestionsResponse>, wait) => {
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const to = new Date()
  const [common, free] = await Promise.all([
    service.insights.commonProducts({ from: new Date(to.getTime() - DAYS * DAY_MS), to }, wait),
    service.serving.freeProducts(),
  ])
  const found = [
    ...common.map(({ productId, share }) => ({ id: productId, kind: "most_baskets" as const, share })),
    ...free.map((id) => ({ id, kind: "free" as const, share: null })),
  ]
  const { data } = await req.scope.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "product",
    fields: ["id", "title", "metadata"],
    filters: { id: found.map(({ id }) => id), status: "published", is_giftcard: false },
  })
  const undecided = new Map(
    products
      .parse(data)
      .filter(({ metadata }) => metadata?.recommendations === undefined)
      .map(({ id, title }) => [id, title]),
  )
  res.json({
    suggestions: found.flatMap(({ id, kind, share }) => {
      const title = undecided.get(id)
      // A product is named once, by the first thing that speaks against it.
      return title !== undefined && undecided.delete(id) ? [{ product_id: id, title, kind, share }] : []
    }),
  })
})
