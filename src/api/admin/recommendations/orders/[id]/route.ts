import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../../modules/recommendation"
import type { OrderAttributionResponse } from "../../../../../types/http"
import { attributionWindowDays } from "../../../../utils/attribution-scope"
import { parseId } from "../../../../utils/parse-input"

const HOUR_MS = 3_600_000

const orders = z.array(
  z.object({
    created_at: z.coerce.date(),
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        product_id: z.string().nullable(),
        product_title: z.string().nullable(),
      }),
    ),
  }),
)

/** Which lines of an order came from recommendations. */
export async function GET(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<OrderAttributionResponse>,
): Promise<void> {
  const id = parseId(req.params.id)
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "created_at", "items.id", "items.product_id", "items.product_title", "items.title"],
    filters: { id },
  })
  const [order] = orders.parse(data)
  if (!order) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no order ${id}.`)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const placed = order.created_at.getTime()
  const credited = await service.insights.order(id, {
    // The purchase carries the order's own time; an hour either way holds it whatever the clocks.
    from: new Date(placed - HOUR_MS),
    to: new Date(placed + HOUR_MS),
    windowDays: await attributionWindowDays(service),
  })
  const byProduct = new Map(credited.map((product) => [product.productId, product]))
  res.json({
    order_id: id,
    lines: order.items.flatMap((line) => {
      if (!line.product_id) return []
      const origin = byProduct.get(line.product_id)
      return [
        {
          line_item_id: line.id,
          product_id: line.product_id,
          title: line.product_title ?? line.title,
          recommended: origin !== undefined,
          strategy: origin?.strategy ?? null,
          placement: origin?.placement ?? null,
        },
      ]
    }),
  })
}
