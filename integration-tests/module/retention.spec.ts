import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const DATABASE = "svm_retention_module"
const DAY_MS = 86_400_000

describe("retention", () => {
  let module: TestModule
  let behavior: BehaviorStore

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
  })

  beforeEach(async () => {
    await module.empty()
    behavior = new BehaviorStore(module.context)
  })

  afterAll(() => module.close())

  const event = (occurredAt: Date, id: string = randomUUID()): NewBehaviorEvent => ({
    ...{ id, type: "view", productId: "prod_1", source: "storefront", occurredAt },
  })

  const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> =>
    z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(await module.run(sql)).rows

  /** The first instant of a month, so many months ago. */
  const monthsAgo = (months: number): Date => {
    const now = new Date()
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1))
  }
  const partitionOf = (month: Date): string => `behavior_event_${month.toISOString().slice(0, 7).replace("-", "_")}`

  test("retention: a month goes when its last instant is old enough, and not a moment before", async () => {
    const [month, next] = [monthsAgo(8), monthsAgo(7)]
    await behavior.record([event(new Date(next.getTime() - 1), "last of its month")])
    const before = await behavior.retention.run(1, new Date(next.getTime() + DAY_MS - 1))
    expect(before.dropped).not.toContain(partitionOf(month))
    expect(await rowsOf("select id from behavior_event")).toEqual([{ id: "last of its month" }])
    const after = await behavior.retention.run(1, new Date(next.getTime() + DAY_MS))
    expect(after.dropped).toContain(partitionOf(month))
    expect(await rowsOf("select id from behavior_event")).toEqual([])
  })

  test("retention: a month that somebody reads stays for the next run, and capture goes on meanwhile", async () => {
    const [month, next] = [monthsAgo(6), monthsAgo(5)]
    const reader = new Client({ connectionString: databaseUrl(DATABASE) })
    await reader.connect()
    try {
      await reader.query("begin")
      await reader.query("select count(*) from behavior_event")
      const run = behavior.retention.run(1, new Date(next.getTime() + DAY_MS))
      let isRunning = true
      const ended = run.finally(() => (isRunning = false))
      let stored = 0
      while (isRunning) stored += (await behavior.record([event(new Date())])).accepted.length
      expect((await ended).dropped).toEqual([])
      expect(stored).toBeGreaterThan(0)
      expect(await rowsOf(`select to_regclass('${partitionOf(month)}') is null as is_gone`)).toEqual([
        { is_gone: false },
      ])
    } finally {
      await reader.end()
    }
    expect((await behavior.retention.run(1, new Date(next.getTime() + DAY_MS))).dropped).toContain(partitionOf(month))
  })
})
