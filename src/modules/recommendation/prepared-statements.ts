import type { ModuleContext } from "./context"

/** Milliseconds that a statement may take before its connection is given up: a network that fell silent never says so. */
export const PATIENCE_MS = 30_000
/** The same where a shopper waits for the answer. */
export const SHOPPERS_PATIENCE_MS = 3_000

/** What runs a query: the module's knex, or a transaction's. */
export type Queryable = Pick<ReturnType<ModuleContext["knex"]>, "raw">

/** One SQL text with `?` parameters: values never stand in the text itself. */
export interface Statement {
  readonly sql: string
  readonly bindings: readonly (string | number | boolean | Date | null | string[] | number[])[]
  /**
   * For what is asked at every request: each connection has it parsed and planned
   * once. One name, one text. Not within a transaction, which a refusal would abort.
   */
  readonly name?: string
  /** Milliseconds after which it counts as failed. @defaultValue {@link PATIENCE_MS} */
  readonly patienceMs?: number
}

/** Codes by which Postgres, or a pooler before it, says that it keeps no such statement, or that its tables changed. */
const REFUSALS: ReadonlySet<unknown> = new Set(["26000", "42P05", "0A000"])

/**
 * Runs statements, the named ones prepared. A pooler that hands each transaction
 * another connection cannot keep them: at its first refusal names are given up,
 * for the life of the process, and the statement runs without.
 */
export class PreparedStatements {
  private refused = false

  async run(knex: Queryable, { sql, bindings, name, patienceMs = PATIENCE_MS }: Statement): Promise<unknown> {
    const plain = () => knex.raw(sql, [...bindings]).timeout(patienceMs)
    if (name === undefined || this.refused) return plain()
    try {
      return await plain().options({ name })
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.refused = true
      return plain()
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && REFUSALS.has(error.code)
}
