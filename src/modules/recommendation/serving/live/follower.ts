import type { StoredEvent } from "../../behavior/event"
import type { ModuleContext } from "../../context"
import { withDeadline } from "../../deadline"
import type { Answers } from "../answers/answers"
import { mayEnterLists } from "../catalogue/catalogue"
import type { Catalogue } from "../catalogue/catalogue"
import type { Markets } from "../catalogue/markets"
import type { SaleIndex } from "../catalogue/sale-index"
import type { Preparer } from "../pipeline/preparer"
import type { ServingNeighbours } from "../ports"
import { shopperTags } from "../question"
import type { ShopperKey } from "../question"
import type { RulesStore } from "../rules/rules-store"
import type { Shoppers } from "../shoppers"
import { ChangeFeed } from "./change-feed"
import type { ChangeKind, ServingChange } from "./change-feed"
import { ChangeGatherer } from "./change-gatherer"
import type { LiveModel } from "./live-model"
import { PacedRenewal } from "./paced-renewal"

/** Milliseconds after which a request sets off a look at what others did, without waiting for it. */
const LOOK_MS = 400
/** Milliseconds after which a request waits for that look: it must not be answered from a world so old. */
const WAIT_MS = 1_500
/** Milliseconds between full readings of the catalogue, the net under lost events. */
const REREAD_MS = 10 * 60_000
/** Milliseconds before a look that failed is tried again: the database has enough to do. */
const RETRY_MS = 1_000

/** Changes after which no kept answer is worth looking at. */
const DROPS_ALL: ReadonlySet<ChangeKind> = new Set(["catalogue", "prices", "customers", "market", "rules"])
/** Changes after which what is for sale, or within a budget, is read anew at once: somebody has just put it there. */
const MOVES_SIEVE: ReadonlySet<ChangeKind> = new Set(["product", "variant", "catalogue", "prices"])
/** Changes that come with every order and every look at the supplier's list: the sieve follows them at its pace. */
const MOVES_SIEVE_OFTEN: ReadonlySet<ChangeKind> = new Set(["price", "stock"])

export interface FollowerParts {
  readonly neighbours: ServingNeighbours
  readonly model: LiveModel
  readonly catalogue: Catalogue
  readonly answers: Answers
  readonly preparer: Preparer
  readonly rules: RulesStore
  readonly markets: Markets
  readonly shoppers: Shoppers
  readonly saleIndex: SaleIndex
}

/**
 * Keeps what is in memory up with the world: behavior of this process at once, by
 * its commit; catalogue, rules and promotions at once where the event arrives; and
 * what other instances did within a second, by three cheap queries that requests
 * set off. A shop without visitors asks nothing.
 */
export class Follower {
  private readonly feed: ChangeFeed
  // By the clock that only goes forward: one that is set back would keep this instance from looking.
  private lookedAt = Number.NEGATIVE_INFINITY
  private rereadAt = performance.now()
  private looking: Promise<void> | null = null
  private readonly gatherer = new ChangeGatherer((changes) => this.changed(changes))
  private readonly sieve = new PacedRenewal(() => this.resieve())

  constructor(
    private readonly context: ModuleContext,
    private readonly parts: FollowerParts,
  ) {
    this.feed = new ChangeFeed(context)
    parts.neighbours.behavior.onRecorded((events) => {
      parts.model.take(events)
      this.forgetActors(events)
    })
    // From this moment on the visitor's history is shown with the customer's token alone.
    parts.neighbours.behavior.onLinked(({ visitorId, customerId }) =>
      this.changed([visitorId, customerId].map((key) => ({ kind: "customer", key }))),
    )
  }

  /** To be called before anything is read: what changes from then on will be followed. */
  async begin(): Promise<void> {
    await this.feed.read()
  }

  /** To be called before each answer. A database that does not answer stops nobody: what is in memory serves on. */
  async catchUp(): Promise<void> {
    const age = performance.now() - this.lookedAt
    if (age < LOOK_MS) return
    this.looking ??= this.look().finally(() => (this.looking = null))
    if (age < WAIT_MS) return
    const late = (): Error => new Error("the database did not answer in time")
    await withDeadline(this.looking, WAIT_MS, late).catch(() => undefined)
  }

  /** Like {@link changed}, for events that come in crowds. */
  announce(changes: readonly ServingChange[]): Promise<void> {
    return this.gatherer.add(changes)
  }

  /** Forgets here at once, and tells the others. */
  async changed(changes: readonly ServingChange[]): Promise<void> {
    await this.apply(changes)
    await this.feed.write(changes)
  }

  forgetShopper(shopper: ShopperKey): void {
    const names = shopperTags(shopper)
    this.parts.preparer.forget(names)
    this.parts.answers.forget(names)
  }

  private async look(): Promise<void> {
    const { model } = this.parts
    try {
      const [changes, events] = await Promise.all([this.feed.read(), model.followBehavior(), model.followPromotions()])
      this.forgetActors(events)
      await this.apply(changes)
      if (performance.now() - this.rereadAt > REREAD_MS) void this.reread()
      this.lookedAt = performance.now()
    } catch (error) {
      this.lookedAt = performance.now() - LOOK_MS + RETRY_MS
      this.context.logger?.warn(`recommendations: cannot follow changes, what is known serves on: ${String(error)}`)
    }
  }

  private forgetActors(events: readonly StoredEvent[]): void {
    const names = new Set<string>()
    for (const { customerId, visitorId } of events) {
      if (customerId) names.add(customerId)
      if (visitorId) names.add(visitorId)
    }
    if (names.size === 0) return
    this.parts.preparer.forget([...names])
    this.parts.answers.forget([...names])
  }

  private async apply(changes: readonly ServingChange[]): Promise<void> {
    if (changes.length === 0) return
    const { rules, markets, answers } = this.parts
    const kinds = new Set(changes.map(({ kind }) => kind))
    if (kinds.has("rules")) rules.forget()
    if (kinds.has("market")) markets.forget()
    if (kinds.has("catalogue")) void this.reread()
    const has = (some: ReadonlySet<ChangeKind>): boolean => [...kinds].some((kind) => some.has(kind))
    const enters = await this.reshelve(changes)
    if (has(MOVES_SIEVE)) await this.resieve()
    else if (has(MOVES_SIEVE_OFTEN)) await this.sieve.ask()
    // A customer's own answers go by name, and each answer looks at what it shows; anything else may stand in anybody's.
    if (enters || has(DROPS_ALL)) answers.forget(null)
    this.forgetCustomers(changes)
  }

  /** Products that changed, read anew; says whether any may now stand in a list in which it did not. */
  private async reshelve(changes: readonly ServingChange[]): Promise<boolean> {
    const { catalogue, model } = this.parts
    const keysOf = (wanted: ChangeKind): string[] =>
      changes.flatMap(({ kind, key }) => (kind === wanted && key !== null ? [key] : []))
    const ids = [...new Set([...keysOf("product"), ...(await catalogue.productsOfVariants(keysOf("variant")))])]
    if (ids.length === 0) return false
    const before = new Map(ids.map((id) => [id, catalogue.get(id)]))
    const found = await catalogue.refresh(ids)
    model.upsert(found)
    return [...found].some(([id, now]) => mayEnterLists(before.get(id), now))
  }

  /**
   * The sieve as it should be now; until it is read the old one serves on, for an import may change prices for as long
   * as it lasts. Lists are made anew only when something is for sale that was not: stock changes with every order.
   */
  private async resieve(): Promise<void> {
    const { saleIndex, answers } = this.parts
    const hasMore = await saleIndex.renew().catch(() => {
      saleIndex.forget()
      return true
    })
    if (hasMore) answers.forget(null)
  }

  private forgetCustomers(changes: readonly ServingChange[]): void {
    const { shoppers, preparer, answers } = this.parts
    if (changes.some(({ kind }) => kind === "customers")) {
      shoppers.forget(null)
      preparer.forget(null)
    }
    const customers = changes.flatMap(({ kind, key }) => (kind === "customer" && key !== null ? [key] : []))
    for (const customer of customers) shoppers.forget(customer)
    if (customers.length === 0) return
    preparer.forget(customers)
    answers.forget(customers)
  }

  private async reread(): Promise<void> {
    this.rereadAt = performance.now()
    try {
      await this.parts.catalogue.readAll()
      this.parts.model.upsert(this.parts.catalogue.items())
      await this.resieve()
    } catch (error) {
      this.context.logger?.warn(`recommendations: catalogue not read anew: ${String(error)}`)
    }
  }
}
