import type { StoreGiftAnswers, StoreGiftRequest, StoreGiftResponse } from "../../../src/types/gift-http"
import { request } from "./ask"
import type { RecommendationsClient } from "./client"

export type { GiftQuestionKey, StoreGiftQuestion as GiftQuestion } from "../../../src/types/gift-http"
export type GiftAnswers = StoreGiftAnswers
export type GiftAnswer = StoreGiftResponse

/** What the assistant is asked; who asks, the client adds. */
export type GiftQuery = Omit<StoreGiftRequest, "visitor_id">

/**
 * The next best question to a giver, and products that may be given already.
 *
 * @throws what the SDK throws where the shop does not answer
 */
export async function askGift(client: RecommendationsClient, query: GiftQuery): Promise<GiftAnswer> {
  const { visitor_id, credentials } = client.connection.identity()
  const body = { ...query, visitor_id }
  return (await request("/gift/next", { method: "POST", body, ...credentials }, client.connection)) as GiftAnswer
}
