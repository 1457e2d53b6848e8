import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../modules/recommendation"

const ids = z.array(z.string()).catch([])
const linked = z.object({ add: ids, remove: ids })

/** Medusa emits no event when products are put into a category at the category: the lists hear of it here. */
function followCategoryLinks(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  res.on("finish", () => {
    if (res.statusCode >= 300) return
    const { add, remove } = linked.catch({ add: [], remove: [] }).parse(req.body)
    const { serving } = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    serving.changed([...add, ...remove].map((key) => ({ kind: "product", key }))).catch((error: unknown) => {
      const logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER)
      logger.warn(`recommendations: products of a category not read again: ${String(error)}`)
    })
  })
  next()
}

export const categoryLinkMiddlewares: MiddlewareRoute[] = [
  { matcher: "/admin/product-categories/:id/products", methods: ["POST"], middlewares: [followCategoryLinks] },
]
