import type { ProfileEvent, Recommender } from "../../../../core/contract"
import { InteractionLogBuilder } from "../../../../core/data/interaction-log-builder"
import { createLadder, loadRecommender } from "../../../../core/recommender"
import type { StoredEvent } from "../../behavior/event"
import { isTransient } from "../../behavior/transient"
import type { ModuleContext } from "../../context"
import type { Catalogue, CatalogueEntry } from "../catalogue/catalogue"
import type { ActiveModel, ServingNeighbours } from "../ports"

/** What ranks at this moment. */
export interface Live {
  readonly recommender: Recommender
  /** Number of the trained model, null on the ladder without one. */
  readonly version: number | null
}

/** Events from before that a recommender without a model of its own learns from, or a model since its snapshot. */
const REPLAYED_EVENTS = 20_000
/** Events followed in one go; what is left comes with the next. */
const FOLLOWED_EVENTS = 2_000
/** Numbers looked at again, for a lower one may be committed after a higher one. */
const OVERLAP = 500

/**
 * The recommender in memory: the promoted model, else the ladder that needs
 * none. A new model is made ready beside the old one and swapped in whole. It
 * takes in behavior as it comes, of this process at once, of others when read.
 */
export class LiveModel {
  private live: Live | null = null
  private loadedId: string | null = null
  private starting: Promise<Live> | null = null
  private refusedId: string | null = null
  private lastSeq = 0
  private readonly taken = new Set<number>()
  /** What comes in while a model is made ready; null while none is. */
  private arriving: StoredEvent[] | null = null

  constructor(
    private readonly context: ModuleContext,
    private readonly neighbours: Pick<ServingNeighbours, "behavior" | "learning">,
    private readonly catalogue: Catalogue,
  ) {}

  /** What ranks now; the first call reads catalogue and model, once for all who wait. */
  get(): Promise<Live> | Live {
    if (this.live) return this.live
    this.starting ??= this.start().finally(() => (this.starting = null))
    return this.starting
  }

  /** Number of the latest behavior that was taken in. */
  get seq(): number {
    return this.lastSeq
  }

  /** Takes a promoted model, when there is another than the one that serves. */
  async followPromotions(): Promise<void> {
    if (!this.live) return
    const active = await this.neighbours.learning.activeModel()
    if (!active || active.id === this.loadedId || active.id === this.refusedId) return
    await this.load(active)
  }

  /** Takes in behavior that others stored since the last call; returns it. */
  async followBehavior(): Promise<readonly StoredEvent[]> {
    if (!this.live) return []
    const from = Math.max(0, this.lastSeq - OVERLAP)
    const events = await this.neighbours.behavior.readSince(from, FOLLOWED_EVENTS + OVERLAP)
    return this.take(events)
  }

  /** Takes in behavior once, however often it is handed over; returns what was new. */
  take(events: readonly StoredEvent[]): StoredEvent[] {
    const fresh = events.filter(({ seq }) => !this.taken.has(seq))
    for (const { seq } of fresh) {
      this.taken.add(seq)
      this.lastSeq = Math.max(this.lastSeq, seq)
    }
    if (this.taken.size > 8 * OVERLAP)
      for (const seq of this.taken) if (seq < this.lastSeq - 2 * OVERLAP) this.taken.delete(seq)
    if (this.live) observeEvents(this.live.recommender, fresh)
    this.arriving?.push(...fresh)
    return fresh
  }

  /** Products that were added or changed. */
  upsert(items: ReadonlyMap<string, CatalogueEntry>): void {
    this.live?.recommender.upsertItems(items)
  }

  private async start(): Promise<Live> {
    const [latest] = await Promise.all([this.neighbours.behavior.latestSeq(), this.catalogue.readAll()])
    this.lastSeq = latest
    const recent = await this.neighbours.behavior.readSince(Math.max(0, latest - OVERLAP), OVERLAP)
    for (const { seq } of recent) this.taken.add(seq)
    const active = await this.neighbours.learning.activeModel()
    // Until the file can be read the ladder serves; the next look at promotions tries again.
    const loaded = active ? await this.load(active).catch(() => null) : null
    return loaded ?? (this.live = await this.ladder(latest))
  }

  /**
   * Makes a model ready and lets it serve; null when its file is damaged or gone: then what serves goes on serving.
   *
   * @throws what the database throws when it cannot be read now, which is no fault of the file: it is tried again
   */
  private async load(active: ActiveModel): Promise<Live | null> {
    this.arriving = []
    try {
      const recommender = loadRecommender(await this.neighbours.learning.modelFile(active.id))
      recommender.upsertItems(this.catalogue.items())
      const replayed = await this.replay(recommender, active.snapshotSeq)
      // Nothing may come in between these lines: it would be lost to the new model.
      observeEvents(
        recommender,
        this.arriving.filter(({ seq }) => seq > active.snapshotSeq && !replayed.has(seq)),
      )
      this.live = { recommender, version: active.version }
      this.loadedId = active.id
      return this.live
    } catch (error) {
      if (isTransient(error)) throw error
      this.refusedId = active.id
      this.context.logger?.error(
        `recommendations: model ${active.version} cannot be loaded and does not serve: ${String(error)}`,
      )
      return null
    } finally {
      this.arriving = null
    }
  }

  /** Teaches a model what happened since its snapshot, of very much the newest; returns the numbers of it. */
  private async replay(recommender: Recommender, snapshotSeq: number): Promise<ReadonlySet<number>> {
    const replayed = new Set<number>()
    let after = Math.max(snapshotSeq, this.lastSeq - REPLAYED_EVENTS)
    for (;;) {
      const events = await this.neighbours.behavior.readSince(after, FOLLOWED_EVENTS)
      observeEvents(recommender, events)
      for (const { seq } of events) replayed.add(seq)
      after = events.at(-1)?.seq ?? after
      if (events.length < FOLLOWED_EVENTS) return replayed
    }
  }

  /** The ladder, taught by the latest behavior: what is popular, and what goes with what. */
  private async ladder(latestSeq: number): Promise<Live> {
    const events = await this.neighbours.behavior.readSince(Math.max(0, latestSeq - REPLAYED_EVENTS), REPLAYED_EVENTS)
    const log = new InteractionLogBuilder()
    for (const event of events) {
      if (event.isBot) continue
      log.add({
        userId: event.customerId ?? event.visitorId ?? "",
        itemId: event.productId,
        behavior: event.type,
        time: event.occurredAt.getTime(),
        quantity: event.quantity,
        price: event.price ?? Number.NaN,
        sessionId: event.basketId ?? "",
        voice: event.voice,
      })
    }
    return { recommender: createLadder({ items: this.catalogue.items(), log: log.finish() }), version: null }
  }
}

/** Hands events over by shopper; bots teach nothing. */
function observeEvents(recommender: Recommender, events: readonly StoredEvent[]): void {
  const byShopper = new Map<string, ProfileEvent[]>()
  for (const event of events) {
    if (event.isBot) continue
    // Nobody's events are one stranger's: told apart by their ids, each would count in full.
    const key = event.customerId ?? event.visitorId ?? (event.basketId ? `basket ${event.basketId}` : "")
    const list = byShopper.get(key) ?? []
    list.push({
      productId: event.productId,
      type: event.type,
      at: event.occurredAt.getTime(),
      quantity: event.quantity,
      price: event.price,
      basketId: event.basketId,
      isGift: event.isGift,
      voice: event.voice,
    })
    byShopper.set(key, list)
  }
  for (const [shopper, list] of byShopper) recommender.observe(shopper, list)
}
