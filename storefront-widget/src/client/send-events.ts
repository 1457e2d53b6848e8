import type { AskOptions, Credentials } from "./ask"
import { inTime } from "./browser"
import type { EventBatch, SendResult } from "./event-queue"
import { fields, objects, text } from "./values"

/** Sends one batch; a failure that a later try may overcome asks for that try. */
export async function sendEvents(
  { sdk, timeBudgetMs }: Pick<AskOptions, "sdk" | "timeBudgetMs">,
  { visitor, events }: EventBatch,
  credentials: Credentials,
): Promise<SendResult> {
  // By the clock of this browser, right or wrong: the shop corrects the times of the events by it.
  const body = { visitor_id: visitor, consent: true, sent_at: new Date().toISOString(), events }
  try {
    // Outlives the page, unlike others; filter lists block what is sent by `sendBeacon`, which says that all is well.
    const request = { method: "POST", body, keepalive: true, ...credentials }
    const answer = await inTime(timeBudgetMs, (signal) =>
      sdk.client.fetch("/store/behavior-events", { ...request, signal }),
    )
    // Dropped permanently, inside of a success: whoever builds the shop should see it.
    const [refused] = objects(fields(answer).rejected)
    if (refused) console.warn(`recommendations: event refused: ${text(refused.message)}`)
    return undefined
  } catch (error) {
    // Of `createSdk` or of the SDK's own FetchError, which keeps no headers; without an answer there is neither.
    const { status = 0, retryAfterSeconds } = Object(error) as { status?: number; retryAfterSeconds?: number | null }
    // A refusal stays a refusal. No answer, too much at once and a failing shop pass.
    if (/^4(?!08|29)/.test(String(status))) return undefined
    return (retryAfterSeconds ?? 0) * 1_000
  }
}
