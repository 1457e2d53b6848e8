import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { arrivedLate, hadArrived, holds } from "../../src/modules/recommendation/behavior/arrival"
import type { Arrival } from "../../src/modules/recommendation/behavior/arrival"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const DATABASE = `svm_behavior_arrival_${process.env.JEST_WORKER_ID ?? "1"}`

const event = (given: Partial<NewBehaviorEvent> = {}): NewBehaviorEvent => ({
  ...{ id: randomUUID(), type: "view", productId: "prod_1", source: "storefront", visitorId: "visitor-1" },
  ...{ occurredAt: new Date(), ...given },
})

describe("arrival", () => {
  let module: TestModule
  let behavior: BehaviorStore

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    behavior = new BehaviorStore(module.context)
  })
  afterAll(() => module.close())

  test("arrival: a moment divides all there is, each row once, however late it is committed", async () => {
    await behavior.record([event({ id: "early" })])
    const slow = new Client({ connectionString: databaseUrl(DATABASE) })
    await slow.connect()
    const idsWhere = async ({ sql, bindings }: { sql: string; bindings: (number | string)[] }): Promise<unknown[]> => {
      const found = await module.run(`select e.id from behavior_event e where ${sql} order by e.seq`, bindings)
      return z
        .object({ rows: z.array(z.object({ id: z.string() })) })
        .parse(found)
        .rows.map(({ id }) => id)
    }
    let arrival: Arrival
    try {
      await slow.query("begin")
      await slow.query(
        `insert into behavior_event (id, type, product_id, source, occurred_at) values ('slow', 0, 'prod_1', 'storefront', now())`,
      )
      await behavior.record([event({ id: "before" })])
      arrival = await behavior.arrival()
      await slow.query("commit")
    } finally {
      await slow.end()
    }
    await behavior.record([event({ id: "after" })])
    expect(await idsWhere(hadArrived(arrival))).toEqual(["early", "before"])
    expect(await idsWhere(arrivedLate(arrival))).toEqual(["slow"])
    expect((await behavior.readLate(arrival, 10)).map(({ id }) => id)).toEqual(["slow"])
    expect((await behavior.readSince(arrival.seq, 10)).map(({ id }) => id)).toEqual(["after"])
    const all = await behavior.readSince(0, 10)
    expect(all.filter((each) => holds(arrival, each)).map(({ id }) => id)).toEqual(["early", "before"])
    // Where the number alone was kept, it decides.
    expect(await idsWhere(hadArrived({ seq: arrival.seq }))).toEqual(["early", "slow", "before"])
    expect(await idsWhere(arrivedLate({ seq: arrival.seq }))).toEqual([])
    // In a database restored from elsewhere, old rows hold numbers of transactions to come.
    await module.run("update behavior_event set received_at = now() - interval '2 days', xact_id = '9999999999'")
    expect(await idsWhere(hadArrived(arrival))).toEqual(["early", "slow", "before"])
    expect(await idsWhere(arrivedLate(arrival))).toEqual([])
  })

  test("arrival: it is read as Postgres reads it", async () => {
    const snapshot = "10:20:10,14"
    const found = await module.run(
      `select n::text as xact, pg_visible_in_snapshot(n::text::xid8, '${snapshot}') as visible from generate_series(5, 25) n`,
    )
    const { rows } = z.object({ rows: z.array(z.object({ xact: z.string(), visible: z.boolean() })) }).parse(found)
    expect(rows.map(({ xact }) => holds({ seq: 7, snapshot }, { seq: 7, xactId: xact }))).toEqual(
      rows.map(({ visible }) => visible),
    )
    expect(holds({ seq: 7, snapshot }, { seq: 8, xactId: "5" })).toBe(false)
  })
})
