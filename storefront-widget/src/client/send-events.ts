import type { EventBatch, SendResult } from "./event-queue"
import type { MedusaSdk } from "./types"

const AFTER_BEACON_MS = 300_000

export interface SendOptions {
  readonly sdk: MedusaSdk
  readonly beaconUrl: string | undefined
}

/** Sends one batch; a failure that a later try may mend asks for that try. */
export async function sendEvents({ sdk, beaconUrl }: SendOptions, batch: EventBatch): Promise<SendResult> {
  const { visitor, events, leaving } = batch
  const body = { visitor_id: visitor, consent: true, events }
  if (leaving && beaconUrl) {
    // Plain text, because a preflight would outlive the page. A beacon tells no outcome, so the events stay queued
    // for the next page, or this one much later; the shop knows them again by their ids.
    const blob = new Blob([JSON.stringify(body)], { type: "text/plain" })
    if (navigator.sendBeacon(beaconUrl, blob)) return AFTER_BEACON_MS
  }
  try {
    await sdk.client.fetch("/store/behavior-events", { method: "POST", body, keepalive: leaving })
    return undefined
  } catch (error) {
    // Of `createSdk` or of the SDK's own FetchError, which keeps no headers; without an answer there is neither.
    const { status = 0, retryAfterSeconds } = Object(error) as { status?: number; retryAfterSeconds?: number | null }
    // A refusal stays a refusal. No answer, too much at once and a failing shop pass.
    if (/^4(?!08|29)/.test(String(status))) return undefined
    return (retryAfterSeconds ?? 0) * 1_000
  }
}
