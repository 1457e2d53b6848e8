import { z } from "@medusajs/framework/zod"
import { createShopDatabase, databaseUrl, dropDatabase, withClient } from "../helpers/database"
import { until } from "../helpers/desk-shop"
import { call, seedShop } from "../helpers/shop-client"
import type { Answer, SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"

const DATABASE = "svm_many_lists"
/** Lists that the shop makes at once. */
const LISTS_AT_ONCE = 4
const LIST = z.object({ recommendations: z.array(z.unknown()) })
const HEALTH = z.object({ parts: z.array(z.looseObject({ part: z.string() })) })

describe("more lists than a shop makes", () => {
  let shop: ShopProcess
  let seeded: SeededShop

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    const options = JSON.stringify({ limits: { lists_at_once: LISTS_AT_ONCE } })
    shop = await startShopProcess({ DATABASE_URL: databaseUrl(DATABASE), RECOMMENDATION_OPTIONS: options })
    seeded = await seedShop(shop.url, DATABASE, 4)
  })

  afterAll(async () => {
    await shop.end()
    await dropDatabase(DATABASE)
  })

  test("lists: of more at once than can be made the rest get 503 with Retry-After, and health says so", async () => {
    const ask = (): Promise<Answer> =>
      call(`${shop.url}/store/recommendations?region_id=${seeded.regionId}`, { headers: seeded.storeHeaders })
    // A list without products asks nothing of the locked table: the shop's own must have arrived.
    const shown = await until(
      async () => LIST.parse((await ask()).body).recommendations.length,
      (count) => count > 0,
    )
    expect(shown).toBeGreaterThan(0)
    const statuses = await withClient(DATABASE, async (client) => {
      await client.query("begin")
      await client.query("lock table product in access exclusive mode")
      // All but one wait for the lock: the first answer is the refusal.
      const asked = Array.from({ length: LISTS_AT_ONCE + 1 }, ask)
      const refused = await Promise.race(asked)
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"])
      await client.query("rollback")
      return (await Promise.all(asked)).map(({ status }) => status).sort()
    })
    expect(statuses).toEqual([...Array<number>(LISTS_AT_ONCE).fill(200), 503])
    expect((await ask()).status).toBe(200)
    const health = await call(`${shop.url}/admin/recommendations/health`, { headers: seeded.adminHeaders })
    const { parts } = HEALTH.parse(health.body)
    expect(parts).toContainEqual(expect.objectContaining({ part: "serving", status: "degraded" }))
  })

  test("lists: a database that does not answer in time is no fault of the shop's, and who asks gets 503 with Retry-After", async () => {
    const answer = await withClient(DATABASE, async (client) => {
      await client.query("begin")
      await client.query("lock table product in access exclusive mode")
      const late = await call(`${shop.url}/store/recommendations?region_id=${seeded.regionId}&limit=3`, {
        headers: seeded.storeHeaders,
      })
      await client.query("rollback")
      return late
    })
    expect(answer).toMatchObject({ status: 503, body: { type: "unavailable" } })
    expect(answer.headers.get("retry-after")).toBe("1")
    const health = await call(`${shop.url}/admin/recommendations/health`, { headers: seeded.adminHeaders })
    const { parts } = HEALTH.parse(health.body)
    // One was refused above, for there were too many at once.
    expect(parts).toContainEqual(
      expect.objectContaining({ part: "serving", said: [{ code: "lists_refused", values: { count: 2 } }] }),
    )
  })
})
