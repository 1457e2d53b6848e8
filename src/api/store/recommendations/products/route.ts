import type { MedusaResponse } from "@medusajs/framework/http"
import type { HttpTypes } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { RequestWithContext } from "@medusajs/medusa/api/store/products/helpers"
import { GET as listProducts } from "@medusajs/medusa/api/store/products/route"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import { buildPage, buildQuestion } from "../../../utils/build-question"
import { parseInput } from "../../../utils/parse-input"
import { unlessBusy } from "../service-unavailable"
import { identify } from "../page-of-request"
import { CURSOR_PRODUCTS, ShownProducts } from "./cursor"
import { AskedWhere } from "./validators"

type ProductsRequest = RequestWithContext<HttpTypes.StoreProductListParams>

const ownSchema = z.object({
  cursor: z.instanceof(ShownProducts).default(ShownProducts.none),
  visitor_id: z.string().optional(),
  locale: z.string().optional(),
  placement: z.string().optional(),
  blend: z.number().optional(),
})
const orderSchema = z.object({
  ranking: z.array(z.object({ id: z.string() })),
  recommendation_id: z.string(),
  blend: z.number(),
})
const listed = z.looseObject({ products: z.array(z.looseObject({ id: z.string() })) })
const found = z.array(z.object({ id: z.string() }))

/** What Medusa's own list of products gives for the same filters and fields, in the order of whoever asks, page by page. */
export async function GET(req: ProductsRequest, res: MedusaResponse): Promise<void> {
  await unlessBusy(req, res, async () => {
    const own = ownSchema.parse(res.locals.recommended)
    const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
    const { take: limit = CURSOR_PRODUCTS, order } = req.queryConfig.pagination
    const { data, metadata } = await query.graph({
      entity: "product",
      fields: ["id"],
      filters: req.filterableFields,
      pagination: { skip: 0, take: CURSOR_PRODUCTS, ...(order ? { order } : {}) },
    })
    const ids = found.parse(data).map(({ id }) => id)
    const list = await orderOf(req, res, ids)
    const open = list.ranking.map(({ id }) => id).filter((id) => !own.cursor.has(id))
    const page = open.slice(0, limit)
    const places = new Map(page.map((id, at) => [id, at]))
    const send = res.json.bind(res)
    res.json = (body: unknown) => {
      const products = listed.parse(body).products.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
      const next = open.length > page.length ? own.cursor.and(page) : null
      const { recommendation_id, blend } = list
      return send({
        products,
        count: metadata?.count ?? ids.length,
        limit,
        next_cursor: next,
        recommendation_id,
        blend,
      })
    }
    req.filterableFields = { ...req.filterableFields, id: page }
    req.queryConfig.pagination = { ...req.queryConfig.pagination, skip: 0, take: Math.max(1, page.length) }
    res.set("Cache-Control", "private, no-store")
    await listProducts(req, res)
  })
}

/** The matching products in the shopper's order; none where none match. */
async function orderOf(
  req: ProductsRequest,
  res: MedusaResponse,
  ids: readonly string[],
): Promise<z.output<typeof orderSchema>> {
  const { visitor_id, locale, placement, blend } = ownSchema.parse(res.locals.recommended)
  const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const where = parseInput(AskedWhere, res.locals.asked)
  const { region_id, cart_id, country_code } = where
  const page = await buildPage(service, { ...identify(req), region_id, cart_id, country_code, visitor_id, locale })
  const order = await service.serving.order(buildQuestion(page, { placement }), {
    ...{ ids, blend: blend ?? null, reasonsOf: 0 },
  })
  return orderSchema.parse(JSON.parse(order.toString()))
}
