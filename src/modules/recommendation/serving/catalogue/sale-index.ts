import { LRUCache } from "lru-cache"
import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { freshenStatistics } from "../../fresh-statistics"
import { queryRows } from "../../query-rows"
import type { Statement } from "../../query-rows"
import { affordableStatement, forSaleStatement, onSaleStatement } from "./for-sale-sql"
import type { SaleScope } from "./for-sale-sql"

/** Milliseconds after which a set is read anew, behind the back of those who use the old one. */
const FRESH_MS = 20_000
/** One that takes the database long is read so many times less often than it takes. */
const FRESH_TIMES = 50
/** Milliseconds after which the old one is not good enough to begin with. */
const STALE_MS = 120_000
/** Pairs of channels and currency, and of currency, that are kept. */
const MAX_SETS = 64

interface Kept {
  readonly ids: ReadonlySet<string>
  readonly at: number
  /** Milliseconds within which it need not be read anew. */
  readonly freshMs: number
  readonly statement: () => Statement
}

const idRow = z.object({ id: z.string() })

/**
 * Sets of product ids for the sieve before ranking. They may lag by seconds:
 * what is shown is looked at again, product by product, in the answer's own query.
 */
export class SaleIndex {
  // A set that nobody has asked for since it would count as old is not worth reading anew.
  private readonly kept = new LRUCache<string, Kept>({ max: MAX_SETS, ttl: STALE_MS, updateAgeOnGet: true })
  private readonly reading = new Map<string, Promise<Kept>>()
  private epoch = 0

  constructor(private readonly context: ModuleContext) {}

  /** Products for sale in these channels and this currency. */
  forSale(scope: SaleScope): Promise<ReadonlySet<string>> {
    const key = `for-sale ${[...scope.salesChannelIds].sort().join(",")} ${scope.currencyCode}`
    return this.get(key, () => forSaleStatement(scope))
  }

  /** Products on a sale price list in this currency. */
  onSale(currencyCode: string): Promise<ReadonlySet<string>> {
    return this.get(`on-sale ${currencyCode}`, () => onSaleStatement(currencyCode))
  }

  /** Products with a price within the budget, in this currency. */
  affordable(currencyCode: string, budget: { min: number; max: number }): Promise<ReadonlySet<string>> {
    return this.get(`affordable ${currencyCode} ${budget.min} ${budget.max}`, () =>
      affordableStatement(currencyCode, budget),
    )
  }

  /** Something changed: read anew at the next use. */
  forget(): void {
    this.epoch += 1
    this.kept.clear()
    this.reading.clear()
  }

  /**
   * Reads the sets anew that are in use, one after the other, while the old ones serve on; says whether any has a
   * product that it did not have. What went out needs no telling: no list shows it, by its own look.
   */
  async renew(): Promise<boolean> {
    this.epoch += 1
    this.reading.clear()
    let hasMore = false
    for (const [key, { ids, statement }] of [...this.kept.entries()]) {
      const now = await this.read(key, statement)
      hasMore ||= [...now.ids].some((id) => !ids.has(id))
    }
    return hasMore
  }

  private async get(key: string, statement: () => Statement): Promise<ReadonlySet<string>> {
    const kept = this.kept.get(key)
    const age = kept ? performance.now() - kept.at : Infinity
    if (kept && age < kept.freshMs) return kept.ids
    const reading = this.reading.get(key) ?? this.read(key, statement)
    if (kept && age < STALE_MS) {
      reading.catch((error: unknown) =>
        this.context.logger?.warn(`recommendations: sieve not renewed: ${String(error)}`),
      )
      return kept.ids
    }
    return (await reading).ids
  }

  private read(key: string, statement: () => Statement): Promise<Kept> {
    const { epoch } = this
    const reading = this.readNow(statement)
      .then((kept) => {
        if (epoch === this.epoch) this.kept.set(key, kept)
        return kept
      })
      .finally(() => {
        if (this.reading.get(key) === reading) this.reading.delete(key)
      })
    this.reading.set(key, reading)
    return reading
  }

  private async readNow(statement: () => Statement): Promise<Kept> {
    await freshenStatistics(this.context)
    const begun = performance.now()
    const rows = await queryRows(this.context.knex(), statement(), idRow)
    const at = performance.now()
    const freshMs = Math.min(Math.max(FRESH_MS, FRESH_TIMES * (at - begun)), STALE_MS / 2)
    return { ids: new Set(rows.map((row) => row.id)), at, freshMs, statement }
  }
}
