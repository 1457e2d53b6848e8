import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { TRAINING_PHASES } from "../../src/core/contract"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { call, seedShop } from "../helpers/shop-client"
import type { SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"
import { tasteEvents } from "../helpers/taste-shop"
import { FULL } from "./rounds"

const DATABASE = "svm_training_killed"
const LEASE_SECONDS = 5
const OPTIONS = JSON.stringify({
  retrain: { min_interactions: 1_000_000, min_pause_minutes: 0 },
  training: { lease_seconds: LEASE_SECONDS },
})
/** Phases are written one by one; between promotion and closing lies one more moment to die in. */
const EVERY_MOMENT = [...TRAINING_PHASES, "promoted"] as const
/** Each costs a start of a shop: all of them with RELIABILITY_FULL=1, a few inside `npm test`. */
const MOMENTS = FULL ? EVERY_MOMENT : (["store", "promoted"] as const)

const rowsOf = <Row extends z.ZodType>(result: unknown, row: Row): z.output<Row>[] =>
  z.object({ rows: z.array(row) }).parse(result).rows

describe("a shop is killed while it trains", () => {
  let module: TestModule
  let shop: ShopProcess
  let seeded: SeededShop

  const startShop = (): Promise<ShopProcess> =>
    startShopProcess({ DATABASE_URL: databaseUrl(DATABASE), RECOMMENDATION_OPTIONS: OPTIONS })

  const until = async (isThere: () => Promise<boolean>): Promise<void> => {
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  const runs = async (): Promise<{ status: string; cause: string | null; version_id: string | null }[]> =>
    rowsOf(
      await module.run("select status, cause, version_id from recommendation_training_run order by started_at"),
      z.object({ status: z.string(), cause: z.string().nullable(), version_id: z.string().nullable() }),
    )

  const serving = async (): Promise<number | null> =>
    rowsOf(
      await module.run(
        `select v.number from recommendation_model_activation a join recommendation_model_version v on v.id = a.version_id
           join recommendation_model_file f on f.version_id = v.id`,
      ),
      z.object({ number: z.number() }),
    )[0]?.number ?? null

  const request = (): Promise<unknown> =>
    module.run("insert into recommendation_retrain_request (trigger, detail) values ('admin', 'test')")

  /** Holds the run at a moment: whoever writes it waits in the database, as long as the test likes. */
  const holdAt = async (moment: (typeof EVERY_MOMENT)[number]): Promise<void> => {
    const closes = moment === "promoted"
    await module.run(`
      create or replace function hold_run() returns trigger language plpgsql as $$ begin
        if ${closes ? "new.status <> 'running' and new.status <> 'failed'" : `new.phase = '${moment}' and new.status = 'running'`}
        then perform pg_sleep(600); end if;
        return new;
      end $$`)
    await module.run(
      "create or replace trigger hold_run before update on recommendation_training_run for each row execute function hold_run()",
    )
  }

  const held = async (): Promise<boolean> =>
    rowsOf(
      await module.run("select count(*)::int as n from pg_stat_activity where datname = ? and wait_event = 'PgSleep'", [
        DATABASE,
      ]),
      z.object({ n: z.number() }),
    ).some(({ n }) => n > 0)

  /** Replaced, not dropped: dropping would wait for whoever sleeps. */
  const letGo = (): Promise<unknown> =>
    module.run("create or replace function hold_run() returns trigger language plpgsql as $$ begin return new; end $$")

  /** What a dead client left in the database: it notices only when it wants to answer. */
  const clearConnections = (): Promise<unknown> =>
    module.run("select pg_terminate_backend(pid) from pg_stat_activity where datname = ? and wait_event = 'PgSleep'", [
      DATABASE,
    ])

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    shop = await startShop()
    seeded = await seedShop(shop.url, DATABASE, 16)
    const behavior = new BehaviorStore(module.context)
    await behavior.record(
      tasteEvents({
        shoppers: 40,
        products: 16,
        tastes: 4,
        days: 10,
        seed: 5,
        until: Date.now() - 3_600_000,
        productIds: seeded.products.map(({ id }) => id),
      }),
    )
    await request()
    await until(async () => (await serving()) === 1)
  })

  afterAll(async () => {
    await shop.end("SIGKILL")
    await module.close()
  })

  test.each(MOMENTS)("killed at %s: nothing half-written serves, and another instance takes over", async (moment) => {
    const before = (await runs()).length
    const servedBefore = await serving()
    await holdAt(moment)
    await request()
    await until(held)
    await shop.end("SIGKILL")
    await letGo()
    await clearConnections()
    // Promoted is promoted: only the run's own closing is missing then.
    if (moment !== "promoted") expect(await serving()).toBe(servedBefore)
    shop = await startShop()
    await until(async () => {
      const now = await runs()
      return now.length >= before + 2 && now.every(({ status }) => status !== "running")
    })
    const after = await runs()
    expect(after[before]).toMatchObject({ status: "failed", cause: "went_silent" })
    expect(["succeeded", "refused"]).toContain(after.at(-1)?.status)
    expect(await serving()).not.toBeNull()
    const list = await call(`${shop.url}/store/recommendations?region_id=${seeded.regionId}`, {
      headers: seeded.storeHeaders,
    })
    expect(list.status).toBe(200)
    const { recommendations } = z.object({ recommendations: z.array(z.unknown()) }).parse(list.body)
    expect(recommendations.length).toBeGreaterThan(0)
  })

  test("two shops at once: each request starts one run", async () => {
    const other = await startShop()
    try {
      const before = (await runs()).length
      await request()
      await until(async () => {
        const now = await runs()
        return now.length > before && now.every(({ status }) => status !== "running")
      })
      expect(await runs()).toHaveLength(before + 1)
      const { rows } = z
        .object({ rows: z.array(z.unknown()) })
        .parse(await module.run("select id from recommendation_retrain_request where run_id is null"))
      expect(rows).toEqual([])
    } finally {
      await other.end("SIGKILL")
    }
  })
})
