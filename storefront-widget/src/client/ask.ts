import { inTime } from "./browser"
import { readAnswer } from "./read-answer"
import type { MedusaSdk, RecommendationsAnswer, RecommendationsQuery, RequestOptions } from "./types"

/** What a request says of who is signed in: nothing more than the SDK does, or nothing at all. */
export type Credentials = Pick<RequestOptions, "headers" | "credentials">

/** Neither token nor cookies: the request is nobody's. */
export const ANONYMOUS: Credentials = { headers: { authorization: null }, credentials: "omit" }

/** What a question says of who asks. */
export interface Identity {
  readonly visitor_id: string | undefined
  readonly credentials: Credentials
}

export interface AskOptions {
  readonly sdk: MedusaSdk
  /** Fresh for each request. */
  readonly identity: () => Identity
  readonly timeBudgetMs: number
}

/** Asks for one list; rejects when the shop fails, is too slow, or says what is no answer. */
export type Ask = (query: RecommendationsQuery) => Promise<RecommendationsAnswer>

/** A request that ends in time. */
export const request = (path: string, options: RequestOptions, { sdk, timeBudgetMs }: AskOptions): Promise<unknown> =>
  inTime(timeBudgetMs, (signal) => sdk.client.fetch(`/store/recommendations${path}`, { ...options, signal }))

/** One request for each list. */
export const askEach =
  (options: AskOptions): Ask =>
  async (query) => {
    const { visitor_id, credentials } = options.identity()
    const answer = readAnswer(await request("", { query: { ...query, visitor_id }, ...credentials }, options))
    if (!answer) throw new Error("no answer")
    return answer
  }
