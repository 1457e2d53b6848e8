import { LRUCache } from "lru-cache"
import type { Recommender } from "../../../../core/contract"
import { holds } from "../../behavior/arrival"
import { STORED_COLUMNS, storedEventRow } from "../../behavior/event"
import type { StoredEvent } from "../../behavior/event"
import { isTransient } from "../../behavior/transient"
import type { ModuleContext } from "../../context"
import { LogReader } from "../../database/log-reader"
import { changedSince } from "../catalog/catalog"
import type { Catalog, CatalogEntry, CatalogView } from "../catalog/catalog"
import type { ActiveModel, ServingNeighbours } from "../ports"
import { EventTeacher } from "./event-teacher"
import { LadderAge } from "./ladder-age"
import { ModelReader } from "./model-reader"
import type { Loaded, LoadedFile } from "./model-reader"

/** What ranks at this moment. */
export interface Live {
  readonly recommender: Recommender
  /** Number of the trained model, null on the ladder without one. */
  readonly version: number | null
  /** What it was read from, null on the ladder. */
  readonly file: LoadedFile | null
  /** Counts what this instance loaded: of one version, each may rank otherwise. */
  readonly load: number
}

/** Events by which one is known that was taken in already; more than a replay and a look take together. */
const REMEMBERED_EVENTS = 65_536
/** Milliseconds after which a version that could not be loaded for an experiment is tried again. */
const RIVAL_RETRY_MS = 60_000
/** A model that is outdated is loaded again after so many times as long as it took: at most 2 % of the time. */
const RELOAD_REST_TIMES = 50
/** Milliseconds of a loading from which on it rests longer still, in proportion: requests wait for parts of it. */
const SHORT_LOAD_MS = 100

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
  private loads = 0
  /**
   * Whether a model loaded now would rank otherwise: what ranks counts words of products that are gone, or passed over
   * events of products that it knows only now, or a ladder was made before there was much of a second sales channel.
   */
  private outdated = false
  private reloadsFrom = Number.NEGATIVE_INFINITY
  private readonly log: LogReader<typeof storedEventRow>
  private readonly teacher: EventTeacher
  private readonly reader: ModelReader
  private readonly ladderAge = new LadderAge()
  /** Numbers of the latest events that were taken in: one of this process comes by again in the log. */
  private readonly taken = new LRUCache<number, true>({ max: REMEMBERED_EVENTS })
  /** What comes in while a model is loaded, a list for each that is. */
  private readonly arriving = new Set<StoredEvent[]>()

  constructor(
    private readonly context: ModuleContext,
    private readonly neighbours: Pick<ServingNeighbours, "behavior" | "learning">,
    private readonly catalog: Catalog,
  ) {
    this.teacher = new EventTeacher(context, catalog)
    this.reader = new ModelReader(neighbours, this.teacher, this.ladderAge)
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

  /** Whether an instance that starts now may give other lists: what this one makes is not for others to keep. */
  get isOutdated(): boolean {
    return this.outdated
  }

  get isReloadDue(): boolean {
    return this.outdated && performance.now() >= this.reloadsFrom
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
    if (this.isReloadDue) return this.reload(active)
    if (!active || active.id === this.loadedId || active.id === this.refusedId) return
    await this.load(active)
  }

  /** Loads again what ranks, so that it knows no more than an instance that starts now. */
  private async reload(active: ActiveModel | null): Promise<void> {
    const begun = performance.now()
    // What goes while it is loaded may be known to it.
    this.outdated = false
    try {
      if (active && active.id !== this.refusedId) await this.load(active)
      else if (this.live?.version === null) await this.prepare((items) => this.reader.ladder(items), this.serve)
      const { beside } = this
      const model = beside?.live ? await this.neighbours.learning.modelOf(beside.version) : null
      if (beside && model)
        await this.prepare(
          (items) => this.reader.model(model, items),
          (live) => (beside.live = live),
        )
    } catch (error) {
      this.outdated = true
      throw error
    } finally {
      const now = performance.now()
      const took = now - begun
      this.reloadsFrom = now + RELOAD_REST_TIMES * took * Math.max(1, took / SHORT_LOAD_MS)
    }
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
      await this.prepare(
        (items) => this.reader.model(model, items),
        (live) => (beside.live = live),
      )
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
      this.teacher.teach(recommender, fresh)
    }
    if (this.live.version === null && this.ladderAge.isDueAfter(fresh)) this.outdated = true
  }

  /** Products that were added or changed. */
  upsert(items: ReadonlyMap<string, CatalogEntry>): void {
    if (this.teacher.passedOver(items.keys())) this.outdated = true
    for (const { recommender } of this.ranking()) recommender.upsertItems(items)
  }

  /** Products were taken out of the catalog: no list shows them, but their words are counted until a model is loaded again. */
  gone(): void {
    this.outdated = true
  }

  private ranking(): Live[] {
    return [this.live, this.rival].filter((live): live is Live => live !== null)
  }

  private async start(): Promise<Live> {
    await this.log.begin()
    await this.catalog.readAll()
    const active = await this.neighbours.learning.activeModel()
    // Until the file can be read the ladder serves; the next look at promotions tries again.
    const loaded = active ? await this.load(active).catch(() => null) : null
    return loaded ?? this.prepare((items) => this.reader.ladder(items), this.serve)
  }

  private readonly serve = (live: Live): void => {
    this.live = live
  }

  /**
   * Loads a model and lets it serve; null when its file is damaged or gone: then what serves goes on serving.
   *
   * @throws what the database throws when it cannot be read now, which is no fault of the file: it is tried again
   */
  private async load(active: ActiveModel): Promise<Live | null> {
    try {
      return await this.prepare(
        (items) => this.reader.model(active, items),
        (live) => {
          this.live = live
          this.loadedId = active.id
        },
      )
    } catch (error) {
      if (isTransient(error)) throw error
      this.refusedId = active.id
      this.context.logger?.error(
        `recommendations: model ${active.version} cannot be loaded and does not serve: ${String(error)}`,
      )
      return null
    }
  }

  /** Brings what is read up to what came in meanwhile, and hands it to `serve` before anything else comes in. */
  private async prepare(read: (items: CatalogView) => Promise<Loaded>, serve: (live: Live) => void): Promise<Live> {
    const arriving: StoredEvent[] = []
    this.arriving.add(arriving)
    try {
      const items = this.catalog.current
      const { recommender, version, file, arrival, replayed } = await read(items)
      // Nothing may come in between these lines: it would be lost to the new model.
      const arrived = arriving.filter((event) => !holds(arrival, event) && !replayed.has(event.seq))
      this.teacher.teach(recommender, arrived)
      recommender.upsertItems(changedSince(items, this.catalog.current))
      for (const seq of replayed) this.taken.set(seq, true)
      const live: Live = { recommender, version, file, load: ++this.loads }
      serve(live)
      return live
    } finally {
      this.arriving.delete(arriving)
    }
  }
}
