import { setImmediate as turn } from "node:timers/promises"
import type { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { DEADLINE_MS } from "../../src/modules/recommendation/behavior/write-queue"
import { createEmptyDatabase, dropDatabase, withClient } from "../helpers/database"
import { migrate, MIGRATIONS } from "../helpers/module-migrations"
import { tried } from "../helpers/trials"
import { tracesOfPlugin, uninstallStatements } from "../helpers/uninstall"

const DATABASE = `svm_migrations_${process.env.JEST_WORKER_ID ?? "1"}`
const rowsOf = z.array(z.object({ table: z.string() }))
const columnsOf = z.array(z.object({ name: z.string(), type: z.string() }))

/** What a column of the type may hold, as SQL. */
const VALUE_OF_TYPE: ReadonlyMap<string, string> = new Map([
  ["boolean", "false"],
  ["date", "current_date"],
  ["timestamp with time zone", "now()"],
  ["jsonb", "'{}'"],
  ["bytea", "'\\x00'"],
  ["ARRAY", "'{}'"],
  ["text", "'x'"],
  ["pg_snapshot", "pg_current_snapshot()"],
])
/** Columns that take one of a few words, or a share. */
const VALUE_OF_COLUMN: ReadonlyMap<string, string> = new Map([
  ["recommendation_import.status", "'done'"],
  ["recommendation_training_run.status", "'failed'"],
  ["recommendation_rule.action", "'pin'"],
  ["recommendation_experiment.holdout_share", "0.5"],
])

/** Tables that a later version has no use for: their rows go with them. */
const DROPPED: ReadonlySet<string> = new Set(["recommendation_counter", "recommendation_counter_mark"])
const kept = (names: readonly string[]): string[] => names.filter((name) => !DROPPED.has(name))

/** Events that are there before an upgrade under load. */
const PAST_EVENTS = 50_000

describe("migrations", () => {
  beforeAll(() => createEmptyDatabase(DATABASE))
  afterAll(() => dropDatabase(DATABASE))

  const tables = async (client: Client): Promise<string[]> => {
    const { rows } = await client.query(
      `select relname as table from pg_class
       where relkind in ('r', 'p') and not relispartition and relname ~ '^(behavior_event|recommendation_)' order by 1`,
    )
    return rowsOf.parse(rows).map(({ table }) => table)
  }

  /** One row in each table that has none. */
  const fill = async (client: Client): Promise<void> => {
    for (const table of await tables(client)) {
      const { rows } = await client.query(
        `select column_name as name, data_type as type from information_schema.columns
         where table_name = $1 and is_nullable = 'NO' and column_default is null and is_identity = 'NO'
           and is_generated = 'NEVER' order by ordinal_position`,
        [table],
      )
      const columns = columnsOf.parse(rows)
      const names = columns.map(({ name }) => `"${name}"`).join(", ")
      const values = columns.map(
        ({ name, type }) => VALUE_OF_COLUMN.get(`${table}.${name}`) ?? VALUE_OF_TYPE.get(type) ?? "1",
      )
      const target = columns.length === 0 ? "default values" : `(${names}) values (${values.join(", ")})`
      const { rowCount } = await client.query(`select 1 from "${table}" limit 1`)
      if (rowCount === 0) await client.query(`insert into "${table}" ${target}`)
    }
  }

  const filled = async (client: Client): Promise<string[]> => {
    const found: string[] = []
    for (const table of await tables(client))
      if (((await client.query(`select 1 from "${table}" limit 1`)).rowCount ?? 0) > 0) found.push(table)
    return found
  }

  test("migrations: from every version up to the newest and down again, on filled tables, nothing that stays loses a row", async () => {
    let steps = 0
    await withClient(DATABASE, async (client) => {
      for (const [at, name] of MIGRATIONS.entries()) {
        await migrate(client, name, "up")
        await fill(client)
        const here = await tables(client)
        expect(await filled(client)).toEqual(here)
        for (const later of MIGRATIONS.slice(at + 1)) await migrate(client, later, "up")
        expect(await filled(client)).toEqual(expect.arrayContaining(kept(here)))
        for (const later of MIGRATIONS.slice(at + 1).reverse()) await migrate(client, later, "down")
        expect(await tables(client)).toEqual(here)
        expect(kept(await filled(client))).toEqual(kept(here))
        steps += 1 + 2 * (MIGRATIONS.length - at - 1)
      }
      for (const name of [...MIGRATIONS].reverse()) await migrate(client, name, "down")
      expect(await tables(client)).toEqual([])
    })
    tried({ items: ["R19"], what: "migration steps on filled tables", times: steps, outcome: "no row lost" })
  })

  test("migrations: up while the version before writes, no event is refused, lost, or kept waiting until its storefront gives up", async () => {
    const [first = "", ...later] = MIGRATIONS
    const waits: number[] = []
    let isOver = false
    const write = (writer: Client): Promise<unknown> =>
      writer.query(
        `insert into behavior_event (id, type, product_id, customer_id, basket_id, source, occurred_at)
         values ($1, 7, 'prod_1', 'cus_1', $1, 'order', now())`,
        [`while_${waits.length}`],
      )
    await withClient(DATABASE, async (client) => {
      await migrate(client, first, "up")
      await client.query(
        `insert into behavior_event (id, type, product_id, customer_id, basket_id, source, occurred_at)
         select 'past_' || n, n % 8, 'prod_' || n % 500, 'cus_' || n % 900, 'order_' || n, 'order', now() - make_interval(mins => n)
           from generate_series(1, ${PAST_EVENTS}) n`,
      )
      const writing = withClient(DATABASE, async (writer) => {
        while (!isOver) {
          const begun = performance.now()
          await write(writer)
          waits.push(performance.now() - begun)
          await turn()
        }
      })
      for (const name of later) await migrate(client, name, "up")
      isOver = true
      await writing
      const { rows } = await client.query("select count(*)::int as count from behavior_event where id like 'while_%'")
      expect(rows).toEqual([{ count: waits.length }])
      for (const name of [...MIGRATIONS].reverse()) await migrate(client, name, "down")
    })
    expect(waits.length).toBeGreaterThan(later.length)
    expect(Math.max(...waits)).toBeLessThan(DEADLINE_MS)
    const outcome = `${waits.length} events kept, the longest waited ${Math.round(Math.max(...waits))} ms`
    tried({
      items: ["R19"],
      what: `an upgrade of ${PAST_EVENTS} events while others come`,
      times: later.length,
      outcome,
    })
  })

  test("migrations: a renamed column is written and read by either name while the version before still runs", async () => {
    const events = `insert into recommendation_capture_refusal (id, product_id, NAME)
                    values ('NAME', 'prod_1', 'duplicate') returning fate, outcome`
    const runs = `insert into recommendation_reconciliation (started_at, finished_at, orders, NAME)
                  values (clock_timestamp(), now(), 3, 2) returning mended, recovered`
    await withClient(DATABASE, async (client) => {
      const last = "Migration20261201000500_outcome_columns"
      const named = async (statement: string, name: string): Promise<unknown> =>
        (await client.query(statement.replaceAll("NAME", name))).rows
      const until = MIGRATIONS.slice(0, MIGRATIONS.indexOf(last) + 1)
      for (const name of until.slice(0, -1)) await migrate(client, name, "up")
      await client.query("insert into recommendation_capture_refusal (id, product_id, fate) values ('old', 'p', 'bot')")
      await client.query(`insert into recommendation_capture_count (day, kind, count) values
        ('2026-03-04', 'mended', 1), ('2026-03-04', 'recovered', 2), ('2026-03-05', 'mended', 4)`)
      await migrate(client, last, "up")
      for (const name of ["fate", "outcome"])
        expect(await named(events, name)).toEqual([{ fate: "duplicate", outcome: "duplicate" }])
      for (const name of ["mended", "recovered"]) expect(await named(runs, name)).toEqual([{ mended: 2, recovered: 2 }])
      expect(await named("select outcome from recommendation_capture_refusal where id = 'old'", "")).toEqual([
        { outcome: "bot" },
      ])
      expect(await named("select kind, count::int from recommendation_capture_count order by day", "")).toEqual([
        { kind: "recovered", count: 3 },
        { kind: "recovered", count: 4 },
      ])
      for (const name of until.reverse()) await migrate(client, name, "down")
    })
  })

  test("migrations: what the page on uninstalling says leaves no trace, and the plugin may come back", async () => {
    await withClient(DATABASE, async (client) => {
      await client.query("create table mikro_orm_migrations (name text)")
      for (const name of MIGRATIONS) await migrate(client, name, "up")
      await client.query("insert into mikro_orm_migrations select unnest($1::text[])", [MIGRATIONS])
      expect(await tracesOfPlugin(client)).toEqual(expect.arrayContaining(["behavior_event", ...MIGRATIONS]))
      const elsewhere = uninstallStatements().replace("to public", "to elsewhere")
      await expect(client.query(elsewhere)).rejects.toThrow('relation "behavior_event" does not exist')
      await client.query(uninstallStatements())
      expect(await tracesOfPlugin(client)).toEqual([])
      for (const name of MIGRATIONS) await migrate(client, name, "up")
    })
  })
})
