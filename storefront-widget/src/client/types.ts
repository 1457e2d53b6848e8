import type {
  Recommendation,
  StoreBehaviorEvent,
  StoreRecommendationsQuery,
  StoreRecommendationsResponse,
} from "../../../src/types/store-http"

export type {
  Recommendation,
  RecommendationReason,
  RecommendedProduct,
  StoreBehaviorType,
} from "../../../src/types/store-http"

/** What a list asks for: the query of `GET /store/recommendations` but for the identity, which the client adds. */
export type RecommendationsQuery = Omit<StoreRecommendationsQuery, "visitor_id">

/** One answer of the shop, checked: safe to keep, to send from a server to the browser, and to render. */
export type RecommendationsAnswer = StoreRecommendationsResponse

export type RecommendationItem = Recommendation

type OrUndefined<T> = { [Field in keyof T]: undefined extends T[Field] ? T[Field] | undefined : T[Field] }

/** An event on its way; what is undefined is left out when it is written as JSON. */
export type OutgoingEvent = OrUndefined<StoreBehaviorEvent>

/** What a shopper did, as a page reports it; id, time and session are added. */
export type TrackedBehavior = Omit<OutgoingEvent, "id" | "occurred_at" | "session_id">

/** Options of one request; the subset of `fetch` that is passed on, and a query as an object. */
export interface RequestOptions {
  method?: string
  query?: Record<string, string | number | boolean | undefined>
  body?: Record<string, unknown>
  /** `null` takes a header away. */
  headers?: Record<string, string | null>
  credentials?: RequestCredentials
  signal?: AbortSignal
  keepalive?: boolean
}

/** The part of `@medusajs/js-sdk` that is used; `new Medusa({ baseUrl, publishableKey })` is one. */
export interface MedusaSdk {
  client: { fetch<T>(path: string, options?: RequestOptions): Promise<T> }
  /** Of `createOwnSdk`: the storefront's server knows the visitor, and the browser does not. */
  isOwn?: boolean
}

/** The part of the Web Storage API that is used; its keys are properties, as those of `localStorage` are. */
export type KeyValueStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">
