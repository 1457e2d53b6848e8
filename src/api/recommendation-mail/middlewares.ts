import type { MiddlewareRoute } from "@medusajs/framework/http"
import { admit } from "../store/recommendations/admit"

/** Mail clients have no key and no token of a customer: the signed address is all. */
export const recommendationMailMiddlewares: MiddlewareRoute[] = [
  { methods: ["GET"], matcher: "/recommendation-mail", middlewares: [admit] },
]
