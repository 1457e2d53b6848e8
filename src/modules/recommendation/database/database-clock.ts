import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "./query-rows"

/** Milliseconds between two looks at the database's clock; both clocks run alike meanwhile. */
const COMPARED_EVERY_MS = 60_000

/**
 * The database's time, which all instances share. What is stored permanently, or
 * refused permanently, must not hang on the clock of one machine, which may be set wrong.
 */
export class DatabaseClock {
  private compared: { readonly at: number; readonly ahead: number } | null = null
  private comparing: Promise<number> | null = null

  constructor(private readonly context: ModuleContext) {}

  /** Milliseconds since 1970-01-01 UTC. Asks the database once a minute, and only the first time makes anybody wait. */
  async now(): Promise<number> {
    const { compared } = this
    const age = compared ? performance.now() - compared.at : Infinity
    if (age > COMPARED_EVERY_MS) {
      this.comparing ??= this.compare().finally(() => (this.comparing = null))
      if (!compared) return this.comparing
      this.comparing.catch(() => undefined)
    }
    return performance.now() + (compared?.ahead ?? 0)
  }

  private async compare(): Promise<number> {
    const asked = performance.now()
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: "select extract(epoch from clock_timestamp()) * 1000 as now",
        bindings: [],
        timeoutMs: SHOPPERS_TIMEOUT_MS,
      },
      z.object({ now: z.coerce.number() }),
    )
    const answered = performance.now()
    const now = (rows[0]?.now ?? 0) + (answered - asked) / 2
    this.compared = { at: answered, ahead: now - answered }
    return now
  }
}
