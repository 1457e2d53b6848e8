import type { EraseMeResponse, StoreConsentResponse, StoreMeResponse } from "../../../src/types/http"
import { request } from "./ask"
import type { RecommendationsClient } from "./client"
import type { RequestOptions } from "./types"

/** All that the shop keeps of whoever asks. */
export type MyKeptData = StoreMeResponse

/** Whoever asks for their own data is known by the token of the SDK, whatever they said of personal lists. */
const ask = (client: RecommendationsClient, options: RequestOptions): Promise<unknown> =>
  request("/me", options, client.connection)

const visitorOf = ({ connection }: RecommendationsClient): { visitor_id: string | undefined } => ({
  visitor_id: connection.identity().visitor_id,
})

/**
 * What the shop keeps of the signed-in customer, and of the visitor of this browser.
 *
 * @throws what the SDK throws where the shop does not answer, or nobody is known
 */
export async function askMyData(client: RecommendationsClient): Promise<MyKeptData> {
  return (await ask(client, { query: visitorOf(client) })) as MyKeptData
}

/**
 * Deletes it, here and in the shop; the next visit is a stranger's.
 *
 * @returns events that were deleted
 * @throws as {@link askMyData}
 */
export async function forgetMe(client: RecommendationsClient): Promise<number> {
  const { events } = (await ask(client, { method: "DELETE", query: visitorOf(client) })) as EraseMeResponse
  client.logout()
  return events
}

/**
 * A signed-in customer's answer, kept on their account: false is an objection to all personal lists.
 *
 * @throws as {@link askMyData}; 401 where nobody is signed in
 */
export async function answerForMe(client: RecommendationsClient, consent: boolean): Promise<boolean> {
  const answered = (await ask(client, { method: "POST", body: { consent } })) as StoreConsentResponse
  client.changed()
  return answered.consent
}
