import { readAnswer } from "./read-answer"
import type { MedusaSdk, RecommendationsAnswer, RecommendationsQuery, RequestOptions } from "./types"

/** What a question says of who asks. */
export interface Identity {
  visitor_id?: string | undefined
  headers: Record<string, string | null>
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
  sdk.client.fetch(`/store/recommendations${path}`, { ...options, signal: AbortSignal.timeout(timeBudgetMs) })

/** One request for each list. */
export const askEach =
  (options: AskOptions): Ask =>
  async (query) => {
    const { headers, ...who } = options.identity()
    const answer = readAnswer(await request("", { query: { ...query, ...who }, headers }, options))
    if (!answer) throw new Error("no answer")
    return answer
  }
