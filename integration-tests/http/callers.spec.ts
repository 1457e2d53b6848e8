import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { createHandler } from "../../storefront-widget/src/server"
import { createShopDatabase, databaseUrl, dropDatabase, withClient } from "../helpers/database"
import { call, seedShop } from "../helpers/shop-client"
import type { Answer, SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"

const DATABASE = "svm_http_callers"
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"
const CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
const SECRET = randomUUID()
/** Events a minute of one shopper; twenty times as many of one address. */
const LIMIT = 20
/** At full speed, more than one address may report. */
const SHOPPERS = 31
const CDN = "198.51.100.9"

const rowSchema = z.object({
  id: z.string(),
  is_bot: z.boolean(),
  device: z.string().nullable(),
  voice: z.coerce.number(),
})

describe("who asks: storefront servers and proxies", () => {
  let shop: ShopProcess
  let seeded: SeededShop

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    shop = await startShopProcess({
      DATABASE_URL: databaseUrl(DATABASE),
      RECOMMENDATION_OPTIONS: JSON.stringify({
        capture: { app_keys: [randomUUID(), SECRET], rate_limit_per_minute: LIMIT, trusted_proxies: 2 },
      }),
    })
    seeded = await seedShop(shop.url, DATABASE, 1)
  })

  afterAll(async () => {
    await shop.end()
    await dropDatabase(DATABASE)
  })

  const events = (count: number): { id: string }[] =>
    Array.from({ length: count }, () => ({
      ...{ id: randomUUID(), type: "view", product_id: seeded.products[0]?.id },
      occurred_at: new Date().toISOString(),
    }))
  const rows = (ids: readonly string[]): Promise<z.output<typeof rowSchema>[]> =>
    withClient(DATABASE, async (client) => {
      const found = await client.query("select id, is_bot, device, voice from behavior_event where id = any($1)", [ids])
      return z.array(rowSchema).parse(found.rows)
    })

  /** A shopper's browser reports to the storefront's own server, whose route passes it on. */
  const relay = async (
    reported: readonly object[],
    by: { readonly secret?: string; readonly address: string; readonly agent?: string },
  ): Promise<{ readonly status: number; readonly body: string }> => {
    const handle = createHandler({
      backendUrl: shop.url,
      publishableKey: seeded.storeHeaders["x-publishable-api-key"],
      consent: () => true,
      ...(by.secret === undefined ? {} : { secret: by.secret }),
    })
    const session = randomUUID()
    const answer = await handle(
      new Request("https://storefront.test/api/recommendations/store/behavior-events", {
        method: "POST",
        headers: {
          ...{ host: "storefront.test", "sec-fetch-site": "same-origin", "x-forwarded-for": by.address },
          ...{ cookie: `svm_visitor=${randomUUID()}; svm_session=${session}`, "user-agent": by.agent ?? BROWSER },
        },
        body: JSON.stringify({ visitor_id: session, consent: true, events: reported }),
      }),
    )
    return { status: answer.status, body: await answer.text() }
  }
  const report = (forwarded: string, reported: readonly object[]): Promise<Answer> =>
    call(`${shop.url}/store/behavior-events`, {
      headers: { ...seeded.storeHeaders, "user-agent": BROWSER, "x-forwarded-for": forwarded },
      body: { visitor_id: randomUUID(), consent: true, events: reported },
    })

  test("relayed by the storefront: each shopper has a limit and a voice of their own", async () => {
    const sent = Array.from({ length: SHOPPERS }, () => events(LIMIT))
    const statuses: number[] = []
    for (const [at, reported] of sent.entries())
      statuses.push((await relay(reported, { secret: SECRET, address: `203.0.${at}.7` })).status)
    expect(statuses).toEqual(Array(SHOPPERS).fill(202))
    const stored = await rows(sent.map(([first]) => first.id))
    // Two blocks may fall on one of a day's 65,535 voices.
    expect(new Set(stored.map(({ voice }) => voice)).size).toBeGreaterThan(SHOPPERS - 3)
  })

  test("relayed without a signature: all shoppers share the limit of their storefront's address", async () => {
    const statuses: number[] = []
    for (let n = 0; n < SHOPPERS; n += 1)
      statuses.push((await relay(events(LIMIT), { address: `203.0.${n}.7` })).status)
    expect(statuses).toContain(429)
  })

  test("relayed by the storefront: device and bots are those of the shopper's own agent", async () => {
    const [[phone], [crawler]] = [events(1), events(1)]
    expect((await relay([phone], { secret: SECRET, address: "192.0.2.1", agent: PHONE })).status).toBe(202)
    expect((await relay([crawler], { secret: SECRET, address: "192.0.2.2", agent: CRAWLER })).status).toBe(202)
    expect(await rows([phone.id])).toEqual([expect.objectContaining({ is_bot: false, device: "mobile" })])
    expect(await rows([crawler.id])).toEqual([expect.objectContaining({ is_bot: true })])
  })

  test("relayed with a secret that is none of the shop's: refused by name, and nothing is stored", async () => {
    const [one] = events(1)
    const answer = await relay([one], { secret: randomUUID(), address: "192.0.2.3" })
    expect(answer.status).toBe(401)
    expect(answer.body).toContain("x-recommendations-shopper")
    expect(await rows([one.id])).toEqual([])
  })

  test("behind a CDN and a balancer: shoppers are distinguished by the address that the CDN saw", async () => {
    const statuses: number[] = []
    for (let n = 0; n < SHOPPERS; n += 1) statuses.push((await report(`100.64.${n}.7, ${CDN}`, events(LIMIT))).status)
    expect(statuses).toEqual(Array(SHOPPERS).fill(202))
  })

  test("behind a CDN and a balancer: an address that the sender itself puts in front changes nothing", async () => {
    const statuses: number[] = []
    for (let n = 0; n < SHOPPERS; n += 1)
      statuses.push((await report(`9.9.9.${n}, 100.65.0.7, ${CDN}`, events(LIMIT))).status)
    expect(statuses).toEqual([...Array<number>(20).fill(202), ...Array<number>(SHOPPERS - 20).fill(429)])
  })
})
