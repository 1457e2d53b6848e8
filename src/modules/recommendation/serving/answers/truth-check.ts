import type { ModuleContext } from "../../context"
import { readProductsForSale } from "../catalogue/products-for-sale"
import type { SaleScope } from "../catalogue/for-sale-sql"
import type { CachedAnswer } from "./answer-cache"

interface Waiting {
  readonly stamps: CachedAnswer["stamps"]
  readonly resolve: (stillTrue: boolean) => void
  readonly reject: (error: unknown) => void
}

interface Lane {
  readonly scope: SaleScope
  waiting: Waiting[]
  busy: boolean
}

/**
 * Looks whether what a kept answer shows is still for sale, at the same price:
 * one small query, begun after the request came, so that a cache can never tell
 * a shopper what was true a moment ago. Requests that come while a query runs
 * share the next one.
 */
export class TruthCheck {
  private readonly lanes = new Map<string, Lane>()

  constructor(private readonly context: ModuleContext) {}

  holds({ scope, stamps }: Pick<CachedAnswer, "scope" | "stamps">): Promise<boolean> {
    const key = `${scope.salesChannelIds.join(",")} ${scope.currencyCode}`
    const lane = this.lanes.get(key) ?? { scope, waiting: [], busy: false }
    this.lanes.set(key, lane)
    return new Promise((resolve, reject) => {
      lane.waiting.push({ stamps, resolve, reject })
      if (!lane.busy) void this.run(key, lane)
    })
  }

  private async run(key: string, lane: Lane): Promise<void> {
    lane.busy = true
    while (lane.waiting.length > 0) {
      const batch = lane.waiting
      lane.waiting = []
      try {
        const ids = new Set(batch.flatMap(({ stamps }) => Object.keys(stamps)))
        const now = await readProductsForSale(this.context, { ...lane.scope, ids: [...ids], sections: "stamp" })
        for (const { stamps, resolve } of batch)
          resolve(Object.entries(stamps).every(([id, stamp]) => now.get(id)?.stamp === stamp))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    lane.busy = false
    this.lanes.delete(key)
  }
}
