import type { MiddlewareRoute } from "@medusajs/framework/http"
import { BEHAVIOR_SIZE_LIMIT } from "../utils/take-behavior"

export const behaviorBeaconMiddlewares: MiddlewareRoute[] = [
  { matcher: "/behavior-beacon", methods: ["POST"], bodyParser: { sizeLimit: BEHAVIOR_SIZE_LIMIT } },
]
