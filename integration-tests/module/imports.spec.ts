import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { DataSource } from "typeorm"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { createIdMapping } from "../../src/modules/recommendation/behavior/import/id-mapping"
import type { FileImportReport } from "../../src/modules/recommendation/behavior/import/import-file"
import { importLegacyLog } from "../../src/modules/recommendation/behavior/import/legacy-log"
import type { LegacyImportReport } from "../../src/modules/recommendation/behavior/import/legacy-log"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const DATABASE = "svm_imports_module"
const HEADER = "user_id,item_id,behavior_type,timestamp,quantity,price,session_id"
const folder = mkdtempSync(path.join(tmpdir(), "svm-imports-"))

let shop: TestModule
let behavior: BehaviorStore

beforeAll(async () => {
  shop = await startTestModule(DATABASE)
  await shop.run(
    `insert into product (id, title, handle, status, is_giftcard, discountable, external_id)
     select 'prod_' || n, 'Product ' || n, 'product-' || n, 'published', false, true, 'ext-' || n
       from generate_series(1, 3) n`,
  )
})
beforeEach(async () => {
  await shop.empty()
  behavior = new BehaviorStore(shop.context)
})
afterAll(async () => {
  await shop.close()
  rmSync(folder, { recursive: true })
})

const mappings = async () => ({
  products: await createIdMapping(shop.context, "product", "external_id"),
  customers: await createIdMapping(shop.context, "customer", "email"),
})

async function importLines(lines: readonly string[], name = "history.csv"): Promise<FileImportReport> {
  const file = path.join(folder, name)
  writeFileSync(file, name.endsWith(".gz") ? gzipSync(lines.join("\n")) : lines.join("\n"))
  return behavior.importFile({ path: file, ...(await mappings()) })
}

const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> =>
  z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(await shop.run(sql)).rows

const stored = async (): Promise<number> => Number((await rowsOf("select count(*) from behavior_event"))[0]?.count)

const row = (day: number, rest = ",,"): string =>
  `shopper-${day},ext-${1 + (day % 3)},view,2026-01-${String(day).padStart(2, "0")}T10:00:00Z,${rest}`

const HISTORY = [1, 2, 3, 4, 5, 6].map((day) => row(day))

describe("import of files", () => {
  test.each([
    ["a quantity that a 32-bit column turns into infinity", row(9, "1e39,,s")],
    ["a quantity that a 32-bit column turns into nothing", row(9, "1e-50,,s")],
    ["a price that a 32-bit column turns into infinity", row(9, "1,3.5e38,s")],
    ["a session of nine thousand characters", row(9, `1,,${"s".repeat(9_000)}`)],
    ["a character that no database keeps", row(9, "1,,a\u0000b")],
    ["a time of next year", row(9).replace("2026-01-09", `${new Date().getUTCFullYear() + 1}-12-31`)],
    ["too few cells", "shopper-9,ext-1,view"],
    ["an open quote", row(9, '1,,"s')],
  ])("import-behavior: %s is one bad row, and all others are stored", async (_, faulty) => {
    const report = await importLines([HEADER, ...HISTORY, faulty, row(10)])
    expect(report).toMatchObject({ read: 8, stored: 7, bad: 1, problems: [{ count: 1, firstLine: 8 }] })
    expect(JSON.parse(readFileSync(report.badFile ?? "", "utf8"))).toMatchObject({ line: 8 })
    expect(await stored()).toBe(7)
  })

  test("import-behavior: an unknown kind is reported with its count and the kinds that are known", async () => {
    const report = await importLines([HEADER, ...HISTORY, ...[7, 8].map((day) => row(day).replace("view", "waved"))])
    expect(report.problems).toEqual([
      { problem: expect.stringMatching(/"waved" is not known; known are view/), count: 2, firstLine: 8 },
    ])
  })

  test("import-behavior: ratings are products that are liked, or disliked below the option's value", async () => {
    const rows = [`${HEADER},rating`, ...[1, 2, 3].map((day) => `${row(day).replace("view", "rating")},${day + 2}`)]
    const file = path.join(folder, "ratings.csv")
    writeFileSync(file, rows.join("\n"))
    const likedFrom = 4.5
    expect(await behavior.importFile({ path: file, ...(await mappings()), likedFrom })).toMatchObject({ stored: 3 })
    expect(await rowsOf("select type from behavior_event order by occurred_at")).toEqual(
      [9, 9, 5].map((type) => ({ type })),
    )
  })

  test("import-behavior: the same history renamed, packed, sorted otherwise or grown stores nothing twice", async () => {
    const twice = [...HISTORY, HISTORY[0]]
    expect(await importLines([HEADER, ...twice], "a.csv")).toMatchObject({ stored: 7 })
    expect(await importLines([HEADER, ...twice], "b.csv.gz")).toMatchObject({ stored: 0, duplicate: 7 })
    expect(await importLines([HEADER, ...twice.reverse()], "c.csv")).toMatchObject({ stored: 0, duplicate: 7 })
    const semicolons = [HEADER, ...twice].map((line) => line.replaceAll(",", ";"))
    expect(await importLines(semicolons, "d.csv")).toMatchObject({ stored: 0, duplicate: 7 })
    expect(await importLines([HEADER, row(8), ...twice], "e.csv")).toMatchObject({ stored: 1, duplicate: 7 })
    expect(await stored()).toBe(8)
  })

  test("import-behavior: a history without times, given again months later with newer rows, stores nothing twice", async () => {
    const lines = ["user_id,item_id,behavior_type", "a,ext-1,view", "a,ext-2,view", "a,ext-1,view"]
    const file = path.join(folder, "untimed.csv")
    const give = async (rows: readonly string[], at: string): Promise<FileImportReport> => {
      writeFileSync(file, rows.join("\n"))
      utimesSync(file, new Date(at), new Date(at))
      return behavior.importFile({ path: file, ...(await mappings()) })
    }
    expect(await give(lines, "2026-01-10T00:00:00Z")).toMatchObject({ stored: 3 })
    expect(await give([...lines, "a,ext-3,view"], "2026-06-10T00:00:00Z")).toMatchObject({ stored: 1, duplicate: 3 })
  })

  test("import-behavior: shoppers named by e-mail address are stored under a keyed hash, one for any case", async () => {
    const named = (name: string, day: number): string => row(day).replace(/^[^,]+/, name)
    await importLines([HEADER, named("Jane.Roe@example.test", 1), named("jane.roe@example.test", 2)])
    const visitors = await rowsOf("select distinct visitor_id from behavior_event")
    expect(visitors).toEqual([{ visitor_id: expect.stringMatching(/^import:[0-9a-f]{32}$/) }])
    expect(
      await rowsOf("select * from behavior_event where row_to_json(behavior_event)::text ilike '%example.test%'"),
    ).toEqual([])
  })

  test("import-behavior: a packed file that is cut off is named, and given whole completes what was stored", async () => {
    const rows = Array.from(
      { length: 12_000 },
      (_, at) => `u${(at * 7_919) % 9_973},ext-1,view,2026-01-02T03:04:05Z,,,v${at}`,
    )
    const packed = gzipSync([HEADER, ...rows].join("\n"))
    const cut = path.join(folder, "cut")
    mkdirSync(cut)
    const file = path.join(cut, "interactions.csv.gz")
    writeFileSync(file, packed.subarray(0, packed.length * 0.7))
    const options = { path: cut, ...(await mappings()) }
    await expect(behavior.importFile(options)).rejects.toThrow(
      /interactions\.csv\.gz is cut off.*Give the whole file again/,
    )
    const half = await stored()
    expect(half).toBeGreaterThan(5_000)
    writeFileSync(file, packed)
    expect(await behavior.importFile(options)).toMatchObject({ stored: 12_000 - half, duplicate: half })
  })
})

describe("import of an old log", () => {
  const CREATE = (time: string): string =>
    `create table user_behavior_log (id bigint primary key, user_id varchar(64), product_id varchar(64),
       behavior_type varchar(32), additional_data text, created_at ${time})`
  const insert = (id: number, extra: string | null, at: string): string =>
    `insert into user_behavior_log values (${id}, 'jane.roe@example.test', 'ext-1', 'view', ${extra === null ? "null" : `'${extra}'`}, '${at}')`

  async function importLog(
    connection: Parameters<typeof importLegacyLog>[1]["connection"],
  ): Promise<LegacyImportReport> {
    return importLegacyLog(
      { runs: behavior.imports, ...(await behavior.importTarget()) },
      { connection, ...(await mappings()) },
    )
  }

  async function sqlite(statements: readonly string[]): Promise<Parameters<typeof importLog>[0]> {
    const old = await new DataSource({ type: "sqljs" }).initialize()
    for (const statement of [CREATE("datetime"), ...statements]) await old.query(statement)
    const database = old.sqljsManager.exportDatabase()
    await old.destroy()
    return { type: "sqljs", database }
  }

  test.each([
    ["a session with a character that no database keeps", '{"session_id":"a\\u0000b"}', "2026-01-01 10:00:00"],
    ["a session of nine thousand characters", `{"session_id":"${"s".repeat(9_000)}"}`, "2026-01-01 10:00:00"],
    ["a quantity beyond a 32-bit column", '{"quantity":1e39}', "2026-01-01 10:00:00"],
    ["a price beyond a 32-bit column", '{"price":1e39}', "2026-01-01 10:00:00"],
    ["a time of the year 2199", null, "2199-01-01 10:00:00"],
    ["a time that is none", null, "order 12"],
  ])("import-behavior-log: %s is one bad row, and the import comes to its end", async (_, extra, at) => {
    const log = await sqlite([
      insert(1, null, "2026-01-01 10:00:00"),
      insert(2, extra, at),
      insert(3, "not json", "2026-01-02"),
    ])
    expect(await importLog(log)).toMatchObject({ read: 3, stored: 2, bad: 1, problems: [{ count: 1, firstLine: 2 }] })
    expect(await behavior.imports.find()).toMatchObject({ status: "done", read: 3, stored: 2, bad: 1 })
    expect(await rowsOf("select distinct visitor_id from behavior_event")).toEqual([
      { visitor_id: expect.stringMatching(/^import:[0-9a-f]{32}$/) },
    ])
  })

  test("import-behavior-log: an import that fails says so, and the next one goes on where it stood", async () => {
    const log = await sqlite([insert(1, null, "2026-01-01 10:00:00")])
    const failing = { ...(await behavior.importTarget()), store: () => Promise.reject(new Error("the disk is full")) }
    const parts = { runs: behavior.imports, ...failing }
    await expect(importLegacyLog(parts, { connection: log, ...(await mappings()) })).rejects.toThrow("the disk is full")
    expect(await behavior.imports.find()).toMatchObject({ status: "failed", read: 0 })
    expect(await importLog(log)).toMatchObject({ read: 1, stored: 1 })
    expect(await behavior.imports.find()).toMatchObject({ status: "done", read: 1 })
  })

  test("import-behavior-log: times without a zone are UTC in Postgres too, whatever the machine's zone", async () => {
    await shop.run(CREATE("timestamp"))
    const zone = process.env.TZ
    process.env.TZ = "Asia/Tokyo"
    try {
      await shop.run(insert(1, null, "2026-01-01 10:00:00"))
      await importLog({ type: "postgres", url: databaseUrl(DATABASE) })
      expect(await rowsOf("select extract(epoch from occurred_at)::int as at from behavior_event")).toEqual([
        { at: Date.UTC(2026, 0, 1, 10) / 1_000 },
      ])
    } finally {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
      await shop.run("drop table user_behavior_log")
    }
  })
})
