import type { MiddlewareRoute } from "@medusajs/framework/http"

/** The file is read as it comes in, never held in memory as a whole. */
export const importFileMiddlewares: MiddlewareRoute[] = [
  { matcher: "/admin/recommendations/import/file", methods: ["POST"], bodyParser: false },
]
