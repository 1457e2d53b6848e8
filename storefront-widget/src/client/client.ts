import { ANONYMOUS, askEach } from "./ask"
import type { Ask, AskOptions } from "./ask"
import { attempt, isBrowser, isHidden, isPrerendered, listen, uuid } from "./browser"
import { createCartLink } from "./cart-link"
import type { ClientOptions, KeptAnswer, LineItemMetadata } from "./client-types"
import { EventQueue, QUEUE_LIMIT } from "./event-queue"
import { watchChanges } from "./page-changes"
import { sendEvents } from "./send-events"
import type { TrackedBehavior } from "./types"
import { Visitor } from "./visitor"

/** Behavior after which every list on every tab asks again. */
const CHANGES_TASTE = /cart|wishlist|dismiss/
/** Behavior after which lists that come back ask again. */
const CHANGES_KEPT = /view|click/
/** The shop hears of a cart or an order through its event bus, a moment after the request has been answered. */
const SETTLE_DELAY_MS = 1_200

/** One per page: who the shopper is, the events on their way, and when lists should ask again. */
export class RecommendationsClient {
  readonly visitor: Visitor
  readonly queue: EventQueue
  readonly ask: Ask
  /** How the shop is asked, and for whom. */
  readonly connection: AskOptions
  readonly answers = new Map<string, KeptAnswer>()
  /** Answers that are older than this do not know what the shopper has done since. */
  staleBefore = 0
  /** The latest view or click on its way, for which a list that asks again waits. */
  sending: Promise<void> | undefined
  readonly #link: (cartId: string) => Promise<void>
  readonly #listeners = new Set<(customer?: string) => unknown>()
  /** What was done before the shopper has answered, or on a page that nobody has looked at yet. */
  #held: (() => unknown)[] = []
  #cart = ""
  #users = 0
  #stop: (() => void) | undefined
  #changed: ((looked: boolean) => void) | undefined
  #customer: string | undefined
  /** Whom the shop has answered by the token, where the page does not say who is signed in. */
  #answered: string | undefined

  constructor({ sdk, consent, timeBudgetMs = 3_000, ask = askEach, storage }: ClientOptions) {
    const visitor = new Visitor(consent, sdk.isOwn)
    const shop = { sdk, timeBudgetMs, storage: storage ?? attempt(() => localStorage), visitor }
    this.visitor = visitor
    this.queue = new EventQueue(shop.storage, (batch) =>
      // The token of one customer never goes with the events of another.
      sendEvents(shop, batch, batch.customer && batch.customer === this.#who ? {} : ANONYMOUS),
    )
    this.#link = createCartLink(shop)
    // Without consent not even the token of a signed-in customer goes along.
    const identity = () => ({ visitor_id: visitor.id, credentials: visitor.consent ? {} : ANONYMOUS })
    this.connection = { sdk, timeBudgetMs, identity }
    const asking = ask(this.connection)
    this.ask = async (query) => {
      const answer = await asking(query)
      this.#answered = answer.customer_id ?? undefined
      return answer
    }
    this.#refuse()
  }

  /** Begins to follow the page; what it returns, called once, ends that. May be called by many. */
  start(): () => void {
    if (this.#users++ === 0) this.#stop = this.#follow()
    return () => {
      if (--this.#users === 0) this.#stop?.()
    }
  }

  get consent(): boolean | undefined {
    return this.visitor.consent
  }

  /** Consent given, refused or taken back: without it, ids and waiting events are gone at once. */
  set consent(consent: boolean | undefined) {
    const before = this.consent
    if (consent === before) return
    this.visitor.consent = consent
    this.#refuse()
    this.#release()
    // For who has not answered yet the lists are the same as for who says no.
    if (consent || before) this.#startOver()
  }

  /** The signed-in customer, for noticing a login and a logout; identity itself comes from the token. */
  set customerId(id: string | undefined) {
    const before = this.#customer
    if (id === before) return
    if (before) this.logout()
    this.#customer = id
    if (before || !this.consent) return
    for (const [key, { answer }] of this.answers) if (answer.customer_id !== id) this.answers.delete(key)
    this.#notify(id)
  }

  /** After a logout: the next person at this browser starts as a stranger. */
  readonly logout = (): void => {
    this.#customer = this.#answered = undefined
    this.#held = []
    this.#cart = ""
    this.visitor.forget()
    this.#startOver()
  }

  /**
   * Says on the cart whose visit it is, so that an order of a guest counts for the lists they came from. Lists and
   * providers that know a cart do so by themselves; it follows a late consent, and one that is taken back.
   */
  readonly attachCart = async (cartId = this.#cart): Promise<void> => {
    this.#cart = cartId
    if (cartId) await this.#link(cartId)
  }

  /**
   * Reports what the shopper did. Carts, wishes and dismissals change every list at once, a view or a click those that
   * come back; impressions are batched.
   *
   * @returns the event's id, undefined without consent
   */
  readonly track = (behavior: TrackedBehavior, id = uuid()): string | undefined => {
    const { type } = behavior
    const report = (): string | undefined => {
      const { id: visitor, session: session_id } = this.visitor
      const event = { ...behavior, id, occurred_at: new Date().toISOString(), session_id }
      if (visitor) this.queue.add({ visitor, customer: this.#who, event })
      return visitor && id
    }
    const isWaiting = this.#isWaiting
    const reported = isWaiting ? undefined : report()
    // Carts need no holding: the shop hears of them from Medusa.
    if (isWaiting && !type.endsWith("cart") && this.#held.length < QUEUE_LIMIT) this.#held.push(report)
    if (CHANGES_TASTE.test(type)) void this.queue.flush().then(this.changed)
    else if (reported && CHANGES_KEPT.test(type) && !this.queue.isPaused) {
      this.sending = this.queue.flush().then(() => {
        this.#outdate(true)
      })
    }
    return reported
  }

  /** Something of this shopper has changed: every list asks again, in other tabs too. */
  readonly changed = (): void => {
    this.#outdate(false)
  }

  /** Calls back whenever lists should ask again; with a customer, unless what they have was made for that customer. */
  onChange(listener: (customer?: string) => unknown): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What a line item's metadata must hold, so that its sale can be attributed to the list it came from. */
  readonly lineItemMetadata = (recommendationId: string | undefined, eventId?: string): LineItemMetadata => {
    const { id, isOwn } = this.visitor
    return { recommendation_id: recommendationId, visitor_id: isOwn ? undefined : id, behavior_event_id: id && eventId }
  }

  #follow(): () => void {
    if (!isBrowser()) return () => undefined
    const { queue } = this
    const changes = watchChanges((looked, here) => {
      this.staleBefore = Date.now()
      if (!looked) this.#notify()
      if (!here) return
      changes.notify(false)
      setTimeout(this.changed, SETTLE_DELAY_MS)
    })
    this.#changed = changes.notify
    const leave = () => isHidden() && void queue.flush(true)
    const stops = [
      changes.stop,
      listen(document, "visibilitychange", leave),
      listen(window, "pagehide", leave),
      // Out of the back/forward cache comes a page as it was left, whatever has happened since.
      listen(window, "pageshow", (event) => "persisted" in event && event.persisted && this.changed()),
      listen(document, "prerenderingchange", this.#release),
      listen(window, "online", () => void queue.flush().then(this.changed)),
    ]
    this.#release()
    return () => {
      for (const stop of stops) stop()
      void queue.flush()
    }
  }

  /** The shopper has not answered yet, or nobody has looked at this page yet. */
  get #isWaiting(): boolean {
    return this.consent === undefined || isPrerendered()
  }

  readonly #release = (): void => {
    if (this.#isWaiting) return
    const held = this.#held
    this.#held = []
    if (!this.consent) return
    this.queue.adopt()
    void this.attachCart()
    for (const report of held) report()
  }

  /** A refusal also takes back what an earlier yes has left behind. */
  #refuse(): void {
    if (this.consent !== false) return
    this.visitor.forget()
    this.queue.clear()
    void this.attachCart()
  }

  /** Who is signed in, as far as is known. */
  get #who(): string | undefined {
    return this.#customer ?? this.#answered
  }

  /** Answers so far are old, here and in other tabs; who has only looked leaves the lists in sight as they are. */
  #outdate(looked: boolean): void {
    this.staleBefore = Date.now()
    if (!looked) this.#notify()
    this.#changed?.(looked)
  }

  readonly #notify = (customer?: string): void => {
    for (const listener of [...this.#listeners]) listener(customer)
  }

  #startOver(): void {
    this.answers.clear()
    this.staleBefore = Date.now()
    this.#notify()
  }
}
