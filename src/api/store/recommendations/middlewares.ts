import { authenticate } from "@medusajs/framework/http"
import type { MiddlewareRoute } from "@medusajs/framework/http"
import { speakTranslations } from "../../utils/translated-texts"
import { admit } from "./admit"

const optionalCustomer = authenticate("customer", ["session", "bearer"], { allowUnauthenticated: true })

/** Guests may ask too; the body of a page's panels is small. */
export const storeRecommendationMiddlewares: MiddlewareRoute[] = [
  { methods: ["GET", "POST"], matcher: "/store/recommendations*", middlewares: [speakTranslations] },
  { methods: ["GET"], matcher: "/store/recommendations", middlewares: [admit, optionalCustomer] },
  {
    methods: ["POST"],
    matcher: "/store/recommendations/panels",
    bodyParser: { sizeLimit: "32kb" },
    middlewares: [admit, optionalCustomer],
  },
  {
    methods: ["POST"],
    matcher: "/store/recommendations/rank",
    // A thousand ids of the longest, or as many cards of a line or two.
    bodyParser: { sizeLimit: "256kb" },
    middlewares: [admit, optionalCustomer],
  },
  {
    methods: ["POST"],
    matcher: "/store/recommendations/gift/next",
    bodyParser: { sizeLimit: "16kb" },
    middlewares: [admit, optionalCustomer],
  },
  {
    methods: ["POST"],
    matcher: "/store/recommendations/mcp",
    bodyParser: { sizeLimit: "16kb" },
    middlewares: [admit, optionalCustomer],
  },
  { methods: ["GET"], matcher: "/store/recommendations/bundle", middlewares: [admit, optionalCustomer] },
  {
    methods: ["POST"],
    matcher: "/store/recommendations/bundle",
    bodyParser: { sizeLimit: "4kb" },
    middlewares: [admit, optionalCustomer],
  },
  { methods: ["GET", "DELETE"], matcher: "/store/recommendations/me", middlewares: [optionalCustomer] },
  {
    methods: ["POST"],
    matcher: "/store/recommendations/me",
    bodyParser: { sizeLimit: "4kb" },
    middlewares: [optionalCustomer],
  },
  {
    methods: ["POST"],
    matcher: "/store/recommendations/predict",
    bodyParser: { sizeLimit: "4kb" },
    middlewares: [admit, optionalCustomer],
  },
]
