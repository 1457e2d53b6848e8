import { LRUCache } from "lru-cache"
import { z } from "@medusajs/framework/zod"
import { hash32 } from "../../../../core/evaluation/experiment"
import type { ModuleContext } from "../../context"
import { freshenStatistics } from "../../database/fresh-statistics"
import { queryRows } from "../../database/query-rows"
import type { Statement } from "../../database/query-rows"
import { Paced } from "../../paced"
import { deliveryStatement } from "./delivery-sql"
import type { DeliveryScope } from "./delivery-sql"
import { amountsStatement, forSaleStatement, onSaleStatement } from "./for-sale-sql"
import type { SaleScope } from "./for-sale-sql"
import { FollowedMap, versionOf } from "./followed-map"
import type { Marked, OverlaidMap, PartVersion } from "./followed-map"

/** Milliseconds after which a set is read again, while the one of before serves on. */
const FRESH_MS = 20_000
/** The same in times of a reading's length: reading unasked takes at most 2 % of the database's time. */
const FRESH_TIMES = 50
/** Rest after a reading that was asked for, in times of its length: however often stock changes, it takes at most 9 %. */
const REST_TIMES = 10
/** Milliseconds after which one of before is not good enough to begin with, or not worth keeping when nobody asked. */
const STALE_MS = 120_000
/** Pairs of channels and currency in which the shop sells anything. */
const MAX_SETS = 64
/** Such pairs in which it sells nothing: currencies come from requests, and must not push out the shop's own. */
const MAX_EMPTY = 64

/** Countries of which it is kept how soon products are there: requests name them, as they name currencies. */
const MAX_DELIVERIES = 64

/** What is known of one product of a set. */
interface Offer extends Marked {
  /** Its prices, where the set is of prices. */
  readonly amounts: readonly number[]
}

/** A set of products at one moment. Its version moves when one comes in, or its prices change. */
export interface SaleSet {
  readonly products: OverlaidMap<Offer>
  readonly version: PartVersion
}

const offerRow = z.object({ id: z.string(), amounts: z.array(z.number()).nullable() })

const offersOf = (rows: readonly z.output<typeof offerRow>[]): Map<string, Offer> =>
  new Map(
    rows.map(({ id, amounts }) => [
      id,
      { amounts: amounts ?? [], mark: hash32(amounts === null ? id : `${id} ${amounts.join(" ")}`) },
    ]),
  )

/** One set: read whole at a pace of its own, corrected for single products in between. */
class FollowedSet {
  private readonly offers = new FollowedMap<Offer>()
  private readAt = Number.NEGATIVE_INFINITY
  private expiredAt = Number.NEGATIVE_INFINITY
  private freshMs = FRESH_MS
  private first: Promise<void> | null = null
  private readonly paced = new Paced(() => this.readWhole(), { restTimes: REST_TIMES, restAtMostMs: STALE_MS / 2 })

  /** @param statement what is in the set, of these products alone or of all */
  constructor(
    private readonly context: ModuleContext,
    private readonly statement: (ids: readonly string[] | null) => Statement,
  ) {}

  get isEmpty(): boolean {
    return this.offers.current[Symbol.iterator]().next().done === true
  }

  /** The set, at most two minutes old; one past its time is read again behind the caller's back. */
  async get(): Promise<SaleSet> {
    const age = performance.now() - this.readAt
    if (age > STALE_MS || this.readAt < this.expiredAt)
      await (this.first ??= this.readWhole().finally(() => (this.first = null)))
    else if (age > this.freshMs)
      this.paced.ask().catch((error: unknown) => {
        this.context.logger?.warn(`recommendations: products for sale not read again: ${String(error)}`)
      })
    return { products: this.offers.current, version: versionOf(this.offers) }
  }

  /** Reads these products again. Where that fails, the set is read whole before its next use. */
  async recheck(ids: readonly string[]): Promise<void> {
    const found = await queryRows(this.context.knex(), this.statement(ids), offerRow).then(offersOf, () => null)
    if (found === null) this.expire()
    else this.offers.patch(new Map(ids.map((id) => [id, found.get(id) ?? null])))
  }

  /** What was read until now is not good enough any more. */
  expire(): void {
    this.expiredAt = performance.now()
  }

  /** Reads the set again at its pace. */
  refresh(): Promise<void> {
    return this.paced.ask()
  }

  async readWhole(): Promise<void> {
    const begun = performance.now()
    await this.offers.readWhole(async () => {
      await freshenStatistics(this.context)
      return offersOf(await queryRows(this.context.knex(), this.statement(null), offerRow))
    })
    this.readAt = Math.max(this.readAt, begun)
    this.freshMs = Math.min(Math.max(FRESH_MS, FRESH_TIMES * (performance.now() - begun)), STALE_MS / 2)
  }
}

/**
 * Sets of products for the sieve before ranking. They may lag by seconds: what is shown is looked at again, product by
 * product, in the answer's own query.
 */
export class SaleIndex {
  private readonly sets = new LRUCache<string, FollowedSet>({ max: MAX_SETS, ttl: STALE_MS, updateAgeOnGet: true })
  private readonly empty = new LRUCache<string, FollowedSet>({ max: MAX_EMPTY, ttl: STALE_MS, updateAgeOnGet: true })

  /** Looked at again by their age alone: there may be one for each country of the world. */
  private readonly delivered = new LRUCache<string, FollowedSet>({
    max: MAX_DELIVERIES,
    ttl: STALE_MS,
    updateAgeOnGet: true,
  })

  constructor(private readonly context: ModuleContext) {}

  /** Products for sale in these channels and this currency. */
  forSale(scope: SaleScope): Promise<SaleSet> {
    const key = `for-sale ${[...scope.salesChannelIds].sort().join(",")} ${scope.currencyCode}`
    return this.get(key, (ids) => forSaleStatement(scope, ids))
  }

  /** Products on a sale price list in this currency. */
  onSale(currencyCode: string): Promise<SaleSet> {
    return this.get(`on-sale ${currencyCode}`, (ids) => onSaleStatement(currencyCode, ids))
  }

  /** All prices in this currency: one set for all budgets, for a request may name any. */
  prices(currencyCode: string): Promise<SaleSet> {
    return this.get(`prices ${currencyCode}`, (ids) => amountsStatement(currencyCode, ids))
  }

  /**
   * Days at most until products are there, as shipping options with such a field say; one number a product. Two minutes old
   * at most.
   */
  deliveries(scope: DeliveryScope): Promise<SaleSet> {
    const { salesChannelIds, regionId, countryCode, field } = scope
    const key = `delivery ${[...salesChannelIds].sort().join(",")} ${regionId ?? ""} ${countryCode ?? ""} ${field}`
    const set = this.delivered.get(key) ?? new FollowedSet(this.context, (ids) => deliveryStatement(scope, ids))
    this.delivered.set(key, set)
    return set.get()
  }

  /** Reads these products again in all sets of what is for sale, and of prices, that are in use. */
  async recheck(ids: readonly string[]): Promise<void> {
    for (const set of this.inUse()) await set.recheck(ids)
  }

  /**
   * Reads all sets again that are in use, one after the other, while those of before serve on. One that cannot be read
   * now is read before its next use, and so is one that holds nothing: anybody may ask for a currency that nobody has.
   */
  async readAll(): Promise<void> {
    for (const set of this.empty.values()) set.expire()
    for (const set of this.sets.values()) await set.readWhole().catch(() => set.expire())
  }

  /** Reads them again with their pace: stock changes with each order. */
  async refresh(): Promise<void> {
    await Promise.all(this.inUse().map((set) => set.refresh()))
  }

  private inUse(): FollowedSet[] {
    return [...this.sets.values(), ...this.empty.values()]
  }

  /** A set is followed from its first reading on. Only one that holds something takes a place among the shop's own. */
  private async get(key: string, statement: (ids: readonly string[] | null) => Statement): Promise<SaleSet> {
    const set = this.sets.get(key) ?? this.empty.get(key) ?? new FollowedSet(this.context, statement)
    if (!this.sets.has(key)) this.empty.set(key, set)
    const found = await set.get()
    if (!set.isEmpty && !this.sets.has(key)) {
      this.empty.delete(key)
      this.sets.set(key, set)
    }
    return found
  }
}
