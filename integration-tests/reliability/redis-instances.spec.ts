import { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { redisAddress, redisAnswers, redisCommands } from "../helpers/redis"
import { call, seedShop } from "../helpers/shop-client"
import type { SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"
import { tasteEvents } from "../helpers/taste-shop"
import { TcpProxy } from "../helpers/tcp-proxy"
import { tried } from "../helpers/trials"
import { Ledger } from "./ledger"
import { rounds } from "./rounds"
import { aBatch, send } from "./sender"

const DATABASE = "svm_redis_instances"
/** A number of Redis's that nobody else in these tests uses. */
const REDIS_DATABASE = 11
const optionsOf = (redisUrl: string): string =>
  JSON.stringify({
    retrain: { min_interactions: 1_000_000, min_pause_minutes: 0 },
    training: { lease_seconds: 10, redis_url: redisUrl },
  })
/** A connection that waits for tasks of trainings: Redis lists those to all of its databases. */
const TAKES_TASKS = /name=bull:\S+:w:[0-9a-f-]{36}\/\d+ .* db=11 /g
const absent = (): never => {
  throw new Error("no server is there")
}
const BATCHES = rounds(20, 400)
const BATCHES_AT_ONCE = 20

describe("two servers and two workers share a Redis", () => {
  let module: TestModule
  let proxy: TcpProxy | null = null
  let servers: ShopProcess[] = []
  let workers: ShopProcess[] = []
  let seeded: SeededShop

  const rowsOf = async <Row extends z.ZodType>(row: Row, sql: string): Promise<z.output<Row>[]> =>
    z.object({ rows: z.array(row) }).parse(await module.run(sql)).rows
  const count = async (what: string): Promise<number> =>
    (await rowsOf(z.object({ n: z.number() }), `select count(*)::int as n from ${what}`))[0]?.n ?? 0

  const until = async (isThere: () => Promise<boolean>): Promise<void> => {
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  /** No behavior can be stored until the returned function is called. */
  const holdWrites = async (): Promise<() => Promise<void>> => {
    const client = new Client({ connectionString: databaseUrl(DATABASE) })
    await client.connect()
    await client.query("begin")
    await client.query("lock table behavior_event in access exclusive mode")
    return async () => {
      await client.query("rollback")
      await client.end()
    }
  }

  const start = (mode: "server" | "worker"): Promise<ShopProcess> => {
    const redisUrl = `redis://127.0.0.1:${proxy?.port ?? 0}/${REDIS_DATABASE}`
    return startShopProcess({
      DATABASE_URL: databaseUrl(DATABASE),
      REDIS_URL: redisUrl,
      WORKER_MODE: mode,
      RECOMMENDATION_OPTIONS: optionsOf(redisUrl),
    })
  }

  const listOf = async (server: ShopProcess): Promise<{ status: number; version: number | null; length: number }> => {
    const answer = await call(`${server.url}/store/recommendations?limit=6&region_id=${seeded.regionId}`, {
      headers: seeded.storeHeaders,
    })
    const body = z
      .object({ model_version: z.number().nullable().catch(null), recommendations: z.array(z.unknown()).catch([]) })
      .parse(answer.body)
    return { status: answer.status, version: body.model_version, length: body.recommendations.length }
  }

  const retrain = (server: ShopProcess): Promise<{ status: number }> =>
    call(`${server.url}/admin/recommendations/retrain`, { headers: seeded.adminHeaders, body: { force: true } })

  const isQuiet = async (): Promise<boolean> =>
    (await count("recommendation_training_run where status = 'running'")) === 0 &&
    (await count("recommendation_retrain_request where run_id is null")) === 0

  beforeAll(async () => {
    if (!(await redisAnswers())) return
    await redisCommands([`SELECT ${REDIS_DATABASE}`, "FLUSHDB"])
    proxy = await TcpProxy.start(redisAddress)
    module = await startTestModule(DATABASE)
    // One first: two that start at once on an empty shop would both write its defaults.
    servers = [await start("server")]
    const [more, ...others] = await Promise.all([start("server"), start("worker"), start("worker")])
    servers.push(more)
    workers = others
    const [first = absent()] = servers
    seeded = await seedShop(first.url, DATABASE, 16)
    const productIds = seeded.products.map(({ id }) => id)
    const shop = { shoppers: 40, products: 16, tastes: 4, days: 10, seed: 5, until: Date.now() - 3_600_000, productIds }
    await new BehaviorStore(module.context).record(tasteEvents(shop))
  }, 300_000)

  afterAll(async () => {
    if (proxy === null) return
    await Promise.all([...servers, ...workers].map((shop) => shop.end("SIGKILL")))
    await proxy.close()
    await redisCommands([`SELECT ${REDIS_DATABASE}`, "FLUSHDB"])
    await module.close()
  })

  test("redis: each worker waits for tasks of trainings, no server does", async () => {
    if (proxy === null) return
    const waiting = async (): Promise<number> =>
      [...(await redisCommands([`SELECT ${REDIS_DATABASE}`, "CLIENT LIST"])).matchAll(TAKES_TASKS)].length
    await until(async () => (await waiting()) >= workers.length)
    expect(await waiting()).toBe(workers.length)
  })

  test("redis: retrains asked of all at once run one at a time, and every server follows", async () => {
    if (proxy === null) return
    const asked = 10
    const answers = await Promise.all(
      Array.from({ length: asked }, (_, n) => retrain(servers[n % servers.length] ?? absent())),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    await until(async () => (await count("recommendation_model_activation")) === 1 && (await isQuiet()))
    const overlapping = await count(
      `recommendation_training_run a join recommendation_training_run b on a.id < b.id
         and tstzrange(a.started_at, a.finished_at) && tstzrange(b.started_at, b.finished_at)`,
    )
    expect(overlapping).toBe(0)
    const [serving] = await rowsOf(
      z.object({ number: z.number() }),
      "select v.number from recommendation_model_activation a join recommendation_model_version v on v.id = a.version_id",
    )
    const from = Date.now()
    for (const server of servers) await until(async () => (await listOf(server)).version === serving?.number)
    tried({
      items: ["R9"],
      what: "retrain asked of two servers with two workers on Redis at once",
      times: asked,
      outcome: `${await count("recommendation_training_run")} runs, none at the same time; both servers answered from the new version ${Date.now() - from} ms after the last run ended`,
    })
  })

  test("redis gone: events are stored, lists are answered, and it goes on by itself when Redis is back", async () => {
    if (proxy === null) return
    const ledger = new Ledger()
    try {
      const statuses: number[] = []
      const lists: { status: number; length: number }[] = []
      proxy.set("refuse")
      for (let n = 0; n < BATCHES; n++) {
        const server = servers[n % servers.length] ?? absent()
        statuses.push(await send(server.url, seeded, aBatch(seeded, 5), ledger))
        lists.push(await listOf(server))
      }
      proxy.set("pass")
      expect(statuses).toEqual(statuses.map(() => 202))
      expect(lists).toEqual(lists.map(() => expect.objectContaining({ status: 200, length: 6 })))
      const verdict = await ledger.check(DATABASE)
      expect(verdict).toMatchObject({ sent: BATCHES * 5, accepted: BATCHES * 5, lost: [], doubled: [], smuggled: [] })
      const before = await count("recommendation_training_run")
      for (const server of servers) expect((await retrain(server)).status).toBe(200)
      await until(async () => (await count("recommendation_training_run")) > before && (await isQuiet()))
      expect(await count("recommendation_model_activation")).toBe(1)
      tried({
        items: ["R4"],
        what: "Redis cut off while storefronts report and ask",
        times: BATCHES,
        outcome: `${verdict.accepted} of ${verdict.sent} events accepted and stored once, all lists full; retrains run again afterwards`,
      })
    } finally {
      ledger.discard()
    }
  })

  test("sigterm: what is under way is answered and stored, what comes later is not taken up, and it is gone", async () => {
    if (proxy === null) return
    const leaving = await start("server")
    const ledger = new Ledger()
    try {
      expect((await listOf(leaving)).status).toBe(200)
      const release = await holdWrites()
      const sent = Array.from({ length: BATCHES_AT_ONCE }, () => send(leaving.url, seeded, aBatch(seeded, 20), ledger))
      // Taken up, all of them, and none can be answered before the table is free.
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      const from = Date.now()
      const gone = leaving.end("SIGTERM")
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(await send(leaving.url, seeded, aBatch(seeded, 20), ledger)).toBe(0)
      await release()
      const statuses = await Promise.all(sent)
      await gone
      const took = Date.now() - from
      expect(statuses).toEqual(Array(BATCHES_AT_ONCE).fill(202))
      const verdict = await ledger.check(DATABASE)
      expect(verdict).toMatchObject({ lost: [], doubled: [], smuggled: [] })
      tried({
        items: ["R7"],
        what: `SIGTERM with ${BATCHES_AT_ONCE} batches under way, and one that comes after it`,
        times: 1,
        outcome: `${statuses.length} answered 202 and stored, the late one not taken up; gone after ${took} ms`,
      })
    } finally {
      await leaving.end("SIGKILL")
      ledger.discard()
    }
  })
})
