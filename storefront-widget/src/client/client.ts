import { askEach } from "./ask"
import type { Ask, AskOptions } from "./ask"
import { isBrowser, isHidden, listen, uuid } from "./browser"
import { EventQueue } from "./event-queue"
import { watchChanges } from "./page-changes"
import { sendEvents } from "./send-events"
import type { KeyValueStorage, MedusaSdk, RecommendationsAnswer, TrackedBehavior } from "./types"
import { Visitor } from "./visitor"

export interface ClientOptions {
  /** `new Medusa({ … })` of `@medusajs/js-sdk`, or `createSdk({ … })`. */
  sdk: MedusaSdk
  /** Whether the shopper allows to be recognized. @defaultValue false */
  consent?: boolean
  /** Where `navigator.sendBeacon` may post at page hide, `beaconUrlOf(…)`; without it a `fetch` with `keepalive` goes. */
  beaconUrl?: string | undefined
  /** Longest wait for an answer, in milliseconds. @defaultValue 3000 */
  timeBudgetMs?: number | undefined
  /** `askTogether` fetches the lists of a page in one request that shows no product twice. */
  ask?: ((options: AskOptions) => Ask) | undefined
  /** Where waiting events outlive a reload. @defaultValue localStorage */
  storage?: KeyValueStorage | undefined
}

/** Undefined fields are left out when it is written as JSON. */
export type LineItemMetadata = Record<"recommendation_id" | "visitor_id" | "behavior_event_id", string | undefined>

/** Behavior after which every list on every tab asks again. */
const CHANGES_TASTE = /cart|wishlist|dismiss/
const REFRESH_DELAY_MS = 60
/** The shop hears of a cart or an order through its event bus, a moment after the request has been answered. */
const SETTLE_DELAY_MS = 1_200

/** One per page: who the shopper is, the events on their way, and when lists should ask again. */
export class RecommendationsClient {
  readonly visitor: Visitor
  readonly queue: EventQueue
  readonly ask: Ask
  /** The latest answers of this page's life, for what is shown again. */
  readonly answers = new Map<string, RecommendationsAnswer>()
  readonly #listeners = new Set<(customer?: string) => unknown>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #users = 0
  #stop: (() => void) | undefined
  #tell: (() => void) | undefined
  #customer: string | undefined

  constructor({ sdk, consent = false, beaconUrl, timeBudgetMs = 3_000, ask = askEach, storage }: ClientOptions) {
    const visitor = new Visitor(consent)
    this.visitor = visitor
    this.queue = new EventQueue({
      storage: storage ?? localStore(),
      send: (batch) => sendEvents({ sdk, beaconUrl }, batch),
    })
    this.ask = ask({
      sdk,
      timeBudgetMs,
      // Without consent not even the token of a signed-in customer goes along.
      identity: () => ({ visitor_id: visitor.id, headers: visitor.consent ? {} : { authorization: null } }),
    })
  }

  /** Begins to follow the page; what it returns, called once, ends that. May be called by many. */
  start(): () => void {
    if (this.#users++ === 0) this.#stop = this.#follow()
    return () => {
      if (--this.#users === 0) this.#stop?.()
    }
  }

  get consent(): boolean {
    return this.visitor.consent
  }

  /** Consent given or taken back: when taken, ids and waiting events are gone at once. */
  set consent(consent: boolean) {
    if (consent === this.consent) return
    this.visitor.consent = consent
    if (!consent) {
      this.visitor.forget()
      this.queue.clear()
    }
    this.#startOver()
  }

  /** The signed-in customer, for noticing a login and a logout; identity itself comes from the token. */
  set customerId(id: string | undefined) {
    const before = this.#customer
    if (id === before) return
    this.#customer = id
    if (before) {
      this.visitor.forget()
      this.#startOver()
    } else if (this.consent) {
      for (const [key, { customer_id }] of this.answers) if (customer_id !== id) this.answers.delete(key)
      this.#notify(id)
    }
  }

  /** After a logout: the next person at this browser starts as a stranger. */
  readonly logout = (): void => {
    this.#customer = undefined
    this.visitor.forget()
    this.#startOver()
  }

  /**
   * Reports what the shopper did. Carts, wishes and dismissals go at once and
   * change every list; the rest is batched.
   *
   * @returns the event's id, undefined without consent
   */
  readonly track = (behavior: TrackedBehavior, id = uuid()): string | undefined => {
    const { id: visitor, session: session_id } = this.visitor
    const event = { ...behavior, id, occurred_at: new Date().toISOString(), session_id }
    if (visitor) this.queue.add({ visitor, event })
    if (CHANGES_TASTE.test(behavior.type)) void this.queue.flush().then(this.changed)
    return visitor && id
  }

  /** Something of this shopper has changed: every list asks again, in other tabs too. */
  readonly changed = (): void => {
    this.#refresh()
    this.#tell?.()
  }

  /** Calls back whenever lists should ask again; with a customer, unless what they have was made for that customer. */
  onChange(listener: (customer?: string) => unknown): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What a line item's metadata must hold, so that its sale can be attributed to the list it came from. */
  readonly lineItemMetadata = (recommendationId: string | undefined, eventId?: string): LineItemMetadata => {
    const { id } = this.visitor
    return { recommendation_id: recommendationId, visitor_id: id, behavior_event_id: id && eventId }
  }

  #follow(): () => void {
    // Servers, and tests of a shop in a page that observes nothing.
    if (!isBrowser() || typeof PerformanceObserver !== "function") return () => undefined
    const { queue } = this
    const changes = watchChanges((fromOtherTab) => {
      this.#refresh()
      if (fromOtherTab) return
      setTimeout(this.#notify, SETTLE_DELAY_MS)
      changes.tell()
    })
    this.#tell = changes.tell
    const leave = () => isHidden() && void queue.flush(true)
    const stops = [
      changes.stop,
      listen(document, "visibilitychange", leave),
      listen(window, "pagehide", leave),
      listen(window, "online", () => {
        void queue.flush()
        this.#refresh()
      }),
    ]
    if (this.consent) queue.adopt()
    return () => {
      for (const stop of stops) stop()
      void queue.flush()
    }
  }

  readonly #notify = (customer?: string): void => {
    for (const listener of [...this.#listeners]) listener(customer)
  }

  #refresh(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#notify, REFRESH_DELAY_MS)
  }

  #startOver(): void {
    this.answers.clear()
    this.#refresh()
  }
}

/** Undefined on servers, in some private windows, and where the shopper forbids it. */
function localStore(): KeyValueStorage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
