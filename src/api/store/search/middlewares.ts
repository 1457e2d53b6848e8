import { asValue } from "@medusajs/framework/awilix"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { RECOMMENDATION_MODULE, isMedusaSince } from "../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../modules/recommendation"
import { searchModuleOf, searchThrough } from "../../../workflows/search/personalized-search"
import type { PersonalizedSearchResult, SearchingQuery } from "../../../workflows/search/personalized-search"
import type { SearchQuery } from "../../../workflows/search/windows"
import { parseInput } from "../../utils/parse-input"
import { identify } from "../recommendations/page-of-request"
import { StoreSearchRecommended } from "./validators"

/** First version of Medusa that has `POST /store/search`. */
const SINCE = [2, 21, 1]

/**
 * Has `POST /store/search?order=recommended` answer in the shopper's order: for this request alone, the route finds
 * a `query` whose `search` orders the hits. Medusa checks the body, opens indexes and sets filters as ever.
 */
function orderHits(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  if (isAsked(req, res)) {
    const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
    const search = orderedSearch(req, query)
    const get = (target: SearchingQuery, name: string | symbol): unknown =>
      name === "search" ? search : Reflect.get(target, name)
    req.scope.register(ContainerRegistrationKeys.QUERY, asValue(new Proxy<SearchingQuery>(query, { get })))
    res.set("Cache-Control", "private, no-store")
  }
  next()
}

/** With too many lists under way the search is answered all the same, as the engine has it. */
function isAsked(req: MedusaRequest, res: MedusaResponse): boolean {
  if (req.query.order === undefined || !searchModuleOf(req.scope)) return false
  const { admission } = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE).serving
  if (!admission.enter()) return false
  res.once("close", () => admission.leave())
  return true
}

type Queries = SearchQuery | readonly SearchQuery[]

/** `query.search` for whoever sent the request: by token and key, as for lists. */
function orderedSearch(req: MedusaRequest, query: SearchingQuery) {
  const own = parseInput(StoreSearchRecommended, req.query)
  return async (queries: Queries): Promise<PersonalizedSearchResult | PersonalizedSearchResult[] | undefined> => {
    const { customerId, salesChannelIds, requestLocale, acceptedLanguage } = identify(req)
    const locale = requestLocale ?? own.locale ?? acceptedLanguage
    const shopper = { ...own, locale, customer_id: customerId, sales_channel_ids: salesChannelIds }
    const results = await searchThrough({ container: req.scope, query }, [queries].flat(), shopper)
    return Array.isArray(queries) ? results : results[0]
  }
}

/** None where Medusa has no such route. */
export const storeSearchMiddlewares: MiddlewareRoute[] = isMedusaSince(SINCE)
  ? [{ methods: ["POST"], matcher: "/store/search", middlewares: [orderHits] }]
  : []
