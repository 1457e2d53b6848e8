import { z } from "@medusajs/framework/zod"

/** How one call of the database goes wrong. */
export interface Fault {
  /** SQLSTATE, or the code of a broken socket. */
  readonly code: string
  /** Whether the server never saw the call, or did it and its answer was lost. */
  readonly moment: "before" | "after"
  /** Whether the connection is gone with it. */
  readonly breaks: boolean
}

type Callback = (error: Error | null, response?: unknown) => void
type Query = (config: unknown, callback: Callback) => unknown

interface RawConnection {
  query: Query
  readonly connection: { readonly stream: { destroy(): void } }
}

const hasClient = z.custom<{ readonly client: { acquireRawConnection(): Promise<RawConnection> } }>()

/**
 * Counts what goes over the connections of a knex, begin and commit too, and lets one call fail:
 * below knex and above the wire, so that pools, transactions and retries are the real ones.
 */
export class FailingConnections {
  private calls = 0
  private armed: { readonly at: number; readonly fault: Fault } | null = null
  private struck: string | null = null

  /** @param knex one that has no connection yet */
  constructor(knex: unknown) {
    const { client } = hasClient.parse(knex)
    const acquire = client.acquireRawConnection.bind(client)
    client.acquireRawConnection = async () => this.watch(await acquire())
  }

  /** The `at`-th call from now fails. */
  arm(at: number, fault: Fault): void {
    this.calls = 0
    this.struck = null
    this.armed = { at, fault }
  }

  /** Lets everything through; what was struck, null when there were fewer calls. */
  disarm(): string | null {
    this.armed = null
    return this.struck
  }

  private watch(connection: RawConnection): RawConnection {
    const query = connection.query.bind(connection)
    connection.query = (config, callback) => {
      const { armed } = this
      this.calls += 1
      if (!armed || this.calls !== armed.at) return query(config, callback)
      const { code, moment, breaks } = armed.fault
      this.struck = z.object({ text: z.string() }).safeParse(config).data?.text ?? "a statement"
      const fail = (): void => {
        if (breaks) connection.connection.stream.destroy()
        callback(Object.assign(new Error(`injected: ${code}`), { code }))
      }
      if (moment === "after") return query(config, fail)
      // A server that refuses a commit has ended the transaction.
      if (this.struck.startsWith("COMMIT") && !breaks) return query("ROLLBACK", fail)
      setImmediate(fail)
      return undefined
    }
    return connection
  }
}
