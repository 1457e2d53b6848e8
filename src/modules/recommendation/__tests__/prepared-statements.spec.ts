import { z } from "@medusajs/framework/zod"
import { PreparedStatements } from "../prepared-statements"
import type { Queryable } from "../prepared-statements"

const statement = { sql: "select 1", bindings: [], name: "svm_one" }

/** A knex that refuses named statements with this code, and writes down what it was asked. */
function aKnex(code: string | null): { knex: Queryable; asked: (string | null)[] } {
  const asked: (string | null)[] = []
  const raw = () => ({
    timeout: raw,
    options: ({ name }: { name: string }) => {
      asked.push(name)
      return code === null ? Promise.resolve({ rows: [] }) : Promise.reject(Object.assign(new Error("no"), { code }))
    },
    then: (resolve: (result: unknown) => void) => {
      asked.push(null)
      resolve({ rows: [] })
    },
  })
  return { knex: z.custom<Queryable>().parse({ raw }), asked }
}

describe("PreparedStatements", () => {
  test("PreparedStatements: a named statement is prepared, one without a name is not", async () => {
    const { knex, asked } = aKnex(null)
    const statements = new PreparedStatements()
    await statements.run(knex, statement)
    await statements.run(knex, { sql: "select 2", bindings: [] })
    expect(asked).toEqual(["svm_one", null])
  })

  test("PreparedStatements: a pooler that keeps none is asked once, and never again", async () => {
    for (const code of ["26000", "42P05"]) {
      const { knex, asked } = aKnex(code)
      const statements = new PreparedStatements()
      expect(await statements.run(knex, statement)).toEqual({ rows: [] })
      await statements.run(knex, statement)
      expect(asked).toEqual(["svm_one", null, null])
    }
  })

  test("PreparedStatements: any other failure is the caller's to hear of", async () => {
    const { knex, asked } = aKnex("53300")
    await expect(new PreparedStatements().run(knex, statement)).rejects.toThrow("no")
    expect(asked).toEqual(["svm_one"])
  })
})
