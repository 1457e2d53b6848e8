import { z } from "@medusajs/framework/zod"
import { PreparedStatements } from "../prepared-statements"
import type { Queryable } from "../prepared-statements"

const statement = { sql: "select 1", bindings: [], name: "svm_one" }

interface Asked {
  readonly sql: string
  readonly name: string | null
}

interface FakeKnex {
  readonly knex: Queryable
  readonly asked: Asked[]
  readonly connections: { taken: number; returned: number; closed: number }
}

/** A knex whose `fails` decides what each statement comes to. */
function aKnex(fails: (asked: Asked) => Error | null, isTransaction = false): FakeKnex {
  const asked: Asked[] = []
  const connections = { taken: 0, returned: 0, closed: 0 }
  const raw = (sql: string) => {
    let name: string | null = null
    const query = {
      connection: () => query,
      timeout: () => query,
      options: (options: { name: string }) => {
        name = options.name
        return query
      },
      then: (resolve: (result: unknown) => void, reject: (error: unknown) => void) => {
        asked.push({ sql, name })
        const error = fails({ sql, name })
        if (error) reject(error)
        else resolve({ rows: [] })
      },
    }
    return query
  }
  const client = {
    acquireConnection: () => {
      connections.taken += 1
      return Promise.resolve({})
    },
    releaseConnection: (connection: object) => {
      connections.returned += 1
      if ("__knex__disposed" in connection) connections.closed += 1
      return Promise.resolve()
    },
  }
  return { knex: z.custom<Queryable>().parse({ raw, client, isTransaction }), asked, connections }
}

const refusing = (code: string) => (asked: Asked) =>
  asked.name === null ? null : Object.assign(new Error("no"), { code })
const texts = (asked: readonly Asked[]): string[] => asked.map(({ sql }) => sql)
const names = (asked: readonly Asked[]): (string | null)[] =>
  asked.filter(({ sql }) => sql.startsWith("select")).map(({ name }) => name)

describe("PreparedStatements", () => {
  test("PreparedStatements: a named statement is prepared, one without a name is not", async () => {
    const { knex, asked } = aKnex(() => null)
    const statements = new PreparedStatements()
    await statements.run(knex, statement)
    await statements.run(knex, { sql: "select 2", bindings: [] })
    expect(names(asked)).toEqual(["svm_one", null])
  })

  test("PreparedStatements: outside of a transaction Postgres gets the limit before the statement", async () => {
    const { knex, asked, connections } = aKnex(() => null)
    await new PreparedStatements().run(knex, { ...statement, patienceMs: 250 })
    expect(texts(asked)).toEqual(["begin; set local statement_timeout = 250", "select 1", "COMMIT"])
    expect(connections).toEqual({ taken: 1, returned: 1, closed: 0 })
  })

  test("PreparedStatements: within a transaction the transaction's own limit holds", async () => {
    const { knex, asked, connections } = aKnex(() => null, true)
    await new PreparedStatements().run(knex, statement)
    expect([texts(asked), connections.taken]).toEqual([["select 1"], 0])
  })

  test("PreparedStatements: what failed is rolled back, and its connection goes back to the pool", async () => {
    const { knex, asked, connections } = aKnex(({ sql }) => (sql.startsWith("select") ? new Error("no") : null))
    await expect(new PreparedStatements().run(knex, statement)).rejects.toThrow("no")
    expect(texts(asked).at(-1)).toBe("ROLLBACK")
    expect(connections).toEqual({ taken: 1, returned: 1, closed: 0 })
  })

  test("PreparedStatements: a connection on which even the rollback fails is closed", async () => {
    const { knex, connections } = aKnex(({ sql }) => (sql.startsWith("begin") ? null : new Error("no")))
    await expect(new PreparedStatements().run(knex, statement)).rejects.toThrow("no")
    expect(connections).toEqual({ taken: 1, returned: 1, closed: 1 })
  })

  test("PreparedStatements: on a connection that fell silent nobody waits for a rollback", async () => {
    const late = Object.assign(new Error("Defined query timeout"), { name: "KnexTimeoutError" })
    const { knex, asked } = aKnex(({ sql }) => (sql.startsWith("select") ? late : null))
    await expect(new PreparedStatements().run(knex, statement)).rejects.toBe(late)
    expect(texts(asked).at(-1)).toBe("select 1")
  })

  test("PreparedStatements: a pooler that keeps none is asked once, and never again", async () => {
    for (const code of ["26000", "42P05"]) {
      const { knex, asked } = aKnex(refusing(code))
      const statements = new PreparedStatements()
      expect(await statements.run(knex, statement)).toEqual({ rows: [] })
      await statements.run(knex, statement)
      expect(names(asked)).toEqual(["svm_one", null, null])
    }
  })

  test("PreparedStatements: any other failure is the caller's to hear of", async () => {
    const { knex, asked } = aKnex(refusing("53300"))
    await expect(new PreparedStatements().run(knex, statement)).rejects.toThrow("no")
    expect(names(asked)).toEqual(["svm_one"])
  })
})
