import type { ModuleContext } from "../context"

/** Milliseconds after which Postgres ends a statement of ours. */
export const TIMEOUT_MS = 30_000
/** The same where a shopper waits for the answer. */
export const SHOPPERS_TIMEOUT_MS = 3_000
/** Milliseconds more that we wait for Postgres to say so: a network that fell silent never does. */
const GRACE_MS = 1_000

/** Limits of the transactions that were given one, in milliseconds. */
const limits = new WeakMap<Queryable, number>()

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
  /** Milliseconds after which Postgres ends it; within a transaction that has a limit that one holds. @defaultValue {@link TIMEOUT_MS} */
  readonly timeoutMs?: number
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
 * A statement outside of a transaction gets a `statement_timeout` of its own: one that only Node gave up would go on in
 * Postgres, hold its backend, and be asked again beside itself.
 */
export class PreparedStatements {
  private refused = false

  async run(knex: Queryable, statement: Statement): Promise<unknown> {
    const { sql, bindings, name, timeoutMs = TIMEOUT_MS } = statement
    const connections = connectionsOf(knex)
    if (connections === null) return knex.raw(sql, [...bindings]).timeout((limits.get(knex) ?? timeoutMs) + GRACE_MS)
    if (name === undefined || this.refused) return runAlone(knex, connections, { ...statement, timeoutMs })
    try {
      return await runAlone(knex, connections, { ...statement, timeoutMs }, name)
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.refused = true
      return runAlone(knex, connections, { ...statement, timeoutMs })
    }
  }
}

/** Sets the limit of each statement of a transaction, which Postgres itself keeps. */
export async function limitStatements(transaction: Queryable, timeoutMs: number): Promise<void> {
  // The limit stands in the text, for SET takes no parameters: it is a number of ours.
  limits.set(transaction, timeoutMs)
  await transaction.raw(`set local statement_timeout = ${Math.round(timeoutMs)}`).timeout(timeoutMs + GRACE_MS)
}

/**
 * The limit goes ahead of the statement in one round trip with it: what comes before the next Sync is one transaction to
 * Postgres, at whose end the limit is gone, so that a pooler of transactions is safe with it.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html "Pipelining"
 */
async function runAlone(
  knex: Queryable,
  connections: Connections,
  { sql, bindings, timeoutMs }: Statement & { readonly timeoutMs: number },
  name?: string,
): Promise<unknown> {
  const connection = await connections.acquireConnection()
  const lift = limitNext(connection, timeoutMs)
  try {
    const results: unknown = await knex
      .raw(sql, [...bindings])
      .connection(connection)
      .timeout(timeoutMs + GRACE_MS)
      .options({ queryMode: "extended", ...(name === undefined ? {} : { name }) })
    // The first is the limit's own.
    return Array.isArray(results) ? results.at(-1) : results
  } catch (error) {
    // Nothing came back in time: knex closes the connection, and makes another.
    const isSilent = error instanceof Error && error.name === "KnexTimeoutError"
    if (isSilent) Object.assign(connection, { __knex__disposed: error })
    throw error
  } finally {
    lift()
    await connections.releaseConnection(connection)
  }
}

/** As much of pg's side of the protocol as the limit goes through. */
interface Wire {
  parse(message: object): void
  bind(message: object): void
  execute(message: object): void
}

/**
 * Sends a limit ahead of the next statement of a connection that nobody else uses: with its first message, for the
 * answers to both must find pg waiting. Returns what takes the limit back where no statement came.
 */
function limitNext(connection: object, ms: number): () => void {
  const wire = "connection" in connection && isWire(connection.connection) ? connection.connection : null
  if (wire === null) return () => undefined
  const lift = (): void => {
    Reflect.deleteProperty(wire, "parse")
    Reflect.deleteProperty(wire, "bind")
  }
  const limit = (): void => {
    lift()
    // A number of ours. It yields no row, for there is nobody to take one.
    wire.parse({ text: `select 1 where set_config('statement_timeout', '${Math.round(ms)}', true) is null` })
    wire.bind({})
    wire.execute({})
  }
  // A statement that is prepared already begins with its values.
  for (const first of ["parse", "bind"] as const)
    wire[first] = (message) => {
      limit()
      wire[first](message)
    }
  return lift
}

const isWire = (wire: unknown): wire is Wire =>
  typeof wire === "object" && wire !== null && "parse" in wire && "bind" in wire && "execute" in wire

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
