import type { MiddlewareRoute } from "@medusajs/framework/http"
import { BEHAVIOR_SIZE_LIMIT } from "../../utils/take-behavior"

export const behaviorEventsMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/behavior-events", methods: ["POST"], bodyParser: { sizeLimit: BEHAVIOR_SIZE_LIMIT } },
]
