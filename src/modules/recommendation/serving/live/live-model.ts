import { LRUCache } from "lru-cache"
import type { ProfileEvent, Recommender } from "../../../../core/contract"
import { InteractionLogBuilder } from "../../../../core/data/interaction-log-builder"
import { createLadder, loadRecommender } from "../../../../core/recommender"
import { STORED_COLUMNS, storedEventRow } from "../../behavior/event"
import type { StoredEvent } from "../../behavior/event"
import { isTransient } from "../../behavior/transient"
import type { ModuleContext } from "../../context"
import { LogReader } from "../../log-reader"
import { changedSince } from "../catalog/catalog"
import type { Catalog, CatalogEntry } from "../catalog/catalog"
import type { ActiveModel, ServingNeighbours } from "../ports"
import { observerKey, purchasesGivenBack, toObserved } from "./given-back"

/** What ranks at this moment. */
export interface Live {
  readonly recommender: Recommender
  /** Number of the trained model, null on the ladder without one. */
  readonly version: number | null
}

/** Events from before that a recommender without a model of its own learns from, or a model since its snapshot. */
const REPLAYED_EVENTS = 20_000
/** Events by which one is known that was taken in already; more than a replay and a look take together. */
const REMEMBERED_EVENTS = 65_536
/** Milliseconds after which a version that could not be loaded for an experiment is tried again. */
const RIVAL_RETRY_MS = 60_000
/** Events read in one go. */
const PAGE = 2_000

/** A version that an experiment sets beside the serving one. */
interface Beside {
  readonly version: number
  live: Live | null
  /** When it is to be loaded again, by the clock that only goes forward; never while it is being loaded and once it is. */
  dueAt: number
}

/**
 * The recommender in memory: the promoted model, else the ladder that needs
 * none. A new model is loaded beside the old one and swapped in whole. It takes
 * in behavior as it comes: of this process at once, of others from the log.
 */
export class LiveModel {
  private live: Live | null = null
  private loadedId: string | null = null
  /** What an experiment sets beside it; null where none does. */
  private beside: Beside | null = null
  private starting: Promise<Live> | null = null
  private refusedId: string | null = null
  private readonly log: LogReader<typeof storedEventRow>
  /** Numbers of the latest events that were taken in: one of this process comes by again in the log. */
  private readonly taken = new LRUCache<number, true>({ max: REMEMBERED_EVENTS })
  /** What comes in while a model is loaded, a list for each that is. */
  private readonly arriving = new Set<StoredEvent[]>()

  constructor(
    private readonly context: ModuleContext,
    private readonly neighbours: Pick<ServingNeighbours, "behavior" | "learning">,
    private readonly catalog: Catalog,
  ) {
    this.log = new LogReader(context, {
      table: "behavior_event",
      columns: STORED_COLUMNS,
      writtenAt: "received_at",
      row: storedEventRow,
    })
  }

  /** Whether the catalog has been asked for. */
  get hasStarted(): boolean {
    return this.live !== null || this.starting !== null
  }

  /** The version that an experiment sets beside the serving one; null where none does, and until it is loaded. */
  get rival(): Live | null {
    return this.beside?.live ?? null
  }

  /** What ranks now; the first call reads catalog and model, once for all who wait. */
  get(): Promise<Live> | Live {
    if (this.live) return this.live
    this.starting ??= this.start().finally(() => (this.starting = null))
    return this.starting
  }

  /** Takes a promoted model, when there is another than the one that serves. */
  async followPromotion(): Promise<void> {
    // While the first is being read another may be promoted.
    await this.get()
    const active = await this.neighbours.learning.activeModel()
    if (!active || active.id === this.loadedId || active.id === this.refusedId) return
    await this.load(active)
  }

  /**
   * Loads the version that an experiment sets beside the serving one, or lets it go: it takes as much memory again. One
   * that cannot be loaded is tried again; meanwhile both arms get what serves.
   */
  async followRival(version: number | null): Promise<void> {
    if (version === null) this.beside = null
    if (version === null || (this.beside?.version === version && performance.now() < this.beside.dueAt)) return
    const beside: Beside = { version, live: null, dueAt: Number.POSITIVE_INFINITY }
    this.beside = beside
    try {
      const model = await this.neighbours.learning.modelOf(version)
      if (model === null) throw new Error("its file is not kept")
      await this.prepare(model, (live) => (beside.live = live))
    } catch (error) {
      beside.dueAt = performance.now() + RIVAL_RETRY_MS
      this.context.logger?.error(
        `recommendations: model ${version} of the running experiment cannot be loaded: ${String(error)}`,
      )
    }
  }

  /**
   * Takes in what is committed and was not taken in yet, and hands it to `handle`.
   *
   * @returns whether that was all
   */
  async followBehavior(handle: (events: readonly StoredEvent[]) => void): Promise<boolean> {
    if (!this.live) return true
    return this.log.follow((events) => {
      this.take(events)
      handle(events)
    })
  }

  /** Takes in behavior once, however often it is handed over. */
  take(events: readonly StoredEvent[]): void {
    if (!this.live) return
    const fresh = events.filter(({ seq }) => !this.taken.has(seq))
    for (const { seq } of fresh) this.taken.set(seq, true)
    for (const arrived of this.arriving) arrived.push(...fresh)
    for (const { recommender } of this.ranking()) {
      observeEvents(recommender, fresh)
      void this.takeBack(recommender, fresh)
    }
  }

  /** Products that were added or changed. */
  upsert(items: ReadonlyMap<string, CatalogEntry>): void {
    for (const { recommender } of this.ranking()) recommender.upsertItems(items)
  }

  private ranking(): Live[] {
    return [this.live, this.rival].filter((live): live is Live => live !== null)
  }

  private async start(): Promise<Live> {
    await this.log.begin()
    const [latest] = await Promise.all([this.neighbours.behavior.latestSeq(), this.catalog.readAll()])
    const active = await this.neighbours.learning.activeModel()
    // Until the file can be read the ladder serves; the next look at promotions tries again.
    const loaded = active ? await this.load(active).catch(() => null) : null
    return loaded ?? (this.live = await this.ladder(latest))
  }

  /**
   * Loads a model and lets it serve; null when its file is damaged or gone: then what serves goes on serving.
   *
   * @throws what the database throws when it cannot be read now, which is no fault of the file: it is tried again
   */
  private async load(active: ActiveModel): Promise<Live | null> {
    try {
      return await this.prepare(active, (live) => {
        this.live = live
        this.loadedId = active.id
      })
    } catch (error) {
      if (isTransient(error)) throw error
      this.refusedId = active.id
      this.context.logger?.error(
        `recommendations: model ${active.version} cannot be loaded and does not serve: ${String(error)}`,
      )
      return null
    }
  }

  /** Makes a model ready with what has happened since its snapshot, and hands it to `serve` before anything else comes in. */
  private async prepare(model: ActiveModel, serve: (live: Live) => void): Promise<Live> {
    const arriving: StoredEvent[] = []
    this.arriving.add(arriving)
    try {
      const recommender = loadRecommender(await this.neighbours.learning.modelFile(model.id))
      const items = this.catalog.current
      recommender.upsertItems(new Map(items))
      const replayed = await this.replay(recommender, model.snapshotSeq)
      // Nothing may come in between these lines: it would be lost to the new model.
      const arrived = arriving.filter(({ seq }) => seq > model.snapshotSeq && !replayed.has(seq))
      observeEvents(recommender, arrived)
      void this.takeBack(recommender, arrived)
      recommender.upsertItems(changedSince(items, this.catalog.current))
      for (const seq of replayed) this.taken.set(seq, true)
      const live: Live = { recommender, version: model.version }
      serve(live)
      return live
    } finally {
      this.arriving.delete(arriving)
    }
  }

  /** Purchases of which nothing is kept stop counting. Where the database does not answer, the next training sees to it. */
  private async takeBack(recommender: Recommender, events: readonly StoredEvent[]): Promise<void> {
    try {
      for (const { shopper, event } of await purchasesGivenBack(this.context, events))
        recommender.observe(shopper, [event])
    } catch (error) {
      this.context.logger?.warn(`recommendations: returns count from the next training on: ${String(error)}`)
    }
  }

  /** Teaches a model what happened since its snapshot, of very much the newest; returns the numbers of it. */
  private async replay(recommender: Recommender, snapshotSeq: number): Promise<ReadonlySet<number>> {
    const { behavior } = this.neighbours
    const replayed = new Set<number>()
    let after = Math.max(snapshotSeq, (await behavior.latestSeq()) - REPLAYED_EVENTS)
    for (;;) {
      const events = await behavior.readSince(after, PAGE)
      observeEvents(recommender, events)
      await this.takeBack(recommender, events)
      for (const { seq } of events) replayed.add(seq)
      after = events.at(-1)?.seq ?? after
      if (events.length < PAGE) return replayed
    }
  }

  /** The ladder, taught by the latest behavior: what is popular, and what goes with what. */
  private async ladder(latestSeq: number): Promise<Live> {
    const events = await this.neighbours.behavior.readSince(Math.max(0, latestSeq - REPLAYED_EVENTS), REPLAYED_EVENTS)
    const log = new InteractionLogBuilder()
    for (const event of events) {
      this.taken.set(event.seq, true)
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
    return { recommender: createLadder({ items: new Map(this.catalog.current), log: log.finish() }), version: null }
  }
}

/** Hands events over by shopper; bots teach nothing. */
function observeEvents(recommender: Recommender, events: readonly StoredEvent[]): void {
  const byShopper = new Map<string, ProfileEvent[]>()
  for (const event of events) {
    if (event.isBot) continue
    const key = observerKey(event)
    const list = byShopper.get(key) ?? []
    list.push(toObserved(event))
    byShopper.set(key, list)
  }
  for (const [shopper, list] of byShopper) recommender.observe(shopper, list)
}
