import { randomUUID } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { gzipSync } from "node:zlib"
import { Client } from "pg"
import { DataSource } from "typeorm"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent, StoredEvent } from "../../src/modules/recommendation/behavior/event"
import { insertEvents, lockOtherWriters } from "../../src/modules/recommendation/behavior/insert-events"
import { createIdMapping } from "../../src/modules/recommendation/behavior/import/id-mapping"
import { importLegacyLog } from "../../src/modules/recommendation/behavior/import/legacy-log"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { addOrder, removeOrders } from "../helpers/shop-orders"
import { aReport, aView } from "../helpers/storefront-report"

const DATABASE = "svm_behavior_module"
const DAY_MS = 86_400_000
/** A shopper of another system, by a keyed hash of their name. */
const HASHED = /^import:[0-9a-f]{32}$/

describe("behavior store", () => {
  let module: TestModule
  let behavior: BehaviorStore

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await module.run(
      `insert into product (id, title, handle, status, is_giftcard, discountable, external_id, metadata)
       select 'prod_' || n, 'Product ' || n, 'product-' || n, 'published', false, true, 'ext-' || n,
              jsonb_build_object('old_id', 'm-' || n) from generate_series(1, 3) n`,
    )
    await module.run(
      `insert into customer (id, email, has_account, metadata)
       select 'cus_' || n, 'c' || n || '@shop.test', true, jsonb_build_object('old_id', 'u-' || n)
         from generate_series(1, 3) n`,
    )
  })

  beforeEach(async () => {
    await module.empty()
    behavior = new BehaviorStore(module.context)
  })

  afterAll(() => module.close())

  const event = (fields: Partial<NewBehaviorEvent> = {}): NewBehaviorEvent => ({
    id: randomUUID(),
    type: "view",
    productId: "prod_1",
    source: "storefront",
    occurredAt: new Date(),
    ...fields,
  })

  const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> =>
    z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(await module.run(sql)).rows

  const counted = async (): Promise<number> => Number((await rowsOf("select count(*) from behavior_event"))[0]?.count)

  describe("record", () => {
    test("the same event twice, in one batch, later, and by many at once: one row", async () => {
      const one = event({ id: "same" })
      expect(await behavior.record([one, one])).toEqual({ accepted: ["same"], duplicate: [] })
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => behavior.record([one, event()])))
      expect(outcomes.every(({ duplicate }) => duplicate.includes("same"))).toBe(true)
      expect(await counted()).toBe(9)
    })

    // By the database's own clock, which no test sets: in a month's first week this reaches over its beginning.
    test("the same id under other times at the very same moment: one row", async () => {
      const now = Date.now()
      await module.run(
        "insert into product_sales_channel (id, product_id, sales_channel_id) values ('psc_1', 'prod_1', 'sc_1')",
      )
      try {
        const stores = [behavior, new BehaviorStore(module.context)]
        const times = [now, now - 60_000, now - DAY_MS, now - 6 * DAY_MS]
        const reportAs = async (id: string, n: number): Promise<number> => {
          const occurredAt = new Date(times[n % times.length] ?? now).toISOString()
          const answer = await stores[n % 2]?.storefront.take(
            aReport({ events: [aView({ id, occurred_at: occurredAt })], salesChannelIds: ["sc_1"] }),
          )
          return answer?.accepted ?? 0
        }
        const ids = Array.from({ length: 40 }, () => randomUUID())
        const accepted = await Promise.all(
          ids.flatMap((id) => Array.from({ length: 8 }, async (_, n) => ({ id, accepted: await reportAs(id, n) }))),
        )
        const taken = accepted.filter((answer) => answer.accepted > 0).map(({ id }) => id)
        expect(taken.sort()).toEqual([...ids].sort())
        expect(await rowsOf('select id from behavior_event order by id collate "C"')).toEqual(
          [...ids].sort().map((id) => ({ id })),
        )
      } finally {
        await module.run("delete from product_sales_channel where id = 'psc_1'")
      }
    })

    test("the same id in two months at the very same moment: one row, whatever day it is", async () => {
      const now = Date.now()
      const write = (id: string, occurredAt: Date): Promise<number> =>
        module.context.knex().transaction(async (transaction) => {
          await lockOtherWriters(transaction)
          const events = [event({ id, occurredAt })]
          return (await insertEvents(transaction, events, { sameIdWithinMs: 60 * DAY_MS, hash: String })).stored.length
        })
      for (const id of Array.from({ length: 10 }, () => randomUUID())) {
        const stored = await Promise.all([0, 40].map((days) => write(id, new Date(now - days * DAY_MS))))
        expect(stored.sort()).toEqual([0, 1])
      }
      expect(await counted()).toBe(10)
    })

    test("batches of the same events in opposite orders at once: no deadlock, each stored once", async () => {
      const events = Array.from({ length: 200 }, (_, n) => event({ id: `e-${n}` }))
      const batches = Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? events : [...events].reverse()))
      const outcomes = await Promise.all(batches.map((batch) => behavior.record(batch)))
      expect(outcomes.reduce((sum, { accepted }) => sum + accepted.length, 0)).toBe(200)
      expect(await counted()).toBe(200)
    })

    test("listeners: called after the commit of what is new, and a failing one loses nothing", async () => {
      const heard: StoredEvent[] = []
      behavior.onRecorded(() => {
        throw new Error("a listener's own fault")
      })
      const stop = behavior.onRecorded((events) => heard.push(...events))
      const one = event({ price: 9.5, customerId: "cus_1" })
      await behavior.record([one])
      await behavior.record([one])
      stop()
      await behavior.record([event()])
      expect(heard).toEqual([expect.objectContaining({ id: one.id, price: 9.5, customerId: "cus_1", type: "view" })])
      expect(heard[0]?.seq).toBeGreaterThan(0)
    })

    /** Waits until no transaction runs that is older than an event. */
    const settled = async (): Promise<void> => {
      const open = z.object({ rows: z.array(z.object({ open: z.number() })) })
      const question = `select count(*)::int as open from behavior_event
                         where xact_id >= pg_snapshot_xmin(pg_current_snapshot())`
      while (open.parse(await module.run(question)).rows[0]?.open !== 0) await pause(100)
    }

    test("arrival: counted and read on from where one stood, bots not counted", async () => {
      await behavior.record([event()])
      const seq = await behavior.latestSeq()
      const [late, bot] = [event({ occurredAt: new Date(Date.now() - DAY_MS) }), event({ isBot: true })]
      await behavior.record([late])
      await behavior.record([bot])
      expect(await behavior.countSince(seq)).toBe(1)
      expect((await behavior.readSince(seq, 10)).map(({ id }) => id)).toEqual([late.id, bot.id])
    })

    test("arrival: what was counted once is not counted again, what is committed late is", async () => {
      await behavior.record([event()])
      const seq = await behavior.latestSeq()
      const slow = new Client({ connectionString: databaseUrl(DATABASE) })
      await slow.connect()
      try {
        await slow.query("begin")
        await slow.query(
          `insert into behavior_event (id, type, product_id, source, occurred_at) values ('slow', 0, 'prod_1', 'storefront', now())`,
        )
        await behavior.storeQuietly(Array.from({ length: 10_600 }, () => event()))
        expect(await behavior.countSince(seq)).toBe(10_600)
        await slow.query("commit")
      } finally {
        await slow.end()
      }
      await behavior.record([event(), event({ isBot: true })])
      // Transactions of other databases of the same Postgres may run as well: only what is older than all is counted for good.
      await settled()
      expect(await behavior.countSince(seq)).toBe(10_602)
      // Counted once, and not again for minutes.
      await module.run("delete from behavior_event where seq <= ?::bigint + 100 and id <> 'slow'", [seq])
      expect(await behavior.countSince(seq)).toBe(10_602)
      expect(await behavior.countSince(seq + 50)).toBe(10_502)
    })

    test("months without a partition of their own: stored all the same", async () => {
      await behavior.record([event({ occurredAt: new Date("1999-05-05T00:00:00Z") })])
      expect(await counted()).toBe(1)
    })
  })

  describe("profile", () => {
    test("a customer's: theirs and their visitors', oldest first, without bots; a visitor's only while it is nobody's", async () => {
      const at = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)
      await behavior.record([
        event({ visitorId: "v", productId: "prod_1", occurredAt: at(30) }),
        event({ customerId: "cus_1", productId: "prod_2", occurredAt: at(20) }),
        event({ customerId: "cus_2", productId: "prod_3", occurredAt: at(10) }),
        event({ customerId: "cus_1", productId: "prod_3", occurredAt: at(5), isBot: true }),
      ])
      const products = async (key: { customerId?: string; visitorId?: string }): Promise<string[]> =>
        (await behavior.readProfile(key)).map(({ productId }) => productId)
      expect(await products({ visitorId: "v" })).toEqual(["prod_1"])
      expect(await products({ customerId: "cus_1" })).toEqual(["prod_2"])
      expect(await behavior.visitors.link({ visitorId: "v", customerId: "cus_1", isConsented: true })).toBe("cus_1")
      expect(await behavior.visitors.link({ visitorId: "v", customerId: "cus_2", isConsented: true })).toBe("cus_1")
      expect(await products({ customerId: "cus_1" })).toEqual(["prod_1", "prod_2"])
      expect(await products({ visitorId: "v" })).toEqual([])
      expect(await products({ customerId: "cus_2", visitorId: "v" })).toEqual(["prod_3"])
      expect(await products({})).toEqual([])
    })

    test("limit: the latest are kept", async () => {
      await behavior.record(
        Array.from({ length: 5 }, (_, n) =>
          event({ customerId: "cus_1", productId: `prod_${n}`, occurredAt: new Date(Date.now() - n * 1_000) }),
        ),
      )
      expect((await behavior.readProfile({ customerId: "cus_1" }, 2)).map(({ productId }) => productId)).toEqual([
        "prod_1",
        "prod_0",
      ])
    })
  })

  describe("retention", () => {
    test("old events go by month and by row, months are made ahead and take what waited", async () => {
      const now = new Date()
      const ahead = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 6, 1))
      const aheadName = `behavior_event_${ahead.toISOString().slice(0, 7).replace("-", "_")}`
      await behavior.record([
        event({ occurredAt: new Date("2001-01-01T12:00:00Z") }),
        event({ occurredAt: new Date(now.getTime() - 200 * DAY_MS) }),
        event({ occurredAt: new Date(now.getTime() - DAY_MS) }),
        event({ occurredAt: ahead, id: "ahead" }),
      ])
      await module.run("update behavior_event set received_at = now() - interval '1 hour'")
      const later = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 6, 1, 0, 1))
      const made = await behavior.retention.run(10_000, later)
      expect(made.created).toContain(aheadName)
      expect(await rowsOf(`select id from ${aheadName}`)).toEqual([{ id: "ahead" }])

      const gone = await behavior.retention.run(90, now)
      expect(gone.dropped.length).toBeGreaterThan(0)
      expect(await counted()).toBe(2)
      expect(await behavior.retention.run(90, now)).toMatchObject({ dropped: [], deleted: 0 })
    })
  })

  describe("reconciliation", () => {
    afterEach(() => removeOrders(module))

    test("what the bus lost is stored, once, and it reports how much", async () => {
      await addOrder(module, "order_1", { lines: 2 })
      await addOrder(module, "order_2", { lines: 1, metadata: { is_gift: true } })
      await behavior.records.recordOrders(["order_2"], "order")
      expect(await behavior.reconciliation.run()).toMatchObject({ orders: 2, recovered: 2 })
      expect(await behavior.reconciliation.run()).toMatchObject({ orders: 2, recovered: 0 })
      expect((await behavior.reconciliation.latest()).map(({ recovered }) => recovered)).toEqual([0, 2])
      expect(await rowsOf("select sum(count)::int as recovered from recommendation_capture_count")).toEqual([
        { recovered: 2 },
      ])
      expect(
        await rowsOf(`select basket_id, is_gift, source, recommendation_id, placement, count(*)::int as lines
                        from behavior_event group by 1, 2, 3, 4, 5 order by 1`),
      ).toEqual([
        {
          basket_id: "order_1",
          is_gift: false,
          source: "reconcile",
          recommendation_id: "rec_7",
          placement: "home",
          lines: 2,
        },
        {
          basket_id: "order_2",
          is_gift: true,
          source: "order",
          recommendation_id: "rec_7",
          placement: "home",
          lines: 1,
        },
      ])
    })

    test("two instances at once, events delivered twice and out of order: each line and its return once", async () => {
      await addOrder(module, "order_3", { lines: 3 })
      const other = new BehaviorStore(module.context)
      await module.run(`update "order" set canceled_at = now() where id = 'order_3'`)
      await Promise.all([
        behavior.records.recordOrders(["order_3"], "order"),
        other.records.recordOrders(["order_3"], "order"),
        other.reconciliation.run(),
      ])
      await module.run(`update "order" set canceled_at = now() + interval '1 second' where id = 'order_3'`)
      await behavior.records.recordOrders(["order_3"], "order")
      expect(await rowsOf("select type, count(*)::int as count from behavior_event group by 1 order by 1")).toEqual([
        { type: 7, count: 3 },
        { type: 8, count: 3 },
      ])
    })

    test("of two who write one order at once, the second reads it when the first is done", async () => {
      await addOrder(module, "order_9", { lines: 1 })
      await behavior.records.recordOrders(["order_9"], "order")
      const waiting = async (count: number): Promise<unknown[]> => {
        for (;;) {
          const locks = await rowsOf(
            `select locktype from pg_locks join pg_database d on d.oid = database
              where datname = current_database() and not granted order by 1`,
          )
          if (locks.length === count) return locks
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      }
      const blocker = await module.context.knex().transaction()
      try {
        await blocker.raw("lock table behavior_event in access exclusive mode")
        const first = behavior.records.recordOrders(["order_9"], "order")
        expect(await waiting(1)).toEqual([{ locktype: "relation" }])
        const second = new BehaviorStore(module.context).records.recordOrders(["order_9"], "order")
        // Else it would hold what the order said by now, and the first could write what it had read before over that.
        expect(await waiting(2)).toEqual([{ locktype: "advisory" }, { locktype: "relation" }])
        await blocker.commit()
        await Promise.all([first, second])
      } finally {
        if (!blocker.isCompleted()) await blocker.rollback()
      }
    })

    test("an order of six days ago that the bus lost is found, one of eight days ago is an import's", async () => {
      for (const days of [6, 8]) {
        await addOrder(module, `order_${days}`, { lines: 1 })
        const at = new Date(Date.now() - days * DAY_MS)
        await module.run(`update "order" set created_at = ?, updated_at = ? where id = ?`, [at, at, `order_${days}`])
      }
      expect(await behavior.reconciliation.run()).toMatchObject({ orders: 1, recovered: 1 })
      expect(await rowsOf("select basket_id from behavior_event")).toEqual([{ basket_id: "order_6" }])
    })

    test("drafts are no orders, in whatever way Medusa marks them", async () => {
      await addOrder(module, "order_5", { lines: 1 })
      await addOrder(module, "order_7", { lines: 1 })
      await module.run(`update "order" set is_draft_order = true where id = 'order_5'`)
      await module.run(`update "order" set status = 'draft' where id = 'order_7'`)
      expect(await behavior.reconciliation.run()).toMatchObject({ recovered: 0 })
      expect(await counted()).toBe(0)
    })
  })

  describe("import of files", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "svm-import-"))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    const mappings = async () => ({
      products: await createIdMapping(module.context, "product", "external_id"),
      customers: await createIdMapping(module.context, "customer", "email"),
    })

    test("a data folder: stored once however often, bad rows counted and written beside", async () => {
      const rows = [
        "user_id,item_id,behavior_type,timestamp,quantity,price,session_id,unknown",
        "C1@shop.test,ext-1,purchase,2026-01-02T03:04:05Z,2,9.90,s1,x",
        "stranger,ext-2,view,2026-01-02T03:04:05Z,,,s2,x",
        ",ext-3,view,2026-01-02T03:04:05Z,,,s3,x",
        "stranger,ext-9,view,2026-01-02T03:04:05Z,,,s2,x",
        "stranger,ext-1,teleport,2026-01-02T03:04:05Z,,,s2,x",
        "stranger,ext-1,view,yesterday,,,s2,x",
      ]
      writeFileSync(path.join(folder, "interactions.csv.gz"), gzipSync(rows.join("\n")))
      const options = { path: folder, currencyCode: "eur", ...(await mappings()) }
      const report = await behavior.importFile(options)
      expect(report).toMatchObject({ read: 6, stored: 3, duplicate: 0, bad: 3 })
      const bad = readFileSync(report.badFile ?? "", "utf8")
        .trim()
        .split("\n")
      const entry = z.object({ line: z.number(), problem: z.string() })
      expect(bad.map((line) => entry.parse(JSON.parse(line)).line).sort()).toEqual([5, 6, 7])
      expect(
        await rowsOf(`select customer_id, visitor_id, type, quantity, price::float as price, basket_id
                        from behavior_event order by product_id`),
      ).toEqual([
        { customer_id: "cus_1", visitor_id: null, type: 7, quantity: 2, price: 9.9, basket_id: "s1" },
        {
          customer_id: null,
          visitor_id: expect.stringMatching(HASHED),
          type: 0,
          quantity: 1,
          price: null,
          basket_id: null,
        },
        { customer_id: null, visitor_id: "import:session:s3", type: 0, quantity: 1, price: null, basket_id: null },
      ])
      expect(await behavior.importFile(options)).toMatchObject({ read: 6, stored: 0, duplicate: 3, bad: 3 })
    })

    test("NDJSON without times: row order is time order", async () => {
      const file = path.join(folder, "log.ndjson")
      const lines = [
        { user_id: "u-1", item_id: "m-1", behavior_type: "view" },
        { user_id: "u-1", item_id: "m-2", behavior_type: "add_to_cart", quantity: 3 },
      ]
      writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join("\n")}\nnot json\n`)
      const report = await behavior.importFile({
        path: file,
        products: await createIdMapping(module.context, "product", "metadata.old_id"),
        customers: await createIdMapping(module.context, "customer", "metadata.old_id"),
      })
      expect(report).toMatchObject({ read: 3, stored: 2, bad: 1 })
      expect((await behavior.readProfile({ customerId: "cus_1" })).map(({ productId }) => productId)).toEqual([
        "prod_1",
        "prod_2",
      ])
    })

    test("a mapping file, and what cannot be mapped by", async () => {
      const file = path.join(folder, "products.csv")
      writeFileSync(file, "old,prod_3\nolder,prod_2\n")
      const mapping = await createIdMapping(module.context, "product", `file:${file}`)
      expect(await mapping(["old", "unknown"])).toEqual(new Map([["old", "prod_3"]]))
      await expect(createIdMapping(module.context, "product", "email")).rejects.toThrow(/external_id, handle, sku/)
    })
  })

  describe("import of an old log", () => {
    const additional = JSON.stringify({ quantity: 2, price: 4.5, currency_code: "eur" })
    const LOG = [
      [1, "u-1", "m-1", "view", null, "2026-01-01 10:00:00"],
      [2, "u-1", "m-2", "purchase", additional, "2026-01-01 11:00:00"],
      [3, "u-9", "m-3", "favorite", null, "2026-01-01 12:00:00"],
      [4, "u-1", "m-9", "view", null, "2026-01-01 13:00:00"],
      [5, "u-1", "m-1", "sneeze", null, "2026-01-01 14:00:00"],
    ] as const
    const CREATE = (json: string, time: string): string =>
      `create table user_behavior_log (id bigint primary key, user_id varchar(64), product_id varchar(64),
         behavior_type varchar(32), additional_data ${json}, created_at ${time})`
    const literal = (value: string | number | null): string => (value === null ? "null" : `'${value}'`)
    const INSERT = LOG.map((row) => `insert into user_behavior_log values (${row.map(literal).join(", ")})`)

    const importFrom = async (connection: Parameters<typeof importLegacyLog>[1]["connection"]) =>
      importLegacyLog(
        { runs: behavior.imports, ...(await behavior.importTarget()) },
        {
          connection,
          products: await createIdMapping(module.context, "product", "metadata.old_id"),
          customers: await createIdMapping(module.context, "customer", "metadata.old_id"),
        },
      )

    const expectImported = async (connection: Parameters<typeof importLegacyLog>[1]["connection"]): Promise<void> => {
      expect(await importFrom(connection)).toMatchObject({ read: 5, stored: 3, bad: 2 })
      expect(await importFrom(connection)).toMatchObject({ read: 5, stored: 0, bad: 2 })
      expect(
        await rowsOf(`select id, type, product_id, customer_id, visitor_id, quantity, price::float as price,
                             occurred_at from behavior_event order by occurred_at`),
      ).toEqual([
        expect.objectContaining({ id: "legacy:1", type: 0, product_id: "prod_1", customer_id: "cus_1" }),
        expect.objectContaining({
          id: "legacy:2",
          type: 7,
          quantity: 2,
          price: 4.5,
          occurred_at: new Date("2026-01-01T11:00:00Z"),
        }),
        expect.objectContaining({
          id: "legacy:3",
          type: 5,
          customer_id: null,
          visitor_id: expect.stringMatching(HASHED),
        }),
      ])
      expect(await behavior.imports.find()).toMatchObject({ status: "done", read: 5, bad: 2 })
    }

    test("through TypeORM's sql.js driver", async () => {
      const old = await new DataSource({ type: "sqljs" }).initialize()
      for (const statement of [CREATE("text", "datetime"), ...INSERT]) await old.query(statement)
      const database = old.sqljsManager.exportDatabase()
      await old.destroy()
      await expectImported({ type: "sqljs", database })
    })

    test("through TypeORM's Postgres driver", async () => {
      await module.run(CREATE("jsonb", "timestamptz"))
      for (const statement of INSERT) await module.run(statement.replace(/:00'\)$/, ":00Z')"))
      try {
        await expectImported({ type: "postgres", url: databaseUrl(DATABASE) })
      } finally {
        await module.run("drop table user_behavior_log")
      }
    })

    test("from a real MariaDB or MySQL, through TypeORM", async () => {
      const url = process.env.MARIADB_URL ?? "mysql://root@127.0.0.1:3306"
      const { createConnection } = await import("mysql2/promise")
      const admin = await createConnection(url).catch(() => null)
      if (!admin) {
        if (process.env.CI === "true" && process.env.REQUIRE_SERVICES === "1") throw new Error(`no MariaDB at ${url}`)
        console.warn("PASSED OVER: no MariaDB answers; set MARIADB_URL to test the import from one")
        return
      }
      try {
        await admin.query("drop database if exists svm_legacy_log")
        await admin.query("create database svm_legacy_log")
        await admin.query("use svm_legacy_log")
        await admin.query(CREATE("json", "datetime"))
        for (const statement of INSERT) await admin.query(statement)
        await expectImported({ type: "mariadb", url: `${url.replace(/\/$/, "")}/svm_legacy_log`, timezone: "Z" })
      } finally {
        await admin.query("drop database if exists svm_legacy_log")
        await admin.end()
      }
    })

    test("two at once: the second is refused, and one that died is gone on with where it stood", async () => {
      const held = await behavior.imports.begin("some-source", 10)
      expect(held).not.toBeNull()
      expect(await behavior.imports.begin("some-source", 10)).toBeNull()
      if (!held) return
      expect(await behavior.imports.advance(held, { read: 4, stored: 4, bad: 0, cursor: "4" })).toBe(true)
      await module.run("update recommendation_import set heartbeat_at = now() - interval '1 hour'")
      expect(await behavior.imports.stale()).toEqual(["some-source"])
      const next = await behavior.imports.begin("some-source", 10)
      expect(next).toMatchObject({ id: held.id, cursor: "4" })
      expect(await behavior.imports.advance(held, { read: 1, stored: 1, bad: 0, cursor: "5" })).toBe(false)
      expect(await behavior.imports.cancel(held.id)).toBe(true)
      if (next) expect(await behavior.imports.advance(next, { read: 1, stored: 1, bad: 0, cursor: "5" })).toBe(false)
    })
  })
})
