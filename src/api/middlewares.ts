import { defineMiddlewares } from "@medusajs/framework/http"
import { categoryLinkMiddlewares } from "./admin/recommendations/category-links"
import { importFileMiddlewares } from "./admin/recommendations/import/file/middlewares"
import { adminRecommendationPolicies } from "./admin/recommendations/policies"
import { adminCrossSiteMiddlewares } from "./admin/recommendations/refuse-cross-site"
import { behaviorBeaconMiddlewares } from "./behavior-beacon/middlewares"
import { recommendationMailMiddlewares } from "./recommendation-mail/middlewares"
import { behaviorEventsMiddlewares } from "./store/behavior-events/middlewares"
import { recommendedProductsMiddlewares } from "./store/recommendations/products/middlewares"
import { storeRecommendationMiddlewares } from "./store/recommendations/middlewares"
import { storeSearchMiddlewares } from "./store/search/middlewares"

/** Each area's middlewares, in one list. */
export default defineMiddlewares([
  ...storeRecommendationMiddlewares,
  ...recommendedProductsMiddlewares,
  ...storeSearchMiddlewares,
  ...behaviorEventsMiddlewares,
  ...behaviorBeaconMiddlewares,
  ...recommendationMailMiddlewares,
  ...adminRecommendationPolicies,
  ...importFileMiddlewares,
  ...adminCrossSiteMiddlewares,
  ...categoryLinkMiddlewares,
])
