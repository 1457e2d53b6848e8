import { z } from "@medusajs/framework/zod"
import type { ProfileEvent } from "../../../core/contract"
import type { BehaviorTailEvent, RecentShopper, ShopperKind } from "../../../types/http"
import type { ModuleContext } from "../context"
import { DatabaseClock } from "../database/database-clock"
import type { RecommendationSettings } from "../options"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../database/query-rows"
import { inTransaction } from "../database/transaction"
import { AppKeys } from "./app-keys"
import { ArrivalCount } from "./arrival-count"
import { CaptureCounts } from "./capture-counts"
import { CatalogCheck } from "./catalog-check"
import { arrivedLate } from "./arrival"
import type { Arrival } from "./arrival"
import { STORED_COLUMNS, storedEventRow } from "./event"
import type { NewBehaviorEvent, StoredEvent } from "./event"
import { importFile } from "./import/import-file"
import type { FileImportOptions, FileImportReport, ImportTarget } from "./import/import-file"
import { OrderImport } from "./import/import-orders"
import { ImportRuns } from "./import/import-runs"
import { UploadImport } from "./import/import-upload"
import { spansMonths, windowSpansMonths } from "./event-months"
import { GiftLists } from "./gift-lists"
import { insertEvents, lockOtherWriters, ROWS_A_STATEMENT, storedIds } from "./insert-events"
import type { InsertOptions, InsertOutcome } from "./insert-events"
import { readTail } from "./live-tail"
import { PublishableKeys } from "./publishable-keys"
import { CaptureRateLimit } from "./rate-limit"
import { readProfile } from "./read-profile"
import { readRecentShoppers } from "./recent-shoppers"
import { Reconciliation } from "./reconciliation"
import { Retention } from "./retention"
import { ShopRecords } from "./shop-records"
import { Expiry } from "../privacy/expiry"
import { readAnswer } from "../privacy/objections"
import { ShopperHashes } from "../privacy/shopper-hashes"
import type { ShopperKey } from "../privacy/shopper-identity"
import { ShopperRights } from "../privacy/shopper-rights"
import { SAME_ID_MS } from "./storefront-event"
import { StorefrontIntake } from "./storefront-intake"
import { retryTransient } from "./transient"
import { Visitors } from "../privacy/visitors"
import type { LinkListener } from "../privacy/visitors"
import { Voices } from "./voices"
import { WriteQueue } from "./write-queue"
import type { EventOutcome } from "./write-queue"

type Listener = (events: readonly StoredEvent[]) => void

const arrivalRow = z.object({ seq: z.coerce.number(), snapshot: z.string() })

/** Behavior: stored once, read live. */
export class BehaviorStore {
  readonly shopperHashes: ShopperHashes
  readonly visitors: Visitors
  readonly counts: CaptureCounts
  readonly rateLimit: CaptureRateLimit
  readonly appKeys: AppKeys
  readonly publishableKeys: PublishableKeys
  readonly storefront: StorefrontIntake
  readonly records: ShopRecords
  readonly reconciliation: Reconciliation
  readonly rights: ShopperRights
  readonly retention: Retention
  readonly expiry: Expiry
  readonly imports: ImportRuns
  readonly orderImport: OrderImport
  readonly uploadImport: UploadImport
  private readonly clock: DatabaseClock
  private readonly arrivals: ArrivalCount
  private readonly listeners = new Set<Listener>()

  /** @param settings what the admin has set; the module's options until there is more */
  constructor(
    private readonly context: ModuleContext,
    readonly settings: () => Promise<RecommendationSettings> = () => Promise.resolve(context.options),
  ) {
    const stored = (events: readonly StoredEvent[]): void => this.notify(events)
    const clock = new DatabaseClock(context)
    this.clock = clock
    this.arrivals = new ArrivalCount(context)
    this.shopperHashes = new ShopperHashes(context)
    this.visitors = new Visitors(context, this.shopperHashes)
    this.counts = new CaptureCounts(context, this.shopperHashes)
    this.rateLimit = new CaptureRateLimit(context)
    this.appKeys = new AppKeys(context.options.capture.app_keys)
    this.publishableKeys = new PublishableKeys(context)
    const voices = new Voices(context, clock)
    const { visitors, shopperHashes: hashes } = this
    this.records = new ShopRecords(context, { settings, visitors, hashes, voices, stored })
    this.reconciliation = new Reconciliation(context, { records: this.records, counts: this.counts, clock })
    this.rights = new ShopperRights(context, this.shopperHashes)
    this.retention = new Retention(context, clock)
    this.expiry = new Expiry(context)
    this.imports = new ImportRuns(context)
    this.orderImport = new OrderImport(context, { runs: this.imports, records: this.records })
    this.uploadImport = new UploadImport(context, { runs: this.imports, importFile: (file) => this.importFile(file) })
    this.storefront = new StorefrontIntake({
      settings,
      answerOf: (customerId) => readAnswer(context.knex(), customerId),
      clock,
      queue: new WriteQueue({
        write: (events) => this.writeOnce(events),
        maxQueue: context.options.capture.max_queue,
      }),
      ...{ catalog: new CatalogCheck(context), giftLists: new GiftLists(context) },
      visitors: this.visitors,
      counts: this.counts,
      voices,
    })
  }

  /** Stores events, committed before it resolves. Those of an id that is known are passed over. */
  async record(events: readonly NewBehaviorEvent[]): Promise<{ accepted: string[]; duplicate: string[] }> {
    const { stored } = await retryTransient(() => this.write(events))
    const accepted = new Set(stored.map((event) => event.id))
    return {
      accepted: [...accepted],
      duplicate: events.map((event) => event.id).filter((id) => !accepted.has(id)),
    }
  }

  /**
   * Imports a data folder, or a CSV or NDJSON file in its columns. Listeners are not
   * called: so much at once is learnt by a training, not event by event.
   */
  async importFile(options: FileImportOptions): Promise<FileImportReport> {
    return importFile(await this.importTarget(), options)
  }

  /** Where the rows of files and of an old log go. */
  async importTarget(): Promise<ImportTarget> {
    return {
      store: (events) => this.storeQuietly(events),
      storedIds: (ids) => storedIds(this.context.knex(), ids),
      hash: await this.shopperHashes.hasher(),
      now: await this.clock.now(),
    }
  }

  /** Stores many events of an import; says how many were new. */
  async storeQuietly(events: readonly NewBehaviorEvent[]): Promise<number> {
    const hash = await this.shopperHashes.hasher()
    const { stored } = await retryTransient(() =>
      inTransaction(this.context, (trx) => insertEvents(trx, events, { hash })),
    )
    return stored.length
  }

  /** Calls `listener` with what was stored by this process, right after each commit. */
  onRecorded(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Calls `listener` when this process made a visitor id a customer's. */
  onLinked(listener: LinkListener): void {
    this.visitors.onLinked(listener)
  }

  /** Events as they come in, with what became of them. */
  tail(page: { readonly after: number | null; readonly limit: number }): Promise<BehaviorTailEvent[]> {
    return readTail(this.context, page)
  }

  /** See {@link readRecentShoppers}. */
  recentShoppers(of: { readonly kind: ShopperKind; readonly limit: number }): Promise<RecentShopper[]> {
    return readRecentShoppers(this.context, of)
  }

  /** See {@link readProfile}. */
  readProfile(key: ShopperKey, limit?: number): Promise<ProfileEvent[]> {
    return readProfile(this.context, key, limit)
  }

  /** Events, bots' left out, that arrived after `seq`. */
  countSince(seq: number): Promise<number> {
    return this.arrivals.since(seq)
  }

  /** Where arrival stands; its number is 0 when nothing came yet. */
  async arrival(): Promise<Arrival> {
    const sql = `select coalesce(max(seq), 0) as seq, pg_current_snapshot()::text as snapshot from behavior_event`
    const [row] = await queryRows(this.context.knex(), { sql, bindings: [] }, arrivalRow)
    return row ?? { seq: 0 }
  }

  /** The number alone of {@link arrival}. */
  async latestSeq(): Promise<number> {
    return (await this.arrival()).seq
  }

  /** What arrived after `seq`, in order of arrival: how other instances follow. */
  readSince(seq: number, limit: number): Promise<StoredEvent[]> {
    return queryRows(
      this.context.knex(),
      {
        sql: `select ${STORED_COLUMNS} from behavior_event e where e.seq > ? order by e.seq limit ?`,
        bindings: [seq, limit],
      },
      storedEventRow,
    )
  }

  /** What was numbered by then and committed later: a transaction may have been open for long. */
  readLate(arrival: Arrival, limit: number): Promise<StoredEvent[]> {
    const late = arrivedLate(arrival)
    return queryRows(
      this.context.knex(),
      {
        sql: `select ${STORED_COLUMNS} from behavior_event e where ${late.sql} order by e.seq limit ?`,
        bindings: [...late.bindings, limit],
      },
      storedEventRow,
    )
  }

  /** Stores what storefronts sent: an id that is known is passed over, whatever time its event says. */
  private async writeOnce(events: readonly NewBehaviorEvent[]): Promise<ReadonlyMap<string, EventOutcome>> {
    const now = await this.clock.now()
    const options = {
      timeoutMs: SHOPPERS_TIMEOUT_MS,
      ...(windowSpansMonths(SAME_ID_MS, now) ? { sameIdWithinMs: SAME_ID_MS } : {}),
    }
    return outcomesOf(events, await this.write(events, options, spansMonths(events, now)))
  }

  private async write(
    events: readonly NewBehaviorEvent[],
    given: Omit<InsertOptions, "hash"> = {},
    mustLock = false,
  ): Promise<InsertOutcome> {
    const knex = this.context.knex()
    const options = { ...given, hash: await this.shopperHashes.hasher() }
    // One statement is a transaction of its own: begin and commit would only be two more round trips.
    const outcome =
      events.length <= ROWS_A_STATEMENT && !mustLock
        ? await insertEvents(knex, events, { ...options, isPrepared: true })
        : await inTransaction(this.context, async (transaction) => {
            if (mustLock) await lockOtherWriters(transaction)
            return insertEvents(transaction, events, options)
          })
    this.notify(outcome.stored)
    return outcome
  }

  private notify(events: readonly StoredEvent[]): void {
    if (events.length === 0) return
    for (const listener of this.listeners) {
      try {
        listener(events)
      } catch (error) {
        // What is stored stays stored, whatever a listener makes of it.
        this.context.logger?.error(
          "recommendations: a listener of behavior failed",
          error instanceof Error ? error : undefined,
        )
      }
    }
  }
}

/** What became of each event that is not simply known already. */
function outcomesOf(events: readonly NewBehaviorEvent[], { stored, erased }: InsertOutcome): Map<string, EventOutcome> {
  const outcomes = new Map<string, EventOutcome>()
  if (erased.size > 0)
    for (const { id, customerId, visitorId } of events)
      if ([customerId, visitorId].some((name) => name && erased.has(name))) outcomes.set(id, "erased")
  for (const { id } of stored) outcomes.set(id, "stored")
  return outcomes
}
