import { randomUUID } from "node:crypto"
import { createShopDatabase, databaseUrl, dropDatabase, withClient } from "../helpers/database"
import { call, seedShop } from "../helpers/shop-client"
import type { SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"

const DATABASE = "svm_sender_clock"
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36"
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describe("a sender's clock", () => {
  let shop: ShopProcess
  let seeded: SeededShop

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    shop = await startShopProcess({ DATABASE_URL: databaseUrl(DATABASE) })
    seeded = await seedShop(shop.url, DATABASE, 1)
  })

  afterAll(async () => {
    await shop.end()
    await dropDatabase(DATABASE)
  })

  /** Minutes ago, by the database, of what a visitor's stored events say of their time. */
  const storedMinutesAgo = (visitor: string): Promise<number[]> =>
    withClient(DATABASE, async (client) => {
      const { rows } = await client.query<{ seconds: number }>(
        "select extract(epoch from now() - occurred_at)::float as seconds from behavior_event where visitor_id = $1",
        [visitor],
      )
      return rows.map(({ seconds }) => Math.floor(seconds / 60))
    })

  test.each([-20 * DAY_MS, -3 * HOUR_MS, 0, 3 * HOUR_MS, 400 * DAY_MS])(
    "wrong by %i ms: its events are stored under the right time",
    async (skew) => {
      const at = (ms: number): string => new Date(Date.now() + skew + ms).toISOString()
      const event = (occurred_at: string): object => ({
        ...{ id: randomUUID(), type: "view", product_id: seeded.products[0]?.id, occurred_at },
      })
      const visitor = randomUUID()
      const events = [event(at(-30 * 60_000)), event(at(10 * 60_000))]
      const answer = await call(`${shop.url}/store/behavior-events`, {
        headers: { ...seeded.storeHeaders, "user-agent": BROWSER },
        body: { visitor_id: visitor, consent: true, sent_at: at(0), events },
      })
      // What the sender itself calls the future stays refused.
      expect(answer.body).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "future" }] })
      const [minutes = Number.NaN] = await storedMinutesAgo(visitor)
      expect(minutes).toBeGreaterThanOrEqual(29)
      expect(minutes).toBeLessThan(40)
    },
  )
})
