import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../../database/query-rows"
import { outdatedStatement } from "../catalog/for-sale-sql"
import type { SaleScope } from "../catalog/for-sale-sql"
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

const outdatedRow = z.object({ id: z.string(), stamp: z.string() })

const nameOf = (id: string, stamp: string): string => `${id} ${stamp}`

/**
 * Looks whether what a kept answer shows is still for sale, at the same price:
 * one small query, begun after the request came, so that a cache can never show
 * a shopper what was true a moment ago. Postgres compares, and returns what
 * changed alone. Requests that come while a query runs share the next one.
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
    // The lists of one page come in the same turn, and share a query.
    await Promise.resolve()
    while (lane.waiting.length > 0) {
      const batch = lane.waiting
      lane.waiting = []
      try {
        const outdated = await this.outdated(lane.scope, batch)
        for (const { stamps, resolve } of batch)
          resolve(outdated.size === 0 || !Object.entries(stamps).some(([id, stamp]) => outdated.has(nameOf(id, stamp))))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    lane.busy = false
    this.lanes.delete(key)
  }

  private async outdated(scope: SaleScope, batch: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const shown = new Map<string, { id: string; stamp: string }>()
    for (const { stamps } of batch)
      for (const [id, stamp] of Object.entries(stamps)) shown.set(nameOf(id, stamp), { id, stamp })
    const statement = { ...outdatedStatement(scope, [...shown.values()]), timeoutMs: SHOPPERS_TIMEOUT_MS }
    const rows = await queryRows(this.context.knex(), statement, outdatedRow)
    return new Set(rows.map(({ id, stamp }) => nameOf(id, stamp)))
  }
}
