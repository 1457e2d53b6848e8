import type { MedusaSdk, RecommendationsAnswer, RequestOptions } from "../../client/types"

/** A question of the page, to be answered by hand and in any order. */
export interface Question {
  readonly query: NonNullable<RequestOptions["query"]>
  readonly headers: RequestOptions["headers"]
  readonly answer: (answer: RecommendationsAnswer) => void
  readonly fail: () => void
}

/** One answer of one product, both of the same name. */
export function anAnswer(id: string, more: Partial<RecommendationsAnswer> = {}): RecommendationsAnswer {
  const product = { id, title: id, handle: id, thumbnail: null }
  return {
    recommendations: [{ product, rank: 1, score: 1, confidence: 1, chance: 0.1, source: "stub", reasons: [] }],
    ...{ recommendation_id: `rec_${id}`, strategy: "for_you", rung: "personal", is_new_user: false },
    ...{ customer_id: null, model_version: 1, filled_from: [], generated_at: new Date().toISOString() },
    ...more,
  }
}

/** A shop that takes every event at once, and leaves the answers to the test. */
export function aShop() {
  const asked: Question[] = []
  const batches: Record<string, unknown>[] = []
  /** Of each batch: undefined where the SDK's token went along, null where it was taken away. */
  const tokens: (string | null | undefined)[] = []
  const carts: { path: string; metadata: unknown }[] = []
  const fetch = (path: string, { query = {}, headers, body = {}, signal }: RequestOptions = {}) => {
    if (path === "/store/behavior-events") {
      batches.push(body)
      tokens.push(headers?.authorization)
      return Promise.resolve({})
    }
    if (path.startsWith("/store/carts/")) {
      carts.push({ path, metadata: body.metadata })
      return Promise.resolve({})
    }
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError("Failed to fetch"))
      signal?.addEventListener("abort", fail)
      asked.push({ query, headers, answer: resolve, fail })
    })
  }
  return { asked, batches, tokens, carts, sdk: { client: { fetch } } as MedusaSdk }
}
