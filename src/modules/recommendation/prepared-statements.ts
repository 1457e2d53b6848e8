import type { ModuleContext } from "./context"

/** Milliseconds after which Postgres ends a statement of ours. */
export const PATIENCE_MS = 30_000
/** The same where a shopper waits for the answer. */
export const SHOPPERS_PATIENCE_MS = 3_000
/** Milliseconds more that we wait for Postgres to say so: a network that fell silent never does. */
const GRACE_MS = 1_000

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
  /** Milliseconds after which Postgres ends it; within a transaction the transaction's own limit holds. @defaultValue {@link PATIENCE_MS} */
  readonly patienceMs?: number
}

/** What holds connections: knex's own client. */
interface Connections {
  acquireConnection(): Promise<object>
  releaseConnection(connection: object): Promise<void>
}

/** Codes by which Postgres, or a pooler before it, says that it keeps no such statement, or that its tables changed. */
const REFUSALS: ReadonlySet<unknown> = new Set(["26000", "42P05", "0A000"])

/**
 * Runs statements, the named ones prepared. A pooler that hands each transaction
 * another connection cannot keep them: at its first refusal names are given up,
 * for the life of the process, and the statement runs without.
 *
 * A statement outside of a transaction gets one of its own, with a `statement_timeout`: a statement that only Node gave
 * up would go on in Postgres, hold its backend, and be asked again beside itself.
 */
export class PreparedStatements {
  private refused = false

  async run(knex: Queryable, statement: Statement): Promise<unknown> {
    const { sql, bindings, name, patienceMs = PATIENCE_MS } = statement
    const connections = connectionsOf(knex)
    if (connections === null) return knex.raw(sql, [...bindings]).timeout(patienceMs + GRACE_MS)
    if (name === undefined || this.refused) return runAlone(knex, connections, { ...statement, patienceMs })
    try {
      return await runAlone(knex, connections, { ...statement, patienceMs }, name)
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.refused = true
      return runAlone(knex, connections, { ...statement, patienceMs })
    }
  }
}

/** Sets the limit of each statement of a transaction, which Postgres itself keeps. */
export async function limitStatements(transaction: Queryable, patienceMs: number): Promise<void> {
  // The limit stands in the text, for SET takes no parameters: it is a number of ours.
  await transaction.raw(`set local statement_timeout = ${Math.round(patienceMs)}`).timeout(patienceMs + GRACE_MS)
}

/**
 * Begin and limit go in one round trip; the statement and the commit in one each. Straight on a connection, for knex's
 * own transactions take another, and wait five seconds for the rollback on a connection that fell silent.
 */
async function runAlone(
  knex: Queryable,
  connections: Connections,
  { sql, bindings, patienceMs }: Statement & { readonly patienceMs: number },
  name?: string,
): Promise<unknown> {
  const connection = await connections.acquireConnection()
  const send = (text: string, values: Statement["bindings"] = []) =>
    knex
      .raw(text, [...values])
      .connection(connection)
      .timeout(patienceMs + GRACE_MS)
  try {
    await send(`begin; set local statement_timeout = ${Math.round(patienceMs)}`)
    const query = send(sql, bindings)
    const result: unknown = await (name === undefined ? query : query.options({ name }))
    await send("COMMIT")
    return result
  } catch (error) {
    if (!(await isUndone(error, () => send("ROLLBACK")))) Object.assign(connection, { __knex__disposed: error })
    throw error
  } finally {
    await connections.releaseConnection(connection)
  }
}

/** False where the connection is of no use any more: knex then closes it, and makes another. */
async function isUndone(error: unknown, rollback: () => PromiseLike<unknown>): Promise<boolean> {
  if (error instanceof Error && error.name === "KnexTimeoutError") return false
  try {
    await rollback()
    return true
  } catch {
    return false
  }
}

/** The pool behind a knex; null for a transaction, which has its connection. */
function connectionsOf(knex: Queryable): Connections | null {
  if ("isTransaction" in knex && knex.isTransaction === true) return null
  return "client" in knex && isConnections(knex.client) ? knex.client : null
}

function isConnections(client: unknown): client is Connections {
  return typeof client === "object" && client !== null && "acquireConnection" in client && "releaseConnection" in client
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && REFUSALS.has(error.code)
}
