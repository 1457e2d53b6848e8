import { randomUUID } from "node:crypto"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { CaptureBusyError } from "../../src/modules/recommendation/behavior/write-queue"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { databaseUrl, dropDatabase, postgresAddress, withClient } from "../helpers/database"
import { aTraining, FakeTraining } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { tasteEvents } from "../helpers/taste-shop"
import { TcpProxy } from "../helpers/tcp-proxy"
import { tried } from "../helpers/trials"
import { aReport, aView } from "../helpers/storefront-report"
import { Ledger } from "./ledger"
import { SmallDisk } from "./small-disk"

const DATABASE = "svm_database_limits"
const CHANNEL = "sc_limits"
const BATCH = 50
/** The database takes 20 MB; the rest is what there is to fill. */
const DISK_MB = 40
const POOL = 8
const RECOVERY_LIMIT_MS = 60_000
/** A model that needs more room than is left. */
const MODEL_BYTES = 4 * 1024 * 1024

describe("the database reaches its limits", () => {
  let module: TestModule
  let behavior: BehaviorStore

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await module.run(
      `insert into product (id, title, handle, status, is_giftcard, discountable)
       values ('prod_1', 'Product', 'product', 'published', false, true)`,
    )
    await module.run(
      "insert into product_sales_channel (id, product_id, sales_channel_id) values ('prodsc_1', 'prod_1', ?)",
      [CHANNEL],
    )
  })

  beforeEach(() => {
    behavior = new BehaviorStore(module.context)
  })

  afterAll(() => module.close())

  /** One batch, written down; says what became of it. */
  async function send(store: BehaviorStore, ledger: Ledger): Promise<"stored" | "unavailable"> {
    const ids = Array.from({ length: BATCH }, () => randomUUID())
    ledger.sent(ids)
    try {
      const { rejected } = await store.storefront.take(
        aReport({ events: ids.map((id) => aView({ id })), salesChannelIds: [CHANNEL] }),
      )
      expect(rejected).toEqual([])
      ledger.answered(ids, "accepted")
      return "stored"
    } catch (error) {
      // Whoever sends gets 503 with Retry-After: anything else would make a browser throw its events away.
      expect(error).toBeInstanceOf(CaptureBusyError)
      ledger.answered(ids, "unknown")
      return "unavailable"
    }
  }

  const untilStored = async (store: BehaviorStore, ledger: Ledger): Promise<void> => {
    for (const until = Date.now() + RECOVERY_LIMIT_MS; (await send(store, ledger)) !== "stored";)
      if (Date.now() > until) throw new Error("events are still not taken a minute after the fault ended")
  }

  const whole = async (ledger: Ledger): Promise<number> => {
    const { lost, doubled, smuggled, sent } = await ledger.check(DATABASE)
    expect({ lost, doubled, smuggled }).toEqual({ lost: [], doubled: [], smuggled: [] })
    return sent
  }

  test("pool exhausted: storefronts get 503 with Retry-After, and it goes on when there is room", async () => {
    const ledger = new Ledger()
    const { client } = z
      .custom<{ client: { acquireConnection(): Promise<unknown>; releaseConnection(one: unknown): Promise<void> } }>()
      .parse(module.context.knex())
    expect(await send(behavior, ledger)).toBe("stored")
    const held = await Promise.all(Array.from({ length: POOL }, () => client.acquireConnection()))
    const outcomes = await Promise.all([send(behavior, ledger), send(new BehaviorStore(module.context), ledger)])
    expect(outcomes).toEqual(["unavailable", "unavailable"])
    for (const connection of held) await client.releaseConnection(connection)
    await untilStored(behavior, ledger)
    await whole(ledger)
    ledger.discard()
    tried({ items: ["R20"], what: "all connections held", times: 1, outcome: "503 within 5 s, nothing lost" })
  })

  test("half-open connections that nobody resets: given up, and replaced by themselves", async () => {
    const proxy = await TcpProxy.start(postgresAddress)
    const pool = knex({ client: "pg", connection: databaseUrl(DATABASE, proxy.port), pool: { min: 0, max: 4 } })
    const store = new BehaviorStore({ ...module.context, knex: () => pool })
    const ledger = new Ledger()
    try {
      await Promise.all([send(store, ledger), send(store, ledger)])
      proxy.mute()
      await Promise.all([send(store, ledger), send(store, ledger)])
      await untilStored(store, ledger)
      await whole(ledger)
      tried({
        items: ["R3"],
        what: "connections fall silent without an end",
        times: 1,
        outcome: "given up after 3 s, new ones made, nothing lost",
      })
    } finally {
      ledger.discard()
      await proxy.close()
      await pool.destroy()
    }
  })

  test("disk full: nothing accepted is lost, the model serves on, and all goes on when there is room", async () => {
    await module.context.knex().destroy()
    const disk = await SmallDisk.under(DATABASE, DISK_MB).catch((error: unknown) => String(error))
    module.context.knex().initialize()
    if (typeof disk === "string") {
      if (process.env.REQUIRE_SERVICES === "1") throw new Error(`no disk could be mounted: ${disk}`)
      console.warn(`disk full: PASSED OVER, this machine lets us mount no small disk: ${disk}`)
      return
    }
    const ledger = new Ledger()
    const training = new FakeTraining()
    const learning = new LearningStore(module.context, { behavior, startTraining: training.start })
    const train = async (): Promise<unknown> => {
      await learning.requestRetrain("admin")
      const opened = await learning.openDueRun()
      if (!opened) return "nothing was due"
      try {
        const { versionId, accuracy } = await learning.train(opened)
        if (versionId && accuracy)
          await learning.activation.promoteTrained(opened.lease, { versionId, by: null, forced: false, accuracy })
        await learning.finish(opened.lease, null)
        return "trained"
      } catch (error) {
        await learning.fail(opened.lease, error)
        return (await learning.runs.latest()).last?.status
      }
    }
    try {
      await behavior.record(tasteEvents({ shoppers: 30, products: 20, tastes: 2, days: 8, seed: 3, until: Date.now() }))
      expect(await send(behavior, ledger)).toBe("stored")
      expect(await train()).toBe("trained")
      const serving = await learning.activeModel()
      training.outcome = () =>
        Promise.resolve({
          ...aTraining({ challenger: 0.5 }),
          // Bytes that do not compress: Postgres would make little of zeros.
          bytes: Uint8Array.from({ length: MODEL_BYTES }, () => Math.random() * 256),
        })
      disk.fill()
      let refused = 0
      for (let n = 0; n < 400 && refused < 5; n += 1) if ((await send(behavior, ledger)) === "unavailable") refused += 1
      expect(refused).toBe(5)
      expect(await train()).not.toBe("trained")
      expect(await learning.activeModel()).toEqual(serving)
      disk.clear()
      await untilStored(behavior, ledger)
      const sent = await whole(ledger)
      await module.run(
        `update recommendation_training_run set finished_at = finished_at - interval '1 day',
           started_at = started_at - interval '1 day', lease_expires_at = lease_expires_at - interval '1 day'`,
      )
      expect(await train()).toBe("trained")
      expect((await learning.activeModel())?.version).toBe(2)
      tried({
        items: ["R8"],
        what: "disk full: a real one, a tmpfs under the database",
        times: 1,
        outcome: `${sent} events sent meanwhile, 0 accepted lost, the champion served on, the next run trained`,
      })
    } finally {
      ledger.discard()
      disk.clear()
      await module.context.knex().destroy()
      await withClient("postgres", (client) =>
        client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [DATABASE]),
      )
      await dropDatabase(DATABASE)
      await disk.remove()
    }
  })
})
