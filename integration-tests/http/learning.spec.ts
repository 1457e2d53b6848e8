import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { call, seedShop } from "../helpers/shop-client"
import type { Answer, CallOptions, SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"
import { tasteEvents } from "../helpers/taste-shop"

const DATABASE = "svm_http_learning"
const NOW = Date.now()
const HOUR = 3_600_000

const run = z.looseObject({
  id: z.string(),
  status: z.string(),
  trigger: z.string(),
  cause: z.string().nullable(),
  percent: z.number(),
  version_number: z.number().nullable(),
})
const version = z.looseObject({ id: z.string(), number: z.number(), status: z.string(), forced: z.boolean() })
const modelInfo = z.looseObject({
  serving: version.nullable(),
  interactions_since: z.number(),
  next_scheduled_at: z.string().nullable(),
  next_retrain: z.looseObject({ would_run: z.boolean(), trigger: z.string().nullable(), reason: z.string() }),
  last_run: run.nullable(),
  current_run: run.nullable(),
  readiness: z.looseObject({ ready: z.boolean(), missing: z.array(z.looseObject({ what: z.string() })) }),
  gate_history: z.array(z.looseObject({ version: z.number(), promoted: z.boolean(), reason: z.string() })),
})
const retrained = z.looseObject({
  started: z.boolean(),
  run_id: z.string().nullable(),
  decision: z.looseObject({ would_run: z.boolean(), reason: z.string() }),
})
const settingsAnswer = z.looseObject({
  version: z.number(),
  updated_by: z.string().nullable(),
  settings: z.looseObject({ retrain: z.looseObject({ min_interactions: z.number(), min_pause_minutes: z.number() }) }),
})

describe("learning over HTTP", () => {
  let module: TestModule
  let behavior: BehaviorStore
  let shop: ShopProcess
  let seeded: SeededShop

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    behavior = new BehaviorStore(module.context)
    shop = await startShopProcess({ DATABASE_URL: databaseUrl(DATABASE) })
    seeded = await seedShop(shop.url, DATABASE, 24)
  })

  afterAll(async () => {
    await shop.end()
    await module.close()
  })

  const admin = (route: string, options: CallOptions = {}): Promise<Answer> =>
    call(`${shop.url}/admin/recommendations/${route}`, { ...options, headers: seeded.adminHeaders })
  const model = async (): Promise<z.output<typeof modelInfo>> => modelInfo.parse((await admin("model")).body)

  /** Asks again until `isThere` says so. */
  const until = async <T>(ask: () => Promise<T>, isThere: (answer: T) => boolean): Promise<T> => {
    for (;;) {
      const answer = await ask()
      if (isThere(answer)) return answer
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const runEnded = (id: string): Promise<z.output<typeof run>> =>
    until(
      async () => z.object({ run }).parse((await admin(`runs/${id}`)).body).run,
      ({ status }) => status !== "running",
    )
  const shopEvents = (prefix: string, seed: number, days: number): ReturnType<typeof tasteEvents> =>
    tasteEvents({
      shoppers: 50,
      products: 24,
      tastes: 4,
      days,
      seed,
      until: NOW - HOUR,
      prefix,
      productIds: seeded.products.map(({ id }) => id),
    })

  test("model: before anything was learnt it says what is missing, and nothing serves", async () => {
    const info = await model()
    expect(info.serving).toBeNull()
    expect(info.readiness.ready).toBe(false)
    expect(info.readiness.missing.map(({ what }) => what)).toEqual(["purchases", "shoppers", "products", "baskets"])
    expect(info.next_retrain).toMatchObject({ would_run: false, reason: expect.stringMatching(/Too little behavior/) })
    expect(info.next_scheduled_at).toMatch(/T03:00:00.000Z$/)
  })

  test("retrain: without force it says why it would not, and starts nothing", async () => {
    const answer = retrained.parse((await admin("retrain", { body: {} })).body)
    expect(answer).toMatchObject({ started: false, run_id: null, decision: { would_run: false } })
  })

  test("interactions: enough of them train a first model, on the ticking job's own accord, and it serves", async () => {
    await behavior.record(shopEvents("a", 1, 14))
    const info = await until(model, ({ last_run: last }) => last !== null)
    expect(info.last_run).toMatchObject({
      trigger: "interactions",
      status: "succeeded",
      cause: null,
      version_number: 1,
    })
    expect(info.serving).toMatchObject({ number: 1, status: "serving", trigger: "interactions" })
    expect(info.interactions_since).toBe(0)
    expect(info.gate_history).toMatchObject([{ version: 1, promoted: true }])
  })

  test("versions: every figure of a version is there, weights by name of feature too", async () => {
    const { versions } = z.object({ versions: z.array(version) }).parse((await admin("versions")).body)
    expect(versions).toHaveLength(1)
    const detail = (await admin(`versions/${versions[0]?.id}`)).body
    expect(detail).toMatchObject({
      version: {
        metrics: { all: { ndcg10: expect.any(Number), recall10: expect.any(Number), mrr: expect.any(Number) } },
        baselines: { popularity: { all: {} }, item_knn: { all: {} } },
        auc: expect.any(Number),
        calibration_error: expect.any(Number),
        lists: expect.arrayContaining([expect.objectContaining({ list: "cart", missing: null })]),
        counts: { products: 24 },
        durations_ms: { fit: expect.any(Number) },
        memory_mb: expect.any(Number),
        machines: null,
        size_bytes: expect.any(Number),
      },
    })
    const { weights } = z
      .object({ version: z.looseObject({ weights: z.array(z.object({ feature: z.string(), weight: z.number() })) }) })
      .parse(detail).version
    expect(weights.some(({ weight }) => weight !== 0)).toBe(true)
  })

  test("retrain: forced, it trains again, answers at once, and names the admin's trigger", async () => {
    const answer = retrained.parse((await admin("retrain", { body: { force: true } })).body)
    expect(answer).toMatchObject({ started: true, run_id: expect.stringMatching(/^rectrun_/) })
    const alone = await admin("retrain", { body: { promote: true } })
    expect(alone).toMatchObject({ status: 400, body: { message: expect.stringContaining("promote") } })
    const again = retrained.parse((await admin("retrain", { body: { force: true } })).body)
    expect(again).toMatchObject({ started: false, run_id: answer.run_id })
    expect(await runEnded(answer.run_id ?? "")).toMatchObject({ trigger: "admin", percent: 100 })
  })

  test("promote: goes back to an older version in one call, and the next list is of it", async () => {
    const { versions } = z.object({ versions: z.array(version) }).parse((await admin("versions")).body)
    const oldest = versions.at(-1)
    const answer = await admin(`versions/${oldest?.id}/promote`, { body: {} })
    expect(answer).toMatchObject({ status: 200, body: { version: { number: 1, status: "serving", forced: false } } })
    expect((await model()).serving).toMatchObject({ number: 1 })
    const list = await call(`${shop.url}/store/recommendations?region_id=${seeded.regionId}`, {
      headers: seeded.storeHeaders,
    })
    expect(list.body).toMatchObject({ model_version: 1 })
    expect(list.status).toBe(200)
  })

  test("promote: a version that the gate refused needs force, and is shown as forced", async () => {
    const { versions } = z.object({ versions: z.array(version) }).parse((await admin("versions")).body)
    const newest = versions[0]
    await module.run(
      `update recommendation_model_version set refusal = 'worse', gate_reason = 'worse', promoted_at = null,
         gate_said = '[{"code":"unmeasured","values":{}}]'::jsonb where id = ?`,
      [newest?.id ?? ""],
    )
    const refused = await admin(`versions/${newest?.id}/promote`, { body: {} })
    expect(refused).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("worse"), said: [{ code: "unmeasured" }] },
    })
    const forced = await admin(`versions/${newest?.id}/promote`, { body: { force: true } })
    expect(forced).toMatchObject({ status: 200, body: { version: { status: "serving", forced: true } } })
    expect((await admin("versions/recver_none/promote", { body: {} })).status).toBe(404)
  })

  test("experiment: another version is compared with the one that serves; neither that one nor an unknown one", async () => {
    const start = (version: unknown) =>
      admin("experiments", { body: { name: "Versions", holdout_share: 0.5, comparison: { kind: "version", version } } })
    const serving = (await model()).serving?.number ?? 0
    for (const number of [serving, 999])
      expect(await start(number)).toMatchObject({
        ...{ status: 400, body: { message: expect.stringContaining(`no other version ${number}`) } },
      })
    expect(await start("newest")).toMatchObject({ status: 400, body: { message: expect.stringContaining("version") } })
    const started = await start(1)
    expect(started).toMatchObject({
      status: 201,
      body: { experiment: { comparison: { kind: "version", version: 1 } } },
    })
    const { experiment } = z.object({ experiment: z.object({ id: z.string() }) }).parse(started.body)
    const served = async (visitor: string): Promise<unknown> =>
      z.looseObject({ model_version: z.number() }).parse(
        (
          await call(`${shop.url}/store/recommendations?region_id=${seeded.regionId}&visitor_id=${visitor}`, {
            headers: seeded.storeHeaders,
          })
        ).body,
      ).model_version
    const visitors = Array.from({ length: 10 }, () => randomUUID())
    await until(
      async () => new Set(await Promise.all(visitors.map(served))),
      (versions) => versions.has(1) && versions.has(serving),
    )
    expect((await admin(`experiments/${experiment.id}/stop`, { body: {} })).status).toBe(200)
  })

  test("settings: stored with who and what; a stale writer gets 409; a wrong schedule 400", async () => {
    const before = settingsAnswer.parse((await admin("settings")).body)
    const change = { settings: { retrain: { min_interactions: 25, min_pause_minutes: 0 } }, version: before.version }
    const saved = settingsAnswer.parse((await admin("settings", { body: change })).body)
    expect(saved).toMatchObject({ version: before.version + 1, updated_by: "admin@shop.test" })
    expect(saved.settings.retrain.min_interactions).toBe(25)
    expect((await admin("settings", { body: change })).status).toBe(409)
    const broken = { settings: { retrain: { schedule: { cron: "61 3 * * 0" } } }, version: saved.version }
    expect(await admin("settings", { body: broken })).toMatchObject({
      status: 400,
      body: { type: "invalid_data", said: [{ code: "bad_schedule", values: {} }] },
    })
    const outside = { settings: { retrain: { accuracy_drop: 2 } }, version: saved.version }
    expect(await admin("settings", { body: outside })).toMatchObject({
      status: 400,
      body: { said: [{ code: "field_too_big", values: { field: "retrain.accuracy_drop", bound: 1 } }] },
    })
    const unknown = JSON.stringify({ settings: { __proto__x: 1 }, version: saved.version })
    expect((await admin("settings", { body: unknown })).status).toBe(400)
    expect((await admin("settings/history")).body).toMatchObject({
      history: [{ by: "admin@shop.test", changes: [{ path: "retrain.min_interactions", from: 10, to: 25 }, {}] }],
    })
  })

  test("schedule preview: the next three runs in the zone; a wrong one is 400", async () => {
    const body = { cron: "30 4 * * 1", time_zone: "Europe/Berlin" }
    const { next } = z
      .object({ next: z.array(z.string()) })
      .parse((await admin("settings/schedule-preview", { body })).body)
    expect(next).toHaveLength(3)
    const wrong = { cron: "30 4 * * 1", time_zone: "Mars/Olympus" }
    expect((await admin("settings/schedule-preview", { body: wrong })).status).toBe(400)
  })

  test("schedule: an instant that has passed starts a run that bears its name", async () => {
    await module.run("update recommendation_schedule set next_at = date_trunc('second', now()) - interval '1 minute'")
    const info = await until(model, ({ last_run: last }) => last?.trigger === "schedule")
    expect(["succeeded", "refused"]).toContain(info.last_run?.status)
  })

  test("erasure: a shopper who is forgotten starts a run that bears its name", async () => {
    const erased = await admin("shoppers/cus_1", { method: "DELETE" })
    expect(erased).toMatchObject({ status: 200, body: { id: "cus_1", deleted: true } })
    const info = await until(model, ({ last_run: last }) => last?.trigger === "erasure")
    expect(["succeeded", "refused"]).toContain(info.last_run?.status)
  })

  test("health: each part says how it is", async () => {
    const answer = await admin("health")
    const { parts } = z
      .object({ parts: z.array(z.object({ part: z.string(), status: z.string(), reason: z.string().nullable() })) })
      .parse(answer.body)
    expect(parts.map(({ part }) => part)).toEqual([
      "capture",
      "database",
      "model",
      "training",
      "serving",
      "reconciliation",
    ])
    expect(parts.filter(({ status }) => status === "down")).toEqual([])
  })

  test("runs: unknown ones are 404, the list is newest first", async () => {
    expect((await admin("runs/rectrun_none")).status).toBe(404)
    expect((await admin("runs/rectrun_none/cancel", { body: {} })).status).toBe(404)
    const { runs } = z.object({ runs: z.array(run) }).parse((await admin("runs")).body)
    expect(runs.at(-1)).toMatchObject({ trigger: "interactions" })
  })
})
