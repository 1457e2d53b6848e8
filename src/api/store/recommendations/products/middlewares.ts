import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http"
import { storeProductRoutesMiddlewares } from "@medusajs/medusa/api/store/products/middlewares"
import { parseInput } from "../../../utils/parse-input"
import { admit } from "../admit"
import { StoreGetRecommendedProducts } from "./validators"

const CORE = "/store/products"

/** Takes our own parameters out of the query: all others are Medusa's, which checks them as for its own route. */
function takeOwn(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  const names = new Set(Object.keys(StoreGetRecommendedProducts.shape))
  const own = Object.fromEntries(Object.entries(req.query).filter(([name]) => names.has(name)))
  res.locals.recommended = parseInput(StoreGetRecommendedProducts, own)
  res.locals.asked = { ...req.query }
  for (const name of names) Reflect.deleteProperty(req.query, name)
  next()
}

/** What Medusa does before its own list of products: the customer, fields, filters, sales channels, prices and taxes. */
const coreMiddlewares = storeProductRoutesMiddlewares.find(({ matcher }) => matcher === CORE)?.middlewares ?? []

export const recommendedProductsMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/store/recommendations/products",
    middlewares: [admit, takeOwn, ...coreMiddlewares],
  },
]
