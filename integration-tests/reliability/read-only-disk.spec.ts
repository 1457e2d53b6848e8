import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
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

const DATABASE = "svm_read_only_disk"
const MAY_MOUNT = "mount --make-rprivate /"

/** In mounts of its own a command sees a disk on which nothing can be written, but for one folder in memory; else it ends at once. */
const READ_ONLY = `${MAY_MOUNT} && mount -t tmpfs tmpfs "$1" && mount -o remount,ro,bind / || exit 90
touch "$PWD/.writable" 2>/dev/null && { rm "$PWD/.writable"; exit 91; }
shift; exec "$@"`

function canMount(): boolean {
  try {
    execFileSync("unshare", ["-m", "sh", "-c", MAY_MOUNT], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

const mayMount = canMount()
if (!mayMount) console.warn("passed over: this system lets nobody here have mounts of their own")
const testMounted = mayMount ? test : test.skip

describe("a disk on which nothing can be written", () => {
  let module: TestModule
  let temporary: string
  let shop: ShopProcess | undefined

  beforeAll(async () => {
    temporary = mkdtempSync(path.join(tmpdir(), "svm-temporary-"))
    module = await startTestModule(DATABASE)
  })
  afterAll(async () => {
    await shop?.end("SIGKILL")
    await module.close()
    rmSync(temporary, { recursive: true, force: true })
  })

  testMounted(
    "read-only disk: a shop starts, serves, trains and serves what it trained with no more than a temporary folder",
    async () => {
      const folders = { HOME: temporary, TMPDIR: temporary }
      const env = { DATABASE_URL: databaseUrl(DATABASE), REDIS_URL: "", ...folders }
      shop = await startShopProcess(env, ["unshare", "-m", "sh", "-c", READ_ONLY, "sh", temporary])
      const { url } = shop
      const seeded = await seedShop(url, DATABASE, 24)
      const events = tasteEvents({
        ...{ shoppers: 150, products: 24, tastes: 4, days: 15, seed: 3, until: Date.now() - 3_600_000 },
        productIds: seeded.products.map(({ id }) => id),
      })
      const behavior = new BehaviorStore(module.context)
      for (let from = 0; from < events.length; from += 1_000) await behavior.record(events.slice(from, from + 1_000))
      const info = z.object({ serving: z.looseObject({ number: z.number() }).nullable() })
      const serving = async () =>
        info.parse((await call(`${url}/admin/recommendations/model`, { headers: seeded.adminHeaders })).body).serving
      while ((await serving()) === null) await new Promise((resolve) => setTimeout(resolve, 1_000))
      const list = await call(`${url}/store/recommendations?strategy=popular`, { headers: seeded.storeHeaders })
      const { recommendations, model_version } = z
        .object({ recommendations: z.array(z.unknown()), model_version: z.number().nullable() })
        .parse(list.body)
      expect([recommendations.length > 0, model_version]).toEqual([true, 1])
      expect(shop.output()).not.toMatch(/EROFS|EACCES/)
      tried({
        ...{ items: [], what: "a shop on a disk mounted read-only, but for a temporary folder in memory" },
        ...{ times: 1, outcome: `started, trained on ${events.length} events, served` },
      })
    },
    400_000,
  )
})
