import type { MiddlewareRoute } from "@medusajs/framework/http"

/** A beacon carries 64 kB at most, and a hundred whole events are less. */
const SIZE_LIMIT = "64kb"

export const behaviorEventsMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/behavior-events", methods: ["POST"], bodyParser: { sizeLimit: SIZE_LIMIT } },
]
