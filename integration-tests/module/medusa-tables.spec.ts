import { z } from "@medusajs/framework/zod"
import { MEDUSA_TABLES, missingColumns } from "../../src/modules/recommendation/database/medusa-tables"
import { SchemaCheck } from "../../src/modules/recommendation/database/schema-check"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { readSqlContract } from "../helpers/sql-contract"

const DATABASE = "svm_medusa_tables"
const columnRows = z.object({ rows: z.array(z.object({ table: z.string(), column: z.string() })) })

describe("medusa tables", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
  })
  afterAll(() => module.close())

  const tables = async (): Promise<Map<string, Set<string>>> => {
    const { rows } = columnRows.parse(
      await module.run(
        `select table_name as "table", column_name as "column" from information_schema.columns
          where table_schema = 'public' order by 1, 2`,
      ),
    )
    const found = new Map<string, Set<string>>()
    for (const { table, column } of rows) found.set(table, (found.get(table) ?? new Set<string>()).add(column))
    return found
  }

  test("medusa tables: what is declared is what the SQL of the sources reads, table by table", async () => {
    const { read, unknown } = readSqlContract(await tables())
    expect(unknown).toEqual([])
    expect(MEDUSA_TABLES).toEqual(read)
    expect(Object.keys(read).length).toBeGreaterThan(40)
  })

  test("medusa tables: a database of the pinned Medusa has all of them", async () => {
    expect(await missingColumns(module.context.knex())).toEqual([])
  })

  test("medusa tables: a column and a table that another Medusa has no more are named once in the log", async () => {
    const logged: string[] = []
    const logger = { error: (text: string) => logged.push(text) } as unknown as typeof module.context.logger
    await module.run("alter table product_variant rename column manage_inventory to is_managed")
    await module.run("alter table price_list rename to price_lists")
    try {
      expect(await missingColumns(module.context.knex())).toEqual(["price_list", "product_variant.manage_inventory"])
      const check = new SchemaCheck({ ...module.context, logger })
      expect(await check.isReady()).toBe(true)
      expect(await check.isReady()).toBe(true)
      expect(logged).toEqual([expect.stringContaining("price_list, product_variant.manage_inventory")])
    } finally {
      await module.run("alter table price_lists rename to price_list")
      await module.run("alter table product_variant rename column is_managed to manage_inventory")
    }
  })

  test("schema check: a forgotten db:migrate is said once, with its command, and nothing is ready until then", async () => {
    const logged: string[] = []
    const logger = { error: (text: string) => logged.push(text) } as unknown as typeof module.context.logger
    const newest = "select max(name) from mikro_orm_migrations where name like 'Migration2026%'"
    await module.run(`update mikro_orm_migrations set name = 'x' || name where name = (${newest})`)
    const at = jest.spyOn(performance, "now")
    try {
      const check = new SchemaCheck({ ...module.context, logger })
      for (const seconds of [0, 5, 40, 80]) {
        at.mockReturnValue(seconds * 1_000)
        expect(await check.isReady()).toBe(false)
      }
      expect(logged).toEqual([expect.stringMatching(/1 migrations .+ nothing is learned .+ npx medusa db:migrate$/)])
      await module.run("update mikro_orm_migrations set name = substr(name, 2) where name like 'xMigration%'")
      at.mockReturnValue(120_000)
      expect(await check.isReady()).toBe(true)
      expect(logged).toHaveLength(1)
    } finally {
      at.mockRestore()
      await module.run("update mikro_orm_migrations set name = substr(name, 2) where name like 'xMigration%'")
    }
  })
})
