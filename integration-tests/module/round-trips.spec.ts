import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { queryRows } from "../../src/modules/recommendation/database/query-rows"
import { createShopDatabase, databaseUrl, dropDatabase, postgresAddress } from "../helpers/database"
import { TcpProxy } from "../helpers/tcp-proxy"

const DATABASE = "svm_round_trips"
/** Milliseconds that each way takes. */
const WAY_MS = 60
const TRIES = 5

const limitRow = z.object({ t: z.string(), n: z.number() })

describe("a database that is far away", () => {
  let proxy: TcpProxy
  let connection: ReturnType<typeof knex>

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    proxy = await TcpProxy.start(postgresAddress, WAY_MS)
    connection = knex({ client: "pg", connection: databaseUrl(DATABASE, proxy.port), pool: { min: 1, max: 1 } })
    await connection.raw("select 1")
    proxy.set("slow")
  })

  afterAll(async () => {
    proxy.set("pass")
    await connection.destroy()
    await proxy.close()
    await dropDatabase(DATABASE)
  })

  /** The quickest of a few tries. */
  const shortest = async (work: () => Promise<unknown>): Promise<number> => {
    const took: number[] = []
    for (let n = 0; n < TRIES; n++) {
      const begun = performance.now()
      await work()
      took.push(performance.now() - begun)
    }
    return Math.min(...took)
  }

  test("database: a statement with its limit is one round trip, prepared or not, and leaves none behind", async () => {
    const sql = "select current_setting('statement_timeout') as t, ?::int as n"
    const bare = await shortest(async () => connection.raw("select 1"))
    for (const name of [undefined, "svm_test_limit"]) {
      const statement = { sql, bindings: [7], timeoutMs: 2_500, ...(name === undefined ? {} : { name }) }
      expect(await queryRows(connection, statement, limitRow)).toEqual([{ t: "2500ms", n: 7 }])
      const limited = await shortest(() => queryRows(connection, statement, limitRow))
      expect(limited).toBeLessThan(1.5 * bare)
    }
    const after = z.object({ rows: z.array(z.looseObject({ statement_timeout: z.string() })) })
    expect(after.parse(await connection.raw("show statement_timeout")).rows).toEqual([{ statement_timeout: "0" }])
  })

  test("database: a statement that takes too long ends in Postgres, and its connection serves on", async () => {
    const slow = { sql: "select pg_sleep(20), 1 as n", bindings: [], timeoutMs: 300 }
    await expect(queryRows(connection, slow, limitRow)).rejects.toMatchObject({ code: "57014" })
    const wrong = { sql: "select 'x'::int as n, ?::text as t", bindings: ["a"] }
    await expect(queryRows(connection, wrong, limitRow)).rejects.toMatchObject({ code: "22P02" })
    expect(await queryRows(connection, { sql: "select 'a' as t, 1 as n", bindings: [] }, limitRow)).toHaveLength(1)
  })
})
