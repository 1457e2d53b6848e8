import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { trainRecommender, withoutOwners } from "../../src/core/recommender"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { insertEvents } from "../../src/modules/recommendation/behavior/insert-events"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { readSnapshot } from "../../src/modules/recommendation/learning/snapshot"
import { Expiry } from "../../src/modules/recommendation/privacy/expiry"
import { ShopperHashes } from "../../src/modules/recommendation/privacy/shopper-hashes"
import { DatasetBuilder } from "../../src/training/dataset-builder"
import { keyedHash } from "../../src/training/keyed-hash"
import { aReport } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { tasteEvents } from "../helpers/taste-shop"

const NOW = Date.now()

describe("privacy", () => {
  let module: TestModule
  let behavior: BehaviorStore
  let other: BehaviorStore

  beforeAll(async () => {
    module = await startTestModule("svm_privacy_module")
    await module.run(
      `insert into product (id, title, handle, status, is_giftcard, discountable)
       select 'prod_' || n, 'Product ' || n, 'product-' || n, 'published', false, true from generate_series(0, 19) n`,
    )
    await module.run(
      `insert into customer (id, email, has_account)
       select 'cus_' || n, 'c' || n || '@shop.test', true from generate_series(0, 29) n`,
    )
  })

  beforeEach(async () => {
    await module.empty()
    behavior = new BehaviorStore(module.context)
    other = new BehaviorStore(module.context)
  })

  afterAll(() => module.close())

  const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> =>
    z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(await module.run(sql)).rows

  /** Tables of the plugin of which some row, read as text, holds one of the names. */
  const tablesNaming = async (names: readonly string[]): Promise<string[]> => {
    const tables = await rowsOf(
      `select tablename::text as name from pg_tables where schemaname = 'public'
          and (tablename = 'behavior_event' or tablename like 'recommendation\\_%')`,
    )
    const naming: string[] = []
    for (const name of tables.map((row) => String(row.name))) {
      const holds = await rowsOf(
        `select 1 from "${name}" t where ${names.map((one) => `position('${one}' in t::text) > 0`).join(" or ")} limit 1`,
      )
      if (holds.length > 0) naming.push(name)
    }
    return naming
  }

  const event = (fields: Partial<NewBehaviorEvent> = {}): NewBehaviorEvent => ({
    id: randomUUID(),
    type: "view",
    productId: "prod_1",
    source: "storefront",
    occurredAt: new Date(NOW - 60_000),
    ...fields,
  })

  const history = (): NewBehaviorEvent[] =>
    tasteEvents({ shoppers: 30, products: 20, tastes: 2, days: 30, seed: 3, until: NOW - 3_600_000 })

  describe("erasure", () => {
    test("a writer of another instance that began before it brings nothing back", async () => {
      const events = Array.from({ length: 200 }, () => event({ customerId: "cus_1" }))
      await behavior.record(events.slice(0, 100))
      const [stored] = await Promise.all([
        Promise.all(events.slice(100).map((one) => other.record([one]))),
        behavior.rights.erase({ customerId: "cus_1" }),
      ])
      expect(stored).toHaveLength(100)
      expect(await rowsOf("select id from behavior_event where customer_id = 'cus_1'")).toEqual([])
    })

    test("an insert that is under way when it begins is waited for, and its rows go too", async () => {
      const transaction = await module.context.knex().transaction()
      const hash = await behavior.shopperHashes.hasher()
      await insertEvents(transaction, [event({ customerId: "cus_6" })], { hash })
      const erased = behavior.rights.erase({ customerId: "cus_6" })
      const waiting = async (): Promise<boolean> =>
        (await rowsOf("select 1 from pg_locks where relation = 'behavior_event'::regclass and not granted")).length > 0
      while (!(await waiting())) await new Promise((resolve) => setTimeout(resolve, 10))
      await transaction.commit()
      expect(await erased).toBe(1)
    })

    test("an import of a file with the customer's address stays out, before and after the customer is gone", async () => {
      const { importedVisitor } = await import("../../src/modules/recommendation/privacy/imported-visitor")
      const hash = await behavior.shopperHashes.hasher()
      const theirs = event({ visitorId: importedVisitor(hash, "C2@shop.test"), source: "import" })
      const anothers = event({ visitorId: importedVisitor(hash, "c3@shop.test"), source: "import" })
      expect(await behavior.storeQuietly([theirs, anothers])).toBe(2)
      expect(await behavior.rights.erase({ customerId: "cus_2" })).toBe(1)
      expect(await other.storeQuietly([theirs, { ...theirs, id: randomUUID() }])).toBe(0)
      expect(await rowsOf("select id from behavior_event")).toEqual([{ id: anothers.id }])
    })

    test("an owner erased by another instance is not remembered by this one", async () => {
      const link = { visitorId: randomUUID(), isConsented: true }
      expect(await behavior.visitors.link({ ...link, customerId: "cus_3" })).toBe("cus_3")
      await other.rights.erase({ customerId: "cus_3" })
      expect(await behavior.visitors.link({ ...link, customerId: "cus_4" })).toBe("cus_4")
    })

    test("samples of accuracy of the erased go with them", async () => {
      const one = event({ customerId: "cus_5" })
      await behavior.record([one])
      await module.run(
        `insert into recommendation_accuracy_sample (version_id, event_id, seq, pairwise, hit, score, occurred_at)
         values ('recver_1', ?, 1, 0.5, true, 1, now()), ('recver_1', 'another', 2, 0.5, true, 1, now())`,
        [one.id],
      )
      await behavior.rights.erase({ customerId: "cus_5" })
      expect(await rowsOf("select event_id from recommendation_accuracy_sample")).toEqual([{ event_id: "another" }])
    })

    test("a model trained after it equals, byte for byte, that of a log that never held the shopper", async () => {
      const events = history()
      const train = async (): Promise<Buffer> => {
        const builder = new DatasetBuilder()
        const seq = await behavior.latestSeq()
        const scope = { seq, maxRows: 1_000_000, seed: 1, settings: module.context.options }
        await readSnapshot(module.context, scope, (kind, text) => {
          builder.add(kind, text)
          return Promise.resolve()
        })
        const options = { seed: 1, now: NOW, maxRows: 1_000_000, newShopperOrders: 3 }
        return Buffer.from(trainRecommender(builder.finish(), { ...options, ownerName: keyedHash("key") }).bytes)
      }
      await behavior.storeQuietly(events)
      const before = await train()
      await behavior.rights.erase({ customerId: "cus_7" })
      const after = await train()
      await module.empty()
      await behavior.storeQuietly(events.filter(({ customerId }) => customerId !== "cus_7"))
      expect(after.equals(await train())).toBe(true)
      expect(after.equals(before)).toBe(false)
    })

    test("kept model files are rewritten without the erased, also when the erasing process died in between", async () => {
      const events = history()
      await behavior.storeQuietly(events)
      const learning = new LearningStore(module.context, { behavior })
      const hash = await behavior.shopperHashes.hasher()
      const builder = new DatasetBuilder()
      const scope = { seq: await behavior.latestSeq(), maxRows: 1_000_000, seed: 1, settings: module.context.options }
      await readSnapshot(module.context, scope, (kind, text) => {
        builder.add(kind, text)
        return Promise.resolve()
      })
      const options = { seed: 1, now: NOW, maxRows: 1_000_000, newShopperOrders: 3, ownerName: hash }
      const { bytes } = trainRecommender(builder.finish(), options)
      const lease = await learning.runs.open({ trigger: "admin", detail: null, by: null })
      if (!lease) throw new Error("no lease")
      const version = {
        ...{ trigger: "admin" as const, isRefused: false, gate: { text: "passes", said: [] }, bytes, weights: [] },
        ...{ report: aReport({ challenger: 0.5 }), durationMs: 1, memoryMb: 1, arrival: { seq: 1 }, catalogSize: 20 },
      }
      const { id } = await learning.versions.store(lease, version)
      const holds = async (customerId: string): Promise<boolean> =>
        withoutOwners((await learning.versions.file(id)) ?? new Uint8Array(), [hash(customerId)]) !== null
      // Committed, and the process dies before it gets to the files.
      await behavior.rights.erase({ customerId: "cus_7" })
      expect([await holds("cus_7"), await holds("cus_8")]).toEqual([true, true])
      await new LearningStore(module.context, { behavior }).openDueRun()
      expect([await holds("cus_7"), await holds("cus_8")]).toEqual([false, true])
    })

    test("a refusal that waits in memory when its shopper is erased names nobody, another's does", async () => {
      const refusal = {
        type: "view",
        productId: "prod_1",
        outcome: "rejected",
        code: "too_old",
        occurredAt: null,
      } as const
      const refused = (id: string, shopper: string) => ({ ...refusal, id, shopper })
      behavior.counts.refuse([refused("a", "cus_10"), refused("b", "v-10"), refused("c", "cus_12")])
      await other.rights.erase({ customerId: "cus_10", visitorId: "v-10" })
      await behavior.counts.flush()
      expect(await rowsOf("select id, shopper from recommendation_capture_refusal order by id")).toEqual([
        { id: "a", shopper: null },
        { id: "b", shopper: null },
        { id: "c", shopper: "cus_12" },
      ])
    })

    test("no table of the plugin holds any name of the erased, whatever they left where", async () => {
      const [visitorId, session] = [randomUUID(), randomUUID()]
      const names = ["cus_11", "c11@shop.test", visitorId, session, "cart_11"]
      const theirs = { customerId: "cus_11", visitorId, sessionId: session, recommendationId: "rec_11" }
      await module.run(`insert into cart (id, customer_id, currency_code) values ('cart_11', 'cus_11', 'eur')`)
      await behavior.visitors.link({ visitorId, customerId: "cus_11", isConsented: true })
      const click = event({ ...theirs, type: "click" })
      await behavior.record([click, event({ type: "add_to_cart", basketId: "cart_11" }), event(theirs)])
      const refusal = { id: "r", type: "view", productId: "prod_1", code: "too_old", occurredAt: null } as const
      behavior.counts.refuse([{ ...refusal, shopper: visitorId, outcome: "rejected" }])
      await behavior.counts.flush()
      await module.run(
        `insert into recommendation_accuracy_sample (version_id, event_id, seq, pairwise, hit, score, occurred_at)
         values ('recver_1', ?, 1, 0.5, true, 1, now())`,
        [click.id],
      )
      await module.run("insert into recommendation_serving_change (kind, key) values ('shopper', 'cus_11')")
      expect((await tablesNaming([...names, click.id])).sort()).toEqual([
        "behavior_event",
        "recommendation_accuracy_sample",
        "recommendation_capture_refusal",
        "recommendation_serving_change",
        "recommendation_visitor",
      ])
      await behavior.rights.erase({ customerId: "cus_11" })
      expect(await tablesNaming([...names, click.id])).toEqual([])
    })

    test("carts and orders of the customer go with it, whoever's name their rows bear", async () => {
      await module.run(
        `insert into cart (id, customer_id, currency_code) values ('cart_9', 'cus_9', 'eur'), ('cart_8', 'cus_8', 'eur')`,
      )
      await behavior.record([
        event({ type: "add_to_cart", visitorId: "v-9", basketId: "cart_9" }),
        event({ type: "add_to_cart", basketId: "cart_9" }),
        event({ type: "add_to_cart", basketId: "cart_8" }),
      ])
      expect(await behavior.rights.erase({ customerId: "cus_9" })).toBe(2)
      expect(await rowsOf("select basket_id from behavior_event")).toEqual([{ basket_id: "cart_8" }])
    })
  })

  describe("objection", () => {
    const object = (customerId: string): Promise<unknown> =>
      module.run(`update customer set metadata = '{"recommendation_consent": false}' where id = ?`, [customerId])
    afterEach(() => module.run("update customer set metadata = null"))

    test("a customer who objected has no profile, with their visitor neither", async () => {
      await behavior.record([
        event({ customerId: "cus_1", type: "purchase", source: "order" }),
        event({ visitorId: "v-1", productId: "prod_2" }),
      ])
      expect(await behavior.readProfile({ customerId: "cus_1", visitorId: "v-1" })).toHaveLength(2)
      await object("cus_1")
      expect(await behavior.readProfile({ customerId: "cus_1", visitorId: "v-1" })).toEqual([])
    })

    test("training reads what they bought as nobody's, and nothing is lost of it", async () => {
      await behavior.record([
        event({ customerId: "cus_1", type: "purchase", source: "order", basketId: "order_1" }),
        event({ customerId: "cus_2", type: "purchase", source: "order", basketId: "order_2" }),
      ])
      await object("cus_1")
      const texts: string[] = []
      const scope = { seq: await behavior.latestSeq(), maxRows: 1_000, seed: 1, settings: module.context.options }
      await readSnapshot(module.context, scope, (kind, text) => {
        if (kind === "behavior") texts.push(text)
        return Promise.resolve()
      })
      const rows = z.array(z.tuple([z.string()]).rest(z.unknown())).parse(JSON.parse(texts[0] ?? "[]"))
      expect(rows.map(([shopper, ...rest]) => [shopper, rest[5]]).sort()).toEqual([
        ["", "order_1"],
        ["cus_2", "order_2"],
      ])
    })
  })

  describe("retention", () => {
    const expire = (most?: number) => new Expiry(module.context, most).run({ behavior: 400, served: 90 })
    const serve = (id: string, days: number): Promise<unknown> =>
      module.run(
        `insert into recommendation_served (id, strategy, rung, product_ids, created_at)
         values (?, 'popular', 'popular', '[]', now() - make_interval(days => ?))`,
        [id, days],
      )

    test("served lists go by age, and the oldest beyond the bound whatever their age", async () => {
      await Promise.all([serve("rec_old", 91), serve("rec_1", 89), serve("rec_2", 2), serve("rec_3", 1)])
      expect(await expire()).toMatchObject({ served: 1 })
      expect(await expire(2)).toMatchObject({ served: 1 })
      expect(await rowsOf("select id from recommendation_served order by id")).toEqual([
        { id: "rec_2" },
        { id: "rec_3" },
      ])
    })

    test("what givers were asked goes as served lists do", async () => {
      const asked = (id: string, days: number): Promise<unknown> =>
        module.run(
          `insert into recommendation_gift_round (id, answers, remaining, created_at)
           values (?, '{}', 0, now() - make_interval(days => ?))`,
          [id, days],
        )
      await Promise.all([asked("rec_old", 91), asked("rec_1", 89), asked("rec_2", 2), asked("rec_3", 1)])
      expect(await expire()).toMatchObject({ giftRounds: 1 })
      expect(await expire(2)).toMatchObject({ giftRounds: 1 })
      expect(await rowsOf("select id from recommendation_gift_round order by id")).toEqual([
        { id: "rec_2" },
        { id: "rec_3" },
      ])
    })

    test("a visitor's link goes when it is old and the last of its events is gone, not before", async () => {
      await module.run(
        `insert into recommendation_visitor (visitor_id, customer_id, linked_at) values
           ('old', 'cus_1', now() - interval '401 days'), ('young', 'cus_1', now() - interval '399 days'),
           ('active', 'cus_1', now() - interval '401 days')`,
      )
      await behavior.record([event({ visitorId: "active" })])
      expect(await expire()).toMatchObject({ visitors: 1 })
      expect(await rowsOf("select visitor_id from recommendation_visitor order by 1")).toEqual([
        { visitor_id: "active" },
        { visitor_id: "young" },
      ])
    })

    test("tombstones of customers stay, those of visitors outlive every event of before", async () => {
      await module.run(
        `insert into recommendation_tombstone (shopper, erased_at, is_visitor) values
           ('customer', now() - interval '999 days', false), ('gone', 'infinity', false),
           ('old', now() - interval '401 days', true), ('young', now() - interval '399 days', true)`,
      )
      expect(await expire()).toMatchObject({ tombstones: 1 })
      expect(await rowsOf("select shopper from recommendation_tombstone order by 1")).toEqual(
        ["customer", "gone", "young"].map((shopper) => ({ shopper })),
      )
    })

    test("a month of which one day is to be kept is not dropped, and only its older rows go", async () => {
      const at = new Date("2027-03-31T12:00:00Z")
      const days = (count: number): Date => new Date(at.getTime() - count * 86_400_000)
      const months = ["2026_12", "2027_01", "2027_02"].map((month) => `behavior_event_${month}`)
      // Dropped whole are months all of which lies before the cut: of three only the first.
      for (const [n, from] of ["2026-12-01", "2027-01-01", "2027-02-01"].entries())
        await module.run(
          `create table if not exists ${months[n]} partition of behavior_event
             for values from ('${from}T00:00:00Z') to (timestamptz '${from}T00:00:00Z' + interval '1 month')`,
        )
      await behavior.record([
        event({ id: "before", occurredAt: days(61) }),
        event({ id: "after", occurredAt: days(59) }),
      ])
      await behavior.retention.run(60, at)
      expect(await rowsOf("select id from behavior_event")).toEqual([{ id: "after" }])
      const left = await rowsOf("select relname from pg_class where relname ~ '^behavior_event_2027_0[12]$' order by 1")
      expect(left.map(({ relname }) => relname)).toEqual(["behavior_event_2027_01", "behavior_event_2027_02"])
    })
  })

  describe("bounds", () => {
    test("hashes: one salt for all instances of this shop, and no other shop's", async () => {
      const hashes = await Promise.all(
        [new ShopperHashes(module.context), new ShopperHashes(module.context)].map((one) => one.hasher()),
      )
      expect(hashes[0]?.("cus_1")).toBe(hashes[1]?.("cus_1"))
      await module.empty()
      expect((await new ShopperHashes(module.context).hasher())("cus_1")).not.toBe(hashes[0]?.("cus_1"))
    })

    test("one customer has no more visitor ids than the bound, however many they make up", async () => {
      await module.run(
        `insert into recommendation_visitor (visitor_id, customer_id) select 'v' || n, 'cus_1' from generate_series(1, 200) n`,
      )
      expect(
        await behavior.visitors.link({ visitorId: "one too many", customerId: "cus_1", isConsented: true }),
      ).toBeNull()
      expect(await behavior.visitors.link({ visitorId: "v7", customerId: "cus_1", isConsented: true })).toBe("cus_1")
      expect(await rowsOf("select count(*)::int as links from recommendation_visitor")).toEqual([{ links: 200 }])
    })
  })
})
