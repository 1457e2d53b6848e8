import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { call, seedShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"
import { tasteEvents } from "../helpers/taste-shop"
import { tried } from "../helpers/trials"

const DATABASE = "svm_small_container"
const GIGABYTE = 1024 ** 3
/** Where the first version of cgroups limits memory, and where a process finds which it is in. */
const CGROUPS = "/sys/fs/cgroup/memory"
const GROUPS = ["svm-server", "svm-worker"] as const

const canLimit = (): boolean => {
  const trial = path.join(CGROUPS, "svm-trial")
  try {
    mkdirSync(trial)
    rmdirSync(trial)
    return existsSync(path.join(CGROUPS, "memory.limit_in_bytes"))
  } catch {
    return false
  }
}

const isLimited = canLimit()
if (!isLimited) console.warn(`passed over: no memory limit can be set below ${CGROUPS}`)
const testLimited = isLimited ? test : test.skip

/** What a started process inherits: this one goes in before, and out again when it is up. */
async function within<T>(group: (typeof GROUPS)[number], work: () => Promise<T>): Promise<T> {
  const folder = path.join(CGROUPS, group)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, "memory.limit_in_bytes"), String(GIGABYTE))
  writeFileSync(path.join(folder, "cgroup.procs"), String(process.pid))
  try {
    return await work()
  } finally {
    writeFileSync(path.join(CGROUPS, "cgroup.procs"), String(process.pid))
  }
}

const readNumber = (group: string, file: string): number =>
  Number(readFileSync(path.join(CGROUPS, group, file), "utf8").trim())

describe("a container of 1 GB", () => {
  let module: TestModule
  const shops: ShopProcess[] = []

  afterAll(async () => {
    for (const shop of shops) await shop.end("SIGKILL")
    await module.close()
    for (const group of GROUPS) if (existsSync(path.join(CGROUPS, group))) rmdirSync(path.join(CGROUPS, group))
  })
  beforeAll(async () => {
    module = await startTestModule(DATABASE)
  })

  testLimited(
    "small container: a server and a worker of 1 GB each start, serve and train a small shop",
    async () => {
      const env = {
        DATABASE_URL: databaseUrl(DATABASE),
        // Without a Redis, as in a small shop: they share the database alone.
        REDIS_URL: "",
        RECOMMENDATION_OPTIONS: JSON.stringify({ training: { max_memory_mb: 384, threads: 1 } }),
      }
      const server = await within("svm-server", () => startShopProcess({ ...env, WORKER_MODE: "server" }))
      shops.push(server)
      const seeded = await seedShop(server.url, DATABASE, 24)
      const events = tasteEvents({
        ...{ shoppers: 150, products: 24, tastes: 4, days: 15, seed: 3, until: Date.now() - 3_600_000 },
        productIds: seeded.products.map(({ id }) => id),
      })
      const behavior = new BehaviorStore(module.context)
      for (let from = 0; from < events.length; from += 1_000) await behavior.record(events.slice(from, from + 1_000))
      shops.push(await within("svm-worker", () => startShopProcess({ ...env, WORKER_MODE: "worker" })))
      const admin = (route: string) =>
        call(`${server.url}/admin/recommendations/${route}`, { headers: seeded.adminHeaders })
      const info = z.object({ serving: z.object({ number: z.number() }).loose().nullable() })
      while (info.parse((await admin("model")).body).serving === null)
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      const list = await call(`${server.url}/store/recommendations?strategy=popular`, { headers: seeded.storeHeaders })
      expect(z.object({ recommendations: z.array(z.unknown()).min(1) }).parse(list.body).recommendations).not.toEqual(
        [],
      )
      const peaks = GROUPS.map((group) => Math.round(readNumber(group, "memory.max_usage_in_bytes") / 2 ** 20))
      tried({
        items: [],
        what: `a server and a worker, each within 1 GB by cgroup, from sources: start, serve, train on ${events.length} events`,
        times: 1,
        outcome: `at most ${peaks[0]} MB in the server's group and ${peaks[1]} MB in the worker's, files' pages included`,
      })
    },
    400_000,
  )
})
