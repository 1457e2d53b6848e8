import { attempt, uuid } from "./browser"
import type { KeyValueStorage, OutgoingEvent } from "./types"
import { objects } from "./values"

/** An event and whom it belongs to: a logout or a login must not hand waiting events to the next person. */
export interface QueuedEvent {
  readonly visitor: string
  /** Who was signed in when it happened, as far as the page knew. */
  readonly customer?: string | undefined
  readonly event: OutgoingEvent
}

/** Events of one visitor, and of one customer or none. */
export interface EventBatch {
  readonly visitor: string
  readonly customer: string | undefined
  readonly events: OutgoingEvent[]
}

/** What became of a batch: undefined when taken or refused permanently, else the pause that the shop asks for (0: none). */
export type SendResult = number | undefined

/** Most events that wait; past it impressions go first, then the oldest. */
export const QUEUE_LIMIT = 100
const PREFIX = "svm.queue."
const BATCH_DELAY_MS = 1_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 300_000

/**
 * Events on their way to the shop. Memory is the truth of a tab; a copy in
 * local storage, under a key of the tab's own, outlives a reload, and the next
 * page adopts it. An event may so be sent twice: its id lets the shop store it once.
 */
export class EventQueue {
  readonly #key = PREFIX + uuid()
  readonly #waiting = new Map<string, QueuedEvent>()
  /** Ids that were taken in this page's life: the same event given twice is sent once. */
  readonly #known = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #flight = Promise.resolve()
  #failures = 0
  /** The shop could not take events a moment ago: only what matters tries again before the pause is over. */
  isPaused = false

  constructor(
    private readonly storage: KeyValueStorage | undefined,
    private readonly send: (batch: EventBatch) => Promise<SendResult>,
  ) {}

  get size(): number {
    return this.#waiting.size
  }

  add(queued: QueuedEvent): void {
    const { id } = queued.event
    if (this.#known.has(id)) return
    this.#known.add(id)
    this.#waiting.set(id, queued)
    if (this.size > QUEUE_LIMIT) {
      const all = [...this.#waiting.values()]
      const leastWorth = all.find(({ event }) => event.type === "impression") ?? all[0]
      this.#waiting.delete(leastWorth.event.id)
    }
    this.#save()
    // A new event never shortens the pause after a failure.
    if (!this.#timer) this.#wake(BATCH_DELAY_MS)
  }

  /** Takes over what earlier pages could not send. */
  adopt(): void {
    for (const queued of this.#takeStored()) this.add(queued)
  }

  /** Sends what waits; resolves when it was tried. While leaving, what is on its way already goes once more. */
  flush(leaving = false): Promise<void> {
    if (leaving) return this.#deliver()
    // One after the other: events that were added during a flight are not on it.
    return (this.#flight = this.#flight.then(() => this.#deliver()))
  }

  /** Drops everything, here and in storage: consent was taken back. */
  clear(): void {
    this.#waiting.clear()
    this.#takeStored()
    this.#save()
  }

  async #deliver(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const all = new Set(this.#waiting.values()); all.size > 0;) {
      const [{ visitor, customer }] = all
      const batch = [...all].filter((queued) => queued.visitor === visitor && queued.customer === customer)
      const pause = await this.send({ visitor, customer, events: batch.map(({ event }) => event) })
      this.isPaused = pause !== undefined
      if (pause !== undefined) {
        this.#wake(pause || this.#pause())
        return
      }
      this.#failures = 0
      for (const queued of batch) {
        all.delete(queued)
        this.#waiting.delete(queued.event.id)
      }
      this.#save()
    }
  }

  /** Doubles with each failure, less up to a half, so that a crowd of tabs does not come back as one. */
  #pause(): number {
    const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++)
    return full * (1 - Math.random() / 2)
  }

  #wake(delay: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), delay)
  }

  /** Takes what other pages have left in storage; a page that still lives has its own copy in memory. */
  #takeStored(): QueuedEvent[] {
    const { storage } = this
    const found: QueuedEvent[] = []
    attempt(() => {
      for (const key in storage) {
        if (!key.startsWith(PREFIX) || key === this.#key) continue
        found.push(...parse(storage.getItem(key)))
        storage.removeItem(key)
      }
    })
    return found
  }

  #save(): void {
    const { storage } = this
    // In a full or forbidden store nothing is kept: the events still wait in memory.
    attempt(() => {
      if (this.size === 0) storage?.removeItem(this.#key)
      else storage?.setItem(this.#key, JSON.stringify([...this.#waiting.values()]))
    })
  }
}

/** What another page has written; anything else under that name is passed over. */
const parse = (json: string | null): QueuedEvent[] =>
  attempt(() =>
    (objects(JSON.parse(json ?? "")) as Partial<QueuedEvent>[] as QueuedEvent[]).filter(
      ({ visitor, event }) => visitor && event?.id,
    ),
  ) ?? []
