import { randomUUID } from "node:crypto"
import { Client } from "pg"

export interface RawInsertOptions {
  readonly databaseUrl: string
  readonly milliseconds: number
  readonly connections: number
  /** Rows of one INSERT. */
  readonly rows: number
  readonly products: number
}

const COLUMNS = [
  "id",
  "type",
  "product_id",
  "visitor_id",
  "session_id",
  "placement",
  "sales_channel_id",
  "device",
  "source",
  "is_bot",
  "occurred_at",
]

/**
 * What Postgres takes when nothing stands before it: INSERTs of many rows with
 * parameters into the very table of the plugin, each its own transaction.
 *
 * @returns rows a second
 */
export async function rawInserts(options: RawInsertOptions): Promise<number> {
  const clients = Array.from(
    { length: options.connections },
    () => new Client({ connectionString: options.databaseUrl }),
  )
  await Promise.all(clients.map((client) => client.connect()))
  const marks = Array.from(
    { length: options.rows },
    (_, row) => `(${COLUMNS.map((_column, at) => `$${row * COLUMNS.length + at + 1}`).join(", ")})`,
  )
  const text = `insert into behavior_event (${COLUMNS.join(", ")}) values ${marks.join(", ")} on conflict do nothing`
  let inserted = 0
  const begun = performance.now()
  const until = begun + options.milliseconds
  const busy = async (client: Client): Promise<void> => {
    while (performance.now() < until) {
      const visitor = randomUUID()
      const session = randomUUID()
      const values = Array.from({ length: options.rows }, (_, row) => [
        randomUUID(),
        row % 3,
        `prod_${1 + Math.floor(Math.random() * options.products)}`,
        visitor,
        session,
        "home",
        "sc_bench",
        "desktop",
        "raw",
        false,
        new Date(Date.now() - row * 1_000),
      ]).flat()
      await client.query({ name: "raw-insert", text, values })
      inserted += options.rows
    }
  }
  await Promise.all(clients.map(busy))
  const seconds = (performance.now() - begun) / 1_000
  await Promise.all(clients.map((client) => client.end()))
  return inserted / seconds
}
