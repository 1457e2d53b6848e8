import { isbot } from "isbot"
import type { RejectedEvent, StoreBehaviorEventsResponse } from "../../../types/http"
import type { DatabaseClock } from "../database/database-clock"
import { withDeadline } from "../../../training/deadline"
import type { RecommendationSettings } from "../options"
import { answerOfReport, mayIdentify } from "../privacy/consent"
import type { ConsentAnswer } from "../privacy/consent"
import { traced } from "../telemetry"
import type { CaptureCounts } from "./capture-counts"
import type { CatalogCheck, KnownProduct } from "./catalog-check"
import { deviceOf } from "./device"
import type { NewBehaviorEvent } from "./event"
import type { GiftLists } from "./gift-lists"
import { ANCIENT_MS, FUTURE_MS, SKEW_MS, refusedShape, storefrontEvent } from "./storefront-event"
import type { ParsedStorefrontEvent } from "./storefront-event"
import { isTransient } from "./transient"
import type { Visitors } from "../privacy/visitors"
import { CaptureBusyError, DEADLINE_MS, RETRY_SECONDS } from "./write-queue"
import type { Voices } from "./voices"
import type { WriteQueue } from "./write-queue"

/** One request of a storefront, and what the server itself knows of the sender. */
export interface StorefrontReport {
  readonly events: readonly unknown[]
  /** When it was sent by the sender's own clock, where the sender says so. */
  readonly sentAt?: string | null
  readonly visitorId: string | null
  /** From the token alone, never from the body. */
  readonly customerId: string | null
  /** What the storefront says of consent; undefined where it says nothing. */
  readonly consent: boolean | undefined
  /** The browser's own signal against it. */
  readonly privacySignal: boolean
  /** Read for kind of device and bots, and forgotten. */
  readonly userAgent: string | null
  /** Whether the shop's own app sent it: an app without an agent of a browser is no bot. */
  readonly isOwnApp: boolean
  /** Read for the voice of its block, and forgotten. */
  readonly address: string
  /** Channels of the publishable key. */
  readonly salesChannelIds: readonly string[]
}

export interface IntakeParts {
  readonly settings: () => Promise<RecommendationSettings>
  /** A customer's own answer, as it stands. */
  readonly answerOf: (customerId: string | null) => Promise<ConsentAnswer>
  readonly clock: DatabaseClock
  readonly queue: WriteQueue
  readonly catalog: CatalogCheck
  readonly giftLists: GiftLists
  readonly visitors: Visitors
  readonly counts: CaptureCounts
  readonly voices: Voices
}

interface Sender {
  /** Whether anything that identifies may be kept. */
  readonly consent: boolean
  readonly customerId: string | null
  readonly visitorId: string | null
}

interface Refusal {
  readonly index: number
  readonly code: string
  readonly message: string
}

/** Takes what storefronts report: each event is looked at, stored once, and answered for. */
export class StorefrontIntake {
  constructor(private readonly parts: IntakeParts) {}

  /**
   * Answers when everything accepted is committed.
   *
   * @throws CaptureBusyError when it cannot be stored now
   */
  take(report: StorefrontReport): Promise<StoreBehaviorEventsResponse> {
    return traced("recommendations.events", async (span) => {
      const answer = await this.takeInTime(report)
      if (span.isRecording()) {
        span.setAttributes({
          "recommendations.events": report.events.length,
          "recommendations.accepted": answer.accepted,
          "recommendations.duplicate": answer.duplicate,
          "recommendations.rejected": answer.rejected.length,
        })
      }
      return answer
    })
  }

  private async takeInTime(report: StorefrontReport): Promise<StoreBehaviorEventsResponse> {
    const busy = (): CaptureBusyError => new CaptureBusyError("database", RETRY_SECONDS)
    try {
      // Whatever of it the database keeps waiting, a full pool too: the storefront is asked to retry.
      return await withDeadline(this.takeAll(report), DEADLINE_MS, busy)
    } catch (error) {
      throw isTransient(error) ? busy() : error
    }
  }

  private async takeAll(report: StorefrontReport): Promise<StoreBehaviorEventsResponse> {
    const now = await this.parts.clock.now()
    const refusals: Refusal[] = []
    const parsed = parseAll(report, now, refusals)
    const products = await this.parts.catalog.find([...parsed.values()].map((event) => event.product_id))
    const sender = await this.identify(report)
    const isBot = report.userAgent ? isbot(report.userAgent) : !report.isOwnApp
    const shopper = sender.customerId ?? sender.visitorId
    // Whoever is nobody has no voice: what leads from one event to another is not kept without consent.
    const voice = shopper === null ? null : await this.parts.voices.of(report.address, shopper)
    const from: Origin = { ...sender, device: deviceOf(report.userAgent), isBot, voice }
    const fresh: { readonly index: number; readonly event: NewBehaviorEvent }[] = []
    for (const [index, event] of parsed) {
      const checked = this.check(event, products.get(event.product_id), report)
      if ("code" in checked) refusals.push({ index, ...checked })
      else fresh.push({ index, event: toEvent(event, from, checked.salesChannelId) })
    }
    const outcomes = await this.parts.queue.add(await this.parts.giftLists.mark(fresh.map(({ event }) => event)))
    for (const { index, event } of fresh)
      if (outcomes.get(event.id) === "erased")
        refusals.push({ index, code: "erased", message: "this shopper's data was erased after it happened" })
    const accepted = new Set([...outcomes].flatMap(([id, outcome]) => (outcome === "stored" ? [id] : [])))
    const events = fresh.map(({ event }) => event).filter(({ id }) => outcomes.get(id) !== "erased")
    this.countOutcome({ report, refusals, sender, fresh: events, accepted, isBot })
    return {
      accepted: accepted.size,
      duplicate: events.length - accepted.size,
      rejected: refusals.sort((a, b) => a.index - b.index) satisfies RejectedEvent[],
    }
  }

  /** Without consent nobody; a visitor id that is another customer's does not go with this one's events. */
  private async identify({ consent: given, privacySignal, customerId, visitorId }: StorefrontReport): Promise<Sender> {
    const customer = await this.parts.answerOf(customerId)
    const answer = answerOfReport({ consent: given, privacySignal, customer })
    const consent = mayIdentify(answer, await this.parts.settings())
    if (!consent) return { consent, customerId: null, visitorId: null }
    if (customerId === null || visitorId === null) return { consent, customerId, visitorId }
    const owner = await this.parts.visitors.link({ visitorId, customerId, isConsented: answer === "yes" })
    return { consent, customerId, visitorId: owner === customerId ? visitorId : null }
  }

  private check(
    event: ParsedStorefrontEvent,
    product: KnownProduct | undefined,
    { salesChannelIds }: StorefrontReport,
  ): { readonly salesChannelId: string } | { readonly code: string; readonly message: string } {
    const salesChannelId = salesChannelIds.find((id) => product?.salesChannelIds.has(id))
    // One answer for what does not exist and what another channel sells: neither reveals the other's catalog.
    if (!product || salesChannelId === undefined)
      return { code: "unknown_product", message: "product_id: no such product in this sales channel" }
    if (event.variant_id !== undefined && !product.variantIds.has(event.variant_id))
      return { code: "unknown_variant", message: "variant_id: the product has no such variant" }
    return { salesChannelId }
  }

  private countOutcome(outcome: {
    readonly report: StorefrontReport
    readonly refusals: readonly Refusal[]
    readonly sender: Sender
    readonly fresh: readonly NewBehaviorEvent[]
    readonly accepted: ReadonlySet<string>
    readonly isBot: boolean
  }): void {
    const { report, refusals, sender, fresh, accepted, isBot } = outcome
    // What came too late for someone who was erased must not write their name down again.
    const isErased = refusals.some(({ code }) => code === "erased")
    const shopper = isErased ? null : (sender.customerId ?? sender.visitorId)
    if (isBot) this.parts.counts.count("bot", accepted.size)
    this.parts.counts.refuse([
      ...refusals.map(({ index, code }) => {
        const shape = refusedShape.safeParse(report.events[index]).data
        const { id = "", type = null, product_id: productId = "" } = shape ?? {}
        return { id, type, productId, shopper, outcome: "rejected" as const, code, occurredAt: null }
      }),
      ...repeated(fresh, accepted).map(({ id, type, productId, occurredAt }) => {
        return { id, type, productId, shopper, outcome: "duplicate" as const, code: null, occurredAt }
      }),
    ])
  }
}

/** Events that are whole and of a believable time, by their place in the request; the others go to `refusals`. */
function parseAll(report: StorefrontReport, now: number, refusals: Refusal[]): Map<number, ParsedStorefrontEvent> {
  const parsed = new Map<number, ParsedStorefrontEvent>()
  const skew = skewOf(report, now)
  for (const [index, raw] of report.events.entries()) {
    const result = storefrontEvent.safeParse(raw)
    if (!result.success) {
      const [issue] = result.error.issues
      const field = issue?.path.join(".") ?? ""
      const message = `${field ? `${field}: ` : ""}${issue?.message ?? "not an event"}`.slice(0, 200)
      refusals.push({ index, code: field === "type" ? "wrong_type" : "invalid", message })
      continue
    }
    const at = Date.parse(result.data.occurred_at) + skew
    if (at > now + FUTURE_MS) refusals.push({ index, code: "future", message: "occurred_at: lies in the future" })
    else if (at < now - ANCIENT_MS)
      refusals.push({ index, code: "too_old", message: "occurred_at: is more than 7 days ago" })
    else parsed.set(index, { ...result.data, occurred_at: new Date(at).toISOString() })
  }
  return parsed
}

/** Milliseconds that a sender's clock is behind: without this, all events of a clock that is days wrong are dropped. */
function skewOf({ sentAt }: StorefrontReport, now: number): number {
  const skew = sentAt ? now - Date.parse(sentAt) : 0
  return Math.abs(skew) > SKEW_MS ? skew : 0
}

/** What all events of a request have in common. */
interface Origin extends Sender {
  readonly device: ReturnType<typeof deviceOf>
  readonly isBot: boolean
  readonly voice: number | null
}

/** A visit and a list lead back to a person: without consent neither is kept. */
function toEvent(event: ParsedStorefrontEvent, from: Origin, salesChannelId: string): NewBehaviorEvent {
  return {
    id: event.id,
    type: event.type,
    productId: event.product_id,
    variantId: event.variant_id ?? null,
    quantity: event.quantity ?? 1,
    occurredAt: new Date(event.occurred_at),
    placement: event.placement ?? null,
    sessionId: from.consent ? (event.session_id ?? null) : null,
    recommendationId: from.consent ? (event.recommendation_id ?? null) : null,
    customerId: from.customerId,
    visitorId: from.visitorId,
    salesChannelId,
    device: from.device,
    isBot: from.isBot,
    voice: from.voice,
    source: "storefront",
  }
}

/** Events that were stored before, or stand further up in the same request. */
function repeated(events: readonly NewBehaviorEvent[], accepted: ReadonlySet<string>): NewBehaviorEvent[] {
  const unseen = new Set(accepted)
  return events.filter((event) => !unseen.delete(event.id))
}
