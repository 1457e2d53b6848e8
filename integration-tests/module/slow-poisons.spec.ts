import { randomUUID } from "node:crypto"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { countExposures } from "../../src/modules/recommendation/insights/attribution"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { databaseUrl } from "../helpers/database"
import { FakeTraining } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const DATABASE = "svm_slow_poisons"
const HOUR_MS = 3_600_000
const INT_MAX = 2_147_483_647
/** West of, east of and near Greenwich, where a day begins up to 14 hours apart. */
const ZONES = ["America/St_Johns", "Pacific/Kiritimati", "Europe/Berlin"]

/** What comes to every shop in the end, and to none on its first day. */
describe("slow poisons", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
  })
  beforeEach(() => module.empty())
  afterAll(() => module.close())

  const event = (occurredAt: Date, fields: Partial<NewBehaviorEvent> = {}): NewBehaviorEvent => ({
    ...{ id: randomUUID(), type: "view", productId: "prod_1", source: "storefront", occurredAt },
    ...fields,
  })
  const rowsOf = async <Row extends z.ZodType>(row: Row, sql: string): Promise<z.output<Row>[]> =>
    z.object({ rows: z.array(row) }).parse(await module.run(sql)).rows

  test("ids: every sequence of the plugin passes 2^31 in the middle of work", async () => {
    const sequences = await rowsOf(
      z.object({ name: z.string(), last: z.coerce.number() }),
      `select quote_ident(sequencename) as name, max_value as last from pg_sequences
        where schemaname = 'public' and (sequencename like 'recommendation%' or sequencename like 'behavior%')`,
    )
    expect(sequences.length).toBeGreaterThanOrEqual(4)
    expect(sequences.filter(({ last }) => last <= INT_MAX)).toEqual([])
    for (const { name } of sequences) await module.run("select setval(?::regclass, ?)", [name, INT_MAX - 1])

    const behavior = new BehaviorStore(module.context)
    const learning = new LearningStore(module.context, { behavior, startTraining: new FakeTraining().start })
    const before = await behavior.latestSeq()
    await behavior.record(Array.from({ length: 5 }, () => event(new Date(), { customerId: "cus_1" })))
    expect(await behavior.countSince(before)).toBe(5)
    expect(await behavior.latestSeq()).toBeGreaterThan(INT_MAX)
    expect(await behavior.readProfile({ customerId: "cus_1" })).toHaveLength(5)
    for (const round of [1, 2]) {
      await learning.requestRetrain("admin")
      const lease = await learning.runs.open({ trigger: "admin", detail: null, by: null })
      if (!lease) throw new Error("no lease")
      const trained = await learning.train({ lease, trigger: "admin" })
      expect(await learning.serve(lease, trained)).toMatchObject({ promoted: true, number: round })
      await learning.finish(lease, null)
    }
    expect((await learning.activation.current())?.fencing).toBeGreaterThan(INT_MAX)
    const current = await learning.readSettings()
    const settings = { retrain: { min_interactions: 11 } }
    await learning.settingsStore.update({ settings, version: current.version, by: null })
    expect((await learning.readSettings()).settings.retrain.min_interactions).toBe(11)
  })

  test.each(ZONES)("year's end with the database in %s: months begin and end with UTC's", async (zone) => {
    const connection = knex({
      client: "pg",
      connection: `${databaseUrl(DATABASE)}?options=${encodeURIComponent(`-c timezone=${zone}`)}`,
      pool: { min: 0, max: 4 },
    })
    try {
      const shown = await connection.raw<{ rows: unknown[] }>("show timezone")
      expect(shown.rows).toEqual([{ TimeZone: zone }])
      const behavior = new BehaviorStore({ ...module.context, knex: () => connection })
      for (const name of ["2027_01", "2027_02", "2027_03"])
        await module.run(`drop table if exists behavior_event_${name}`)
      const midnight = Date.UTC(2027, 0, 1)
      const last = await behavior.retention.run(400, new Date(midnight - 1))
      const first = await behavior.retention.run(400, new Date(midnight))
      expect([...last.created.slice(-2), ...first.created]).toEqual([
        "behavior_event_2027_01",
        "behavior_event_2027_02",
        "behavior_event_2027_03",
      ])
      const instants = [midnight - 1, midnight, Date.UTC(2027, 1, 1) - 1, Date.UTC(2027, 1, 1)]
      await behavior.storeQuietly(instants.map((at) => event(new Date(at), { source: "import" })))
      const stored = await rowsOf(
        z.object({ month: z.string() }),
        "select tableoid::regclass::text as month from behavior_event order by occurred_at",
      )
      const months = stored.map(({ month }) => month.replace("behavior_event_", ""))
      expect(months).toEqual(["2026_12", "2027_01", "2027_01", "2027_02"])
    } finally {
      await connection.destroy()
    }
  })

  test.each([
    ["Europe/Berlin", Date.UTC(2025, 9, 24, 22), [24, 25, 24]],
    ["America/New_York", Date.UTC(2026, 2, 7, 5), [24, 23, 24]],
    ["Australia/Lord_Howe", Date.UTC(2026, 3, 3, 13), [24, 25, 24]],
  ] as const)(
    "clocks that are put forward or back in %s: each day has the hours that it had",
    async (zone, from, hours) => {
      const total = hours.reduce((sum, count) => sum + count, 0)
      const clicks = Array.from({ length: total }, (_, hour) =>
        event(new Date(from + hour * HOUR_MS), { type: "click", recommendationId: "rec_1", source: "import" }),
      )
      expect(await new BehaviorStore(module.context).storeQuietly(clicks)).toBe(total)
      const period = { from: new Date(from), to: new Date(from + total * HOUR_MS), windowDays: 7, timeZone: zone }
      const days = await countExposures(module.context, period)
      const byDay = [...days].sort((a, b) => (a.day < b.day ? -1 : 1)).map(({ clicks: count }) => count)
      expect(byDay).toEqual(hours)
    },
  )
})
