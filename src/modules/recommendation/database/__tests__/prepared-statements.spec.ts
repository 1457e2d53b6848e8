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
  /** What went over the wire, in order. */
  readonly sent: string[]
  readonly asked: Asked[]
  readonly connections: { taken: number; returned: number; closed: number }
}

/** A knex whose `fails` decides what each statement comes to. */
function aKnex(fails: (asked: Asked) => Error | null, isTransaction = false): FakeKnex {
  const asked: Asked[] = []
  const sent: string[] = []
  const wire = {
    parse: ({ text }: { text: string }) => sent.push(`parse ${text}`),
    bind: () => sent.push("bind"),
    execute: () => sent.push("execute"),
  }
  /** As pg has it: messages are methods of a class, and a connection may shadow them. */
  const shadowed: typeof wire = Object.create(wire)
  const connections = { taken: 0, returned: 0, closed: 0 }
  const raw = (sql: string) => {
    let name: string | null = null
    let isAlone = false
    const query = {
      connection: () => {
        isAlone = true
        return query
      },
      timeout: () => query,
      options: (options: { name?: string }) => {
        name = options.name ?? null
        return query
      },
      then: (resolve: (result: unknown) => void, reject: (error: unknown) => void) => {
        asked.push({ sql, name })
        if (isAlone) {
          shadowed.parse({ text: sql })
          shadowed.bind()
          shadowed.execute()
        }
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
      return Promise.resolve({ connection: shadowed })
    },
    releaseConnection: (connection: object) => {
      connections.returned += 1
      if ("__knex__disposed" in connection) connections.closed += 1
      return Promise.resolve()
    },
  }
  return { knex: z.custom<Queryable>().parse({ raw, client, isTransaction }), asked, sent, connections }
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

  test("PreparedStatements: outside of a transaction the limit goes ahead of the statement, in the same round trip", async () => {
    const { knex, sent, connections } = aKnex(() => null)
    const statements = new PreparedStatements()
    for (const timeoutMs of [250, 350]) {
      sent.length = 0
      await statements.run(knex, { ...statement, timeoutMs })
      expect(sent).toEqual([
        `parse select 1 where set_config('statement_timeout', '${timeoutMs}', true) is null`,
        ...["bind", "execute", "parse select 1", "bind", "execute"],
      ])
    }
    expect(connections).toEqual({ taken: 2, returned: 2, closed: 0 })
  })

  test("PreparedStatements: within a transaction the transaction's own limit holds", async () => {
    const { knex, asked, connections } = aKnex(() => null, true)
    await new PreparedStatements().run(knex, statement)
    expect([texts(asked), connections.taken]).toEqual([["select 1"], 0])
  })

  test("PreparedStatements: the connection of what failed goes back to the pool, without a limit", async () => {
    const { knex, sent, connections } = aKnex(() => new Error("no"))
    await expect(new PreparedStatements().run(knex, statement)).rejects.toThrow("no")
    await expect(new PreparedStatements().run(knex, statement)).rejects.toThrow("no")
    expect(sent.filter((message) => message.includes("statement_timeout"))).toHaveLength(2)
    expect(connections).toEqual({ taken: 2, returned: 2, closed: 0 })
  })

  test("PreparedStatements: a connection that fell silent is closed", async () => {
    const late = Object.assign(new Error("Defined query timeout"), { name: "KnexTimeoutError" })
    const { knex, connections } = aKnex(() => late)
    await expect(new PreparedStatements().run(knex, statement)).rejects.toBe(late)
    expect(connections).toEqual({ taken: 1, returned: 1, closed: 1 })
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
