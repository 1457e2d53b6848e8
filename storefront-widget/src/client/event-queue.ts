import { uuid } from "./browser"
import type { KeyValueStorage, OutgoingEvent } from "./types"
import { objects } from "./values"

/** An event and the visitor it belongs to: a logout must not hand waiting events to the next person. */
export interface QueuedEvent {
  readonly visitor: string
  readonly event: OutgoingEvent
}

/** Events of one visitor. */
export interface EventBatch {
  readonly visitor: string
  readonly events: OutgoingEvent[]
  /** The page is going away: nobody waits for the answer. */
  readonly leaving: boolean
}

/** What became of a batch: undefined when taken or refused for good, else the pause that the shop asks for (0: none). */
export type SendResult = number | undefined

export interface EventQueueOptions {
  readonly send: (batch: EventBatch) => Promise<SendResult>
  readonly storage?: KeyValueStorage | undefined
}

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
  readonly #options: EventQueueOptions
  #timer: ReturnType<typeof setTimeout> | undefined
  #flight = Promise.resolve()
  #failures = 0

  constructor(options: EventQueueOptions) {
    this.#options = options
  }

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

  /** Sends what waits; resolves when it was tried. While leaving, nobody waits for the answer. */
  flush(leaving = false): Promise<void> {
    if (leaving) return this.#deliver(true)
    // One after the other: events that were added during a flight are not on it.
    return (this.#flight = this.#flight.then(() => this.#deliver(false)))
  }

  /** Drops everything, here and in storage: consent was taken back. */
  clear(): void {
    this.#waiting.clear()
    this.#takeStored()
    this.#save()
  }

  async #deliver(leaving: boolean): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const all = [...this.#waiting.values()]
    for (const visitor of new Set(all.map((queued) => queued.visitor))) {
      const events = all.filter((queued) => queued.visitor === visitor).map(({ event }) => event)
      const result = await this.#options.send({ visitor, events, leaving })
      if (result !== undefined) {
        this.#wake(result || this.#pause())
        return
      }
      this.#failures = 0
      for (const { id } of events) this.#waiting.delete(id)
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
    const { storage } = this.#options
    const found: QueuedEvent[] = []
    for (const key in storage) {
      if (!key.startsWith(PREFIX) || key === this.#key) continue
      found.push(...parse(storage.getItem(key)))
      storage.removeItem(key)
    }
    return found
  }

  #save(): void {
    const { storage } = this.#options
    try {
      if (this.size === 0) storage?.removeItem(this.#key)
      else storage?.setItem(this.#key, JSON.stringify([...this.#waiting.values()]))
    } catch {
      // A full or forbidden store: the events still wait in memory.
    }
  }
}

/** What another page has written; anything else under that name is passed over. */
function parse(json: string | null): QueuedEvent[] {
  try {
    return (objects(JSON.parse(json ?? "")) as Partial<QueuedEvent>[] as QueuedEvent[]).filter(
      ({ visitor, event }) => visitor && event?.id,
    )
  } catch {
    return []
  }
}
