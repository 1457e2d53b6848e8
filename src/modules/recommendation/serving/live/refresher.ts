import type { StoredEvent } from "../../behavior/event"
import { changeLogReader, latestChange } from "../../database/change-log"
import type { ChangeKind, LoggedChange, ServingChange } from "../../database/change-log"
import type { ModuleContext } from "../../context"
import { withDeadline } from "../../../../training/deadline"
import { Paced } from "../../paced"
import { changedSince } from "../catalog/catalog"
import type { Catalog } from "../catalog/catalog"
import type { Markets } from "../catalog/markets"
import type { SaleIndex } from "../catalog/sale-index"
import type { ServingNeighbours } from "../ports"
import type { Revisions } from "../revisions"
import type { LiveModel } from "./live-model"
import type { Snapshots } from "./snapshot"

/** Milliseconds after which a request sets off a look at what changed, without waiting for it. */
const LOOK_MS = 400
/** Milliseconds after which a request waits for that look: it must not be answered from a world so old. */
const WAIT_MS = 1_500
/** Milliseconds before a look that failed is tried again: the database has enough to do. */
const RETRY_MS = 1_000
/** Milliseconds between full readings of the catalog, the net under lost events. */
const REREAD_MS = 10 * 60_000
/** Milliseconds after which the log may have been swept: then everything counts as changed. */
const RESYNC_MS = 6 * 3_600_000
/** Events of this process that may wait for the next look, so that each is still known when it comes by in the log. */
const MAX_UNSEEN = 5_000

const EVERYTHING: readonly ChangeKind[] = ["catalog", "customers", "settings", "model"]
/** What admins decide of the lists: small, and read whole. */
const DECISIONS: readonly ChangeKind[] = ["rules", "settings", "experiments"]
/** Changes that may alter any answer without altering what it is ranked from. */
const MOVES_MARKET: readonly ChangeKind[] = ["prices", "market"]

export interface RefresherParts {
  readonly neighbours: ServingNeighbours
  readonly model: LiveModel
  readonly catalog: Catalog
  readonly snapshots: Snapshots
  readonly markets: Markets
  readonly shoppers: Revisions
  readonly saleIndex: SaleIndex
  /** Forgets all that is kept of people: one of them was erased, or belongs to other groups. */
  readonly forgetPeople: () => void
}

/**
 * Keeps what is in memory up with the shop, through two logs that all instances write: changes and behavior. One reading
 * at a time; a log's cursor moves only after its rows are applied. What this process wrote is a hint to look now.
 * Requests set the looks off: a shop without visitors asks nothing.
 */
export class Refresher {
  private readonly changes
  private readonly looks = new Paced(() => this.look(), { restTimes: 1, restAtMostMs: 500 })
  private readonly promotions = new Paced(() => this.parts.model.followPromotion(), { restTimes: 0, restAtMostMs: 0 })
  // By the clock that only goes forward: one that is set back would keep this instance from looking.
  private lookedAt = Number.NEGATIVE_INFINITY
  private dueAt = Number.NEGATIVE_INFINITY
  /** When the log was last known to hold all that this instance has not applied. */
  private followedAt = Number.NEGATIVE_INFINITY
  private unseen = 0
  private rereadDueAt = performance.now() + REREAD_MS
  private isPromotionDue = false

  constructor(
    private readonly context: ModuleContext,
    private readonly parts: RefresherParts,
  ) {
    this.changes = changeLogReader(context)
    const { behavior, changes } = parts.neighbours
    behavior.onRecorded((events) => {
      parts.model.take(events)
      this.moveActors(events)
      this.unseen += events.length
      if (this.unseen > MAX_UNSEEN) this.hint()
    })
    // From this moment on the visitor's history is shown with the customer's token alone.
    behavior.onLinked(({ visitorId, customerId }) => {
      parts.shoppers.move([visitorId, customerId])
      return changes.add([visitorId, customerId].map((key) => ({ kind: "customer", key })))
    })
    changes.onChange(async (made) => {
      await this.looks.ask().catch(() => undefined)
      if (made.some(({ kind }) => kind === "model")) await this.followPromotion()
    })
  }

  /** Begins with what is committed now. What was read before may be older than the log's rows, and is read again. */
  async begin(): Promise<void> {
    const begun = performance.now()
    await this.changes.begin()
    this.parts.markets.move(await latestChange(this.context, MOVES_MARKET))
    await this.apply(EVERYTHING.map((kind) => ({ seq: 0, kind, key: null })))
    this.followedAt = begun
  }

  /** To be called before each answer. A database that does not answer stops nobody: what is in memory serves on. */
  async catchUp(): Promise<void> {
    const now = performance.now()
    if (now < this.dueAt) return
    const looking = this.looks.ask()
    looking.catch(() => undefined)
    if (now - this.lookedAt < WAIT_MS) return
    const late = (): Error => new Error("the database did not answer in time")
    await withDeadline(looking, WAIT_MS, late).catch(() => undefined)
  }

  private hint(): void {
    this.unseen = 0
    this.looks.ask().catch(() => undefined)
  }

  private async look(): Promise<void> {
    const begun = performance.now()
    const { model } = this.parts
    this.unseen = 0
    try {
      if (begun - this.followedAt > RESYNC_MS) await this.begin()
      // One log that cannot be read does not keep the other from being followed.
      const outcomes = await Promise.allSettled([
        this.changes.follow((changes) => this.apply(changes)),
        model.followBehavior((events) => this.moveActors(events)),
      ])
      for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason
      const isAll = outcomes.every((outcome) => outcome.status === "fulfilled" && outcome.value)
      this.lookedAt = begun
      this.followedAt = begun
      this.dueAt = isAll ? performance.now() + LOOK_MS : Number.NEGATIVE_INFINITY
      if (this.isPromotionDue || model.isReloadDue) void this.followPromotion()
      if (begun > this.rereadDueAt && model.hasStarted) void this.reread()
    } catch (error) {
      this.dueAt = performance.now() + RETRY_MS
      this.warn("cannot follow changes, what is known serves on", error)
      throw error
    }
  }

  /** Loads the promoted model beside the one that serves, which may take seconds; tried again with the next look. */
  private async followPromotion(): Promise<void> {
    if (!this.parts.model.hasStarted) return
    this.isPromotionDue = false
    await this.promotions.ask().catch((error: unknown) => {
      this.isPromotionDue = true
      this.warn("promotion not followed", error)
    })
  }

  private moveActors(events: readonly StoredEvent[]): void {
    const names = new Set<string>()
    for (const { customerId, visitorId } of events) {
      if (customerId) names.add(customerId)
      if (visitorId) names.add(visitorId)
    }
    this.parts.shoppers.move(names)
  }

  private async apply(changes: readonly LoggedChange[]): Promise<void> {
    const { snapshots, markets, model, shoppers } = this.parts
    const kinds = new Set(changes.map(({ kind }) => kind))
    // A worker that answers nothing has read nothing, and what it reads later is newer than this.
    if (model.hasStarted) await this.applyToCatalog(changes, kinds)
    if (DECISIONS.some((kind) => kinds.has(kind))) await snapshots.followDecisions()
    if (kinds.has("model")) this.isPromotionDue = true
    const moved = changes.flatMap(({ kind, seq }) => (MOVES_MARKET.includes(kind) ? [seq] : []))
    if (moved.length > 0) markets.move(Math.max(markets.revision, ...moved))
    if (kinds.has("customers")) {
      shoppers.moveAll()
      this.parts.forgetPeople()
    }
    shoppers.move(changes.flatMap(({ kind, key }) => (kind === "customer" && key !== null ? [key] : [])))
  }

  private async applyToCatalog(
    changes: readonly LoggedChange[],
    kinds: ReadonlySet<ServingChange["kind"]>,
  ): Promise<void> {
    const { catalog, model, saleIndex } = this.parts
    const ids = await catalog.productsOf(changes)
    if (ids.length > 0) {
      const before = catalog.current
      const found = await catalog.refresh(ids)
      model.upsert(found)
      if (ids.some((id) => before.has(id) && !found.has(id))) model.gone()
      await saleIndex.recheck(ids)
    }
    if (kinds.has("prices")) await saleIndex.readAll()
    else if (kinds.has("price") || kinds.has("stock"))
      saleIndex.refresh().catch((error: unknown) => this.warn("products for sale not read again", error))
    // Settings name the metadata of products that gifts are found by.
    if (kinds.has("catalog") || kinds.has("settings")) void this.reread()
  }

  /** Reads the whole catalog; until that is done it is due, whatever fails. */
  private async reread(): Promise<void> {
    const { catalog, model, saleIndex } = this.parts
    this.rereadDueAt = Number.POSITIVE_INFINITY
    // A promotion that no row names, as after a restored backup.
    this.isPromotionDue = true
    try {
      const before = catalog.current
      await catalog.readAll()
      model.upsert(changedSince(before, catalog.current))
      if ([...before].some(([id]) => !catalog.current.has(id))) model.gone()
      await saleIndex.readAll()
      // One that began later may have failed meanwhile: its next try is not put off.
      this.rereadDueAt = Math.min(this.rereadDueAt, performance.now() + REREAD_MS)
    } catch (error) {
      this.rereadDueAt = performance.now() + RETRY_MS
      this.warn("catalog not read again", error)
    }
  }

  private warn(what: string, error: unknown): void {
    this.context.logger?.warn(`recommendations: ${what}: ${String(error)}`)
  }
}
