import { isHidden, listen } from "./browser"
import type { RecommendationsClient } from "./client"
import { afterPress, watchPresses } from "./press"
import type { RecommendationsAnswer, RecommendationsQuery } from "./types"

export interface ListOptions {
  query: RecommendationsQuery
  /** An answer made on the server: shown from the first frame, asked for again only when it is old. */
  initial?: RecommendationsAnswer | null | undefined
  /** Ask again from time to time. @defaultValue true */
  autoRefresh?: boolean | undefined
  /** Milliseconds between two answers. @defaultValue 300000 */
  refreshInterval?: number | undefined
}

/** `loading`: nothing to show yet. `failed`: nothing to show, and the shop does not answer. */
export interface ListState {
  readonly status: "loading" | "ready" | "failed"
  readonly answer: RecommendationsAnswer | null
}

const stateOf = (answer: RecommendationsAnswer | null): ListState => ({ status: answer ? "ready" : "loading", answer })

export const DEFAULT_REFRESH_MS = 300_000
const FIRST_RETRY_MS = 5_000
/** Changes come in swarms: one question answers them all. */
const SWARM_MS = 60
const KEPT_ANSWERS = 30

/** One list of recommendations that keeps itself true: an external store, as `useSyncExternalStore` wants it. */
export class RecommendationsList {
  readonly #client: RecommendationsClient
  readonly #options: ListOptions
  readonly #key: string
  readonly #interval: number
  readonly #listeners = new Set<() => void>()
  readonly #serverState: ListState
  #state: ListState
  /** The latest question, while it is open. */
  #flight: Promise<void> | undefined
  #asked = 0
  #shown = 0
  #answeredAt = 0
  /** Until the next try after a failure; zero while all is well. */
  #retryMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stops: (() => void)[] = []

  constructor(client: RecommendationsClient, options: ListOptions) {
    this.#client = client
    this.#options = options
    this.#interval = Math.max(1_000, options.refreshInterval ?? DEFAULT_REFRESH_MS)
    const { initial = null, query } = options
    // The same list for another cart is shown until the new one is there.
    this.#key = JSON.stringify({ ...query, cart_id: undefined })
    const known = client.answers.get(this.#key)
    const kept = known && initial && initial.generated_at > known.answer.generated_at ? undefined : known
    const answer = kept?.answer ?? initial
    this.#state = stateOf(answer)
    this.#serverState = initial === answer ? this.#state : stateOf(initial)
    // An answer of an unreadable date counts as old.
    if (!kept) this.#answeredAt = Date.parse(answer?.generated_at ?? "") || 0
    else if (kept.cartId === query.cart_id) this.#answeredAt = kept.at
  }

  readonly getState = (): ListState => this.#state

  /** What the server has rendered, which hydration must find again whatever the browser already knows. */
  readonly getServerState = (): ListState => this.#serverState

  /** The first subscriber starts the list, the last one stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#start()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#end()
    }
  }

  /** A newer answer of the server: of a page that was rendered again by a server action or a soft navigation. */
  readonly offer = (answer: RecommendationsAnswer | null | undefined): void => {
    if (!answer || answer.generated_at <= (this.#state.answer?.generated_at ?? "")) return
    this.#answeredAt = Date.now()
    this.#set(stateOf(answer))
  }

  /** Asks now. An answer that is overtaken by the answer to a later question is dropped. */
  readonly refresh = (): Promise<void> => {
    clearTimeout(this.#timer)
    return (this.#flight = this.#ask(++this.#asked))
  }

  async #ask(turn: number): Promise<void> {
    const { answers, ask, sending } = this.#client
    try {
      // What is shown may stand a moment longer: the next answer should know of what was just looked at.
      if (sending && this.#state.answer) await sending
      const answer = await ask(this.#options.query)
      await afterPress()
      if (turn >= this.#shown && this.#listeners.size > 0) {
        this.#shown = turn
        this.#retryMs = 0
        this.#answeredAt = Date.now()
        if (answers.size > KEPT_ANSWERS) answers.clear()
        answers.set(this.#key, { answer, at: this.#answeredAt, cartId: this.#options.query.cart_id })
        this.#set(stateOf(answer))
      }
    } catch {
      this.#retryMs = Math.min(this.#interval, this.#retryMs * 2 || FIRST_RETRY_MS)
      // The last list stays; without one the place stays empty, and the page is none the worse.
      if (!this.#state.answer) this.#set({ status: "failed", answer: null })
    }
    if (turn !== this.#asked) return
    this.#flight = undefined
    this.#plan()
  }

  /** A page often learns who is signed in when their token has asked already: such an answer needs no second. */
  readonly #onChange = async (customer?: string): Promise<void> => {
    if (customer) {
      await this.#flight
      if (this.#state.answer?.customer_id === customer) return
      this.#answeredAt = 0
    }
    // Who has just done something does not wait for the pause after a failure.
    this.#retryMs = 0
    this.#plan()
  }

  #start(): void {
    watchPresses()
    this.#stops = [
      this.#client.start(),
      this.#client.onChange(this.#onChange),
      listen(document, "visibilitychange", () => this.#plan()),
    ]
    const { cart_id } = this.#options.query
    if (cart_id) void this.#client.attachCart(cart_id)
    if (this.#state.answer) this.#plan()
    // Mounted twice, as React's StrictMode does, it still asks once.
    else if (!this.#flight) void this.refresh()
  }

  #end(): void {
    clearTimeout(this.#timer)
    for (const stop of this.#stops) stop()
    this.#stops = []
  }

  /** A hidden tab asks for nothing; shown again, it asks at once if its answer has grown old meanwhile. */
  #plan(): void {
    clearTimeout(this.#timer)
    if (this.#listeners.size === 0 || isHidden()) return
    const isStale = this.#answeredAt <= this.#client.staleBefore
    if (!this.#retryMs && !isStale && this.#options.autoRefresh === false) return
    const due = this.#retryMs || (isStale ? SWARM_MS : this.#answeredAt + this.#interval - Date.now())
    // A clock that was set back must not put it off for longer than once.
    this.#timer = setTimeout(() => void this.refresh(), Math.min(this.#interval, due))
  }

  #set(state: ListState): void {
    this.#state = state
    for (const listener of [...this.#listeners]) listener()
  }
}
