import { isHidden, listen } from "./browser"
import type { RecommendationsClient } from "./client"
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
  #answeredAt: number
  /** Until the next try after a failure; zero while all is well. */
  #retryMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stops: (() => void)[] = []

  constructor(client: RecommendationsClient, options: ListOptions) {
    this.#client = client
    this.#options = options
    this.#interval = Math.max(1_000, options.refreshInterval ?? DEFAULT_REFRESH_MS)
    this.#key = JSON.stringify(options.query)
    const { initial = null } = options
    const answer = client.answers.get(this.#key) ?? initial
    this.#state = stateOf(answer)
    this.#serverState = initial === answer ? this.#state : stateOf(initial)
    // An answer of an unreadable date counts as old.
    this.#answeredAt = Date.parse(answer?.generated_at ?? "") || 0
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

  /** Asks now. An answer that is overtaken by the answer to a later question is dropped. */
  readonly refresh = (): Promise<void> => {
    clearTimeout(this.#timer)
    return (this.#flight = this.#ask(++this.#asked))
  }

  async #ask(turn: number): Promise<void> {
    try {
      const { answers, ask } = this.#client
      const answer = await ask(this.#options.query)
      if (turn >= this.#shown && this.#listeners.size > 0) {
        this.#shown = turn
        this.#retryMs = 0
        this.#answeredAt = Date.now()
        if (answers.size > KEPT_ANSWERS) answers.clear()
        answers.set(this.#key, answer)
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
    if (customer) await this.#flight
    if (!customer || this.#state.answer?.customer_id !== customer) await this.refresh()
  }

  #start(): void {
    this.#stops = [
      this.#client.start(),
      this.#client.onChange(this.#onChange),
      listen(document, "visibilitychange", () => this.#plan()),
    ]
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
    if (!this.#retryMs && this.#options.autoRefresh === false) return
    const due = this.#retryMs || this.#answeredAt + this.#interval - Date.now()
    // A clock that was set back must not put it off for longer than once.
    this.#timer = setTimeout(() => void this.refresh(), Math.min(this.#interval, due))
  }

  #set(state: ListState): void {
    this.#state = state
    for (const listener of [...this.#listeners]) listener()
  }
}
