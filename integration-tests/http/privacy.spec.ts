import { randomUUID } from "node:crypto"
import { ContainerRegistrationKeys, createMedusaContainer } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import reconcilePurchases from "../../src/jobs/reconcile-purchases"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { logChanges } from "../../src/modules/recommendation/database/change-log"
import type { ServingChange } from "../../src/modules/recommendation/database/change-log"
import { SchemaCheck } from "../../src/modules/recommendation/database/schema-check"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { checkOut } from "../helpers/checkout"
import type { CheckOutOptions } from "../helpers/checkout"
import { registerCustomer } from "../helpers/customer"
import { databaseUrl, withClient } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { call, seedShop } from "../helpers/shop-client"
import type { Answer, SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"
import { tablesThatHold } from "../security/tables-that-hold"

const DATABASE = "svm_http_privacy"
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
const CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
const APP_KEY = randomUUID()
const WAIT_MS = 20_000

const rowSchema = z.looseObject({
  id: z.string(),
  customer_id: z.string().nullable(),
  visitor_id: z.string().nullable(),
  basket_id: z.string().nullable(),
  recommendation_id: z.string().nullable(),
  product_id: z.string(),
  source: z.string(),
})
type Row = z.output<typeof rowSchema>

interface Customer {
  readonly id: string
  readonly email: string
  readonly headers: Readonly<Record<string, string>>
}

describe("privacy over HTTP", () => {
  let url = ""
  let shop: ShopProcess
  let module: TestModule
  let seeded: SeededShop
  /** The module of a second instance on the same database. */
  let behavior: BehaviorStore
  const container = createMedusaContainer()

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    behavior = new BehaviorStore(module.context)
    const value = <T>(given: T) => ({ resolve: () => given })
    container.register({
      [RECOMMENDATION_MODULE]: value({
        behavior,
        schema: new SchemaCheck(module.context),
        learning: new LearningStore(module.context, { behavior }),
        serving: {
          flush: () => Promise.resolve(),
          dropShopper: () => undefined,
          changed: (changes: readonly ServingChange[]) => logChanges(module.context.knex(), changes),
        },
      }),
      [ContainerRegistrationKeys.LOGGER]: value(console),
    })
    shop = await startShopProcess({
      DATABASE_URL: databaseUrl(DATABASE),
      RECOMMENDATION_OPTIONS: JSON.stringify({ capture: { app_keys: [APP_KEY] } }),
    })
    url = shop.url
    seeded = await seedShop(url, DATABASE, 4)
  })

  afterAll(async () => {
    await shop.end()
    await module.close()
  })

  const query = (sql: string, values: unknown[] = []): Promise<unknown[]> =>
    withClient(DATABASE, async (client) => z.array(z.unknown()).parse((await client.query(sql, values)).rows))
  const rows = async (where: string, values: unknown[]): Promise<Row[]> =>
    z.array(rowSchema).parse(await query(`select * from behavior_event where ${where} order by seq`, values))
  const until = async <T>(read: () => Promise<T>, holds: (found: T) => boolean): Promise<T> => {
    for (const end = Date.now() + WAIT_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const found = await read()
      if (holds(found) || Date.now() > end) return found
    }
  }
  const stored = (where: string, values: unknown[], count = 1): Promise<Row[]> =>
    until(
      () => rows(where, values),
      (found) => found.length >= count,
    )
  /** Tables of ours that hold any of the texts; Medusa's own record of its checkout is Medusa's. */
  const holding = async (...texts: string[]): Promise<string[]> => {
    const tables = await withClient(DATABASE, (client) => tablesThatHold(client, texts))
    return tables.filter((table) => table !== "workflow_execution")
  }

  const newCustomer = async (metadata?: Record<string, unknown>): Promise<Customer> => {
    const email = `${randomUUID()}@shop.test`
    const headers = await registerCustomer(url, seeded.storeHeaders, email)
    const me = await call(`${url}/store/customers/me`, { headers: { ...seeded.storeHeaders, ...headers } })
    const { id } = z.object({ customer: z.object({ id: z.string() }) }).parse(me.body).customer
    if (metadata) await medusa(`/customers/${id}`, { metadata })
    return { id, email, headers }
  }
  const medusa = async (path: string, body?: unknown, method?: string): Promise<unknown> => {
    const answer = await call(`${url}/admin${path}`, {
      headers: seeded.adminHeaders,
      ...(body === undefined ? {} : { body }),
      ...(method ? { method } : {}),
    })
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const erase = (customerId: string): Promise<unknown> =>
    medusa(`/recommendations/shoppers/${customerId}`, undefined, "DELETE")
  const buy = (options: CheckOutOptions = {}): Promise<string> => checkOut(url, seeded, options)
  const event = (fields: Record<string, unknown> = {}): Record<string, unknown> & { id: string } => ({
    id: randomUUID(),
    type: "view",
    product_id: seeded.products[0]?.id,
    occurred_at: new Date().toISOString(),
    ...fields,
  })
  const report = (body: Record<string, unknown>, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    call(`${url}/store/behavior-events`, {
      headers: { ...seeded.storeHeaders, "user-agent": BROWSER, ...headers },
      body: { consent: true, ...body },
    })
  const store = async (
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> => {
    const answer = await call(`${url}/store${path}`, { headers: { ...seeded.storeHeaders, ...headers }, body })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const cartSchema = z.object({ cart: z.object({ id: z.string(), items: z.array(z.object({ id: z.string() })) }) })
  const newCart = async (body: Record<string, unknown> = {}, headers = {}): Promise<{ id: string; line: string }> => {
    const { cart } = cartSchema.parse(
      await store(
        "/carts",
        {
          region_id: seeded.regionId,
          sales_channel_id: seeded.salesChannelId,
          items: [{ variant_id: seeded.products[1]?.variantId, quantity: 1 }],
          ...body,
        },
        headers,
      ),
    )
    return { id: cart.id, line: cart.items[0]?.id ?? "" }
  }
  /** Learns from the shop's orders and carts, as the button in the dashboard does. */
  const learnFromOrders = async (): Promise<void> => {
    await medusa("/recommendations/import", { source: "orders" })
    const progress = z.object({ import: z.object({ status: z.string() }) })
    const ended = await until(
      async () => progress.parse(await medusa("/recommendations/import")).import.status,
      (status) => status !== "running",
    )
    expect(ended).toBe("done")
  }
  /** Runs every way by which an order of the past may come in. */
  const bringBack = async (orderId: string): Promise<void> => {
    await reconcilePurchases(container)
    await learnFromOrders()
    await behavior.records.recordOrders([orderId], "order")
  }

  describe("erased stays erased", () => {
    test("a customer's purchase does not come back by reconciliation, import or a late event of the order", async () => {
      const ann = await newCustomer()
      const orderId = await buy({ headers: ann.headers, email: ann.email })
      expect(await stored("basket_id = $1", [orderId])).toEqual([expect.objectContaining({ customer_id: ann.id })])
      await erase(ann.id)
      await bringBack(orderId)
      expect(await holding(ann.id, orderId, ann.email)).toEqual([])
    })

    test("a guest's purchase does not come back once Medusa deleted the guest", async () => {
      const [email, visitor] = [`${randomUUID()}@shop.test`, randomUUID()]
      const orderId = await buy({ email, metadata: { recommendation_visitor_id: visitor } })
      expect(await stored("basket_id = $1", [orderId])).toEqual([expect.objectContaining({ visitor_id: visitor })])
      const [order] = await query(`select customer_id from "order" where id = $1`, [orderId])
      const { customer_id: guest } = z.object({ customer_id: z.string() }).parse(order)
      await medusa(`/customers/${guest}`, undefined, "DELETE")
      await until(
        () => rows("basket_id = $1", [orderId]),
        (found) => found.length === 0,
      )
      await bringBack(orderId)
      expect(await holding(guest, orderId, visitor)).toEqual([])
    })

    test("a return of an erased customer's order does not bring the order back", async () => {
      const ann = await newCustomer()
      const orderId = await buy({ headers: ann.headers, email: ann.email })
      await stored("basket_id = $1", [orderId])
      await erase(ann.id)
      await medusa(`/orders/${orderId}/cancel`, {})
      await bringBack(orderId)
      expect(await holding(ann.id, orderId)).toEqual([])
    })

    test("a cart from before the erasure stays away; what is put into a cart later is new", async () => {
      const ann = await newCustomer()
      const before = await newCart({}, ann.headers)
      await stored("basket_id = $1", [before.id])
      await erase(ann.id)
      await behavior.records.recordCartLine(before.line)
      await behavior.records.recordCartLineRemoved(before.line)
      expect(await rows("basket_id = $1", [before.id])).toEqual([])
      const after = await newCart({}, ann.headers)
      expect(await stored("basket_id = $1", [after.id])).toEqual([expect.objectContaining({ customer_id: ann.id })])
    })

    test("an event that waited in a browser is refused, and its refusal names nobody", async () => {
      const ann = await newCustomer()
      const visitor = randomUUID()
      await report({ visitor_id: visitor, events: [event()] }, ann.headers)
      const late = event()
      await erase(ann.id)
      for (const headers of [ann.headers, {}])
        expect(await report({ visitor_id: visitor, events: [late] }, headers)).toMatchObject({
          status: 202,
          body: { accepted: 0, duplicate: 0, rejected: [{ index: 0, code: "erased" }] },
        })
      await behavior.counts.flush()
      expect(await rows("id = $1", [late.id])).toEqual([])
      // Seen with the customer's token and a yes, the visitor is linked anew: that is of after the erasure.
      const linked = ["recommendation_serving_change", "recommendation_visitor"]
      expect((await holding(visitor)).filter((table) => !linked.includes(table))).toEqual([])
    })

    test("what a shopper does after the erasure is taken in again", async () => {
      const ann = await newCustomer()
      await report({ visitor_id: randomUUID(), events: [event()] }, ann.headers)
      await erase(ann.id)
      await query("update recommendation_tombstone set erased_at = erased_at - interval '6 minutes'")
      const one = event()
      expect(await report({ visitor_id: randomUUID(), events: [one] }, ann.headers)).toMatchObject({
        body: { accepted: 1 },
      })
      expect(await rows("id = $1", [one.id])).toEqual([expect.objectContaining({ customer_id: ann.id })])
    })

    test("a lost event of a deletion is made good, and the token of the deleted brings nothing in", async () => {
      const ann = await newCustomer()
      const [visitor, orderId] = [randomUUID(), await buy({ headers: ann.headers, email: ann.email })]
      await stored("basket_id = $1", [orderId])
      await report({ visitor_id: visitor, events: [event()] }, ann.headers)
      await query("update customer set deleted_at = now() where id = $1", [ann.id])
      await bringBack(orderId)
      expect(await holding(ann.id, orderId, visitor)).toEqual([])
      expect(await report({ visitor_id: randomUUID(), events: [event()] }, ann.headers)).toMatchObject({
        body: { accepted: 0 },
      })
    })

    test("the table of the erased holds no id and no address", async () => {
      const ann = await newCustomer()
      await report({ visitor_id: randomUUID(), events: [event()] }, ann.headers)
      await erase(ann.id)
      const names = z
        .array(z.object({ shopper: z.string() }))
        .parse(await query("select shopper from recommendation_tombstone"))
      expect(names.length).toBeGreaterThan(1)
      for (const { shopper } of names) expect(shopper).toMatch(/^[0-9a-f]{32}$/)
    })

    test("an order that was transferred is exported and erased with its customer of today", async () => {
      const orderId = await buy({ email: `${randomUUID()}@shop.test` })
      await stored("basket_id = $1", [orderId])
      const ann = await newCustomer()
      await query(`update "order" set customer_id = $1 where id = $2`, [ann.id, orderId])
      expect(await medusa(`/recommendations/shoppers/${ann.id}/export`)).toMatchObject({
        events: [{ basket_id: orderId }],
      })
      await erase(ann.id)
      await bringBack(orderId)
      expect(await holding(orderId)).toEqual([])
    })
  })

  describe("see and forget", () => {
    const me = (
      method: string,
      visitor: string | null,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<Answer> =>
      call(`${url}/store/recommendations/me${visitor === null ? "" : `?visitor_id=${visitor}`}`, {
        method,
        headers: { ...seeded.storeHeaders, ...headers },
      })

    test("a visitor sees and erases what is kept of their browser", async () => {
      const [visitor, one] = [randomUUID(), event()]
      await report({ visitor_id: visitor, events: [one] })
      expect((await me("GET", visitor)).body).toMatchObject({ customer_id: null, events: [{ id: one.id }] })
      expect(await me("DELETE", visitor)).toMatchObject({ status: 200, body: { deleted: true, events: 1 } })
      expect((await me("GET", visitor)).body).toMatchObject({ events: [] })
      expect(await holding(visitor)).toEqual([])
    })

    test("a customer's own answer stands beside what is kept of them, and stays", async () => {
      const ann = await newCustomer()
      const answer = async (): Promise<unknown> =>
        z.looseObject({ consent: z.unknown() }).parse((await me("GET", null, ann.headers)).body).consent
      expect(await answer()).toBeNull()
      for (const consent of [false, true, false]) {
        const headers = { ...seeded.storeHeaders, ...ann.headers }
        await call(`${url}/store/recommendations/me`, { headers, body: { consent } })
        expect(await answer()).toBe(consent)
      }
    })

    test("a visitor id that is a customer's needs the token: without it nothing is shown, nothing erased", async () => {
      const [ann, bob, visitor] = [await newCustomer(), await newCustomer(), randomUUID()]
      await report({ visitor_id: visitor, events: [event()] }, ann.headers)
      for (const method of ["GET", "DELETE"]) {
        expect((await me(method, visitor)).status).toBe(401)
        expect((await me(method, null)).status).toBe(400)
        expect(JSON.stringify((await me(method, visitor, bob.headers)).body)).not.toContain(visitor)
      }
      expect(await rows("visitor_id = $1", [visitor])).toHaveLength(1)
      expect((await me("GET", visitor, ann.headers)).body).toMatchObject({ customer_id: ann.id, events: [{}] })
      expect(await me("DELETE", visitor, ann.headers)).toMatchObject({ body: { events: 1 } })
      expect(await holding(visitor, ann.id)).toEqual([])
    })

    test("who erases themselves again and again must wait", async () => {
      const visitor = randomUUID()
      const answers: number[] = []
      for (let n = 0; n < 8; n += 1) answers.push((await me("DELETE", visitor)).status)
      expect(answers.at(0)).toBe(200)
      expect(answers.at(-1)).toBe(429)
    })
  })

  describe("apps and servers", () => {
    test.each([
      ["an app without a browser's agent", { "user-agent": "okhttp/4.12.0" }, false],
      [
        "a server that passes the shopper's agent on",
        { "user-agent": "node", "x-recommendation-user-agent": BROWSER },
        false,
      ],
      ["a crawler behind the shop's server", { "user-agent": "node", "x-recommendation-user-agent": CRAWLER }, true],
    ])("the shop's own key (%s): taken at its word, and a bot stays one", async (_title, headers, isBot) => {
      const one = event()
      const answer = await report(
        { visitor_id: randomUUID(), events: [one] },
        { ...headers, "x-recommendation-app-key": APP_KEY },
      )
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } })
      expect(await rows("id = $1", [one.id])).toEqual([expect.objectContaining({ is_bot: isBot })])
    })

    test("a key that is none of the shop's is refused by name, and nothing is stored", async () => {
      const one = event()
      const answer = await report(
        { visitor_id: randomUUID(), events: [one] },
        { "x-recommendation-app-key": randomUUID() },
      )
      expect(answer.status).toBe(401)
      expect(JSON.stringify(answer.body)).toContain("x-recommendation-app-key")
      expect(await rows("id = $1", [one.id])).toEqual([])
    })
  })

  describe("consent", () => {
    test("a guest's cart without a yes is counted, and neither cart nor line is in any table", async () => {
      const product = seeded.products[1]?.id ?? ""
      const before = (await rows("product_id = $1 and source = 'cart'", [product])).length
      const cart = await newCart()
      const found = await stored("product_id = $1 and source = 'cart'", [product], before + 1)
      expect(found.at(-1)).toMatchObject({ customer_id: null, visitor_id: null, basket_id: null })
      expect(await holding(cart.id, cart.line)).toEqual([])
    })

    test("a guest's cart that names a visitor is the visitor's", async () => {
      const visitor = randomUUID()
      const cart = await newCart({ metadata: { recommendation_visitor_id: visitor } })
      expect(await stored("visitor_id = $1", [visitor])).toEqual([
        expect.objectContaining({ basket_id: cart.id, customer_id: null }),
      ])
    })

    test("a yes that comes later makes the cart theirs, and counts no line twice", async () => {
      const visitor = randomUUID()
      const product = seeded.products[2]?.id ?? ""
      const cart = await newCart({ items: [{ variant_id: seeded.products[2]?.variantId, quantity: 1 }] })
      await stored("product_id = $1 and source = 'cart'", [product])
      await store(`/carts/${cart.id}`, { metadata: { recommendation_visitor_id: visitor } })
      await store(`/carts/${cart.id}/line-items/${cart.line}`, { quantity: 3 })
      await stored("visitor_id = $1", [visitor], 2)
      expect(
        (await rows("product_id = $1 and source = 'cart'", [product])).map(({ visitor_id: id, quantity }) => [
          id,
          quantity,
        ]),
      ).toEqual([
        [visitor, 1],
        [visitor, 2],
      ])
    })

    test("a guest's order without a yes is a purchase of nobody", async () => {
      const orderId = await buy({ email: `${randomUUID()}@shop.test` })
      expect(await stored("basket_id = $1", [orderId])).toEqual([
        expect.objectContaining({ customer_id: null, visitor_id: null }),
      ])
    })

    test("a cart that is handed over is no yes to age, gender and country; a report with a yes is", async () => {
      const segment = { age: 41, gender: "f", country: "de" }
      const ann = await newCustomer(segment)
      const traced = async (): Promise<unknown> =>
        z
          .object({ profile: z.object({ segment: z.unknown() }) })
          .parse(await medusa(`/recommendations/shoppers/${ann.id}?currency_code=eur`)).profile.segment
      const visitor = randomUUID()
      const cart = await newCart({ metadata: { recommendation_visitor_id: visitor } })
      await store(`/carts/${cart.id}/customer`, {}, ann.headers)
      await until(
        () => query("select 1 from recommendation_visitor where visitor_id = $1", [visitor]),
        (found) => found.length > 0,
      )
      expect(await traced()).toEqual({ age: null, gender: null, country: null })
      await report({ visitor_id: visitor, consent: false, events: [event()] }, ann.headers)
      expect(await traced()).toEqual({ age: null, gender: null, country: null })
      await report({ visitor_id: visitor, events: [event()] }, ann.headers)
      expect(await until(traced, (found) => JSON.stringify(found).includes("41"))).toEqual(segment)
    })

    test("an objection stops lists and capture, keeps the orders, and the dashboard shows it", async () => {
      const ann = await newCustomer({ age: 41 })
      const orderId = await buy({ headers: ann.headers, email: ann.email })
      await stored("basket_id = $1", [orderId])
      const seen = async (): Promise<unknown> =>
        (
          await call(`${url}/store/recommendations?strategy=buy_again&fill=false&region_id=${seeded.regionId}`, {
            headers: { ...seeded.storeHeaders, ...ann.headers },
          })
        ).body
      const answer = async (consent: boolean): Promise<unknown> =>
        store("/recommendations/me", { consent }, ann.headers)
      const trace = (): Promise<unknown> => medusa(`/recommendations/shoppers/${ann.id}?currency_code=eur`)
      expect(await trace()).toMatchObject({ customer: { consent: "unknown" }, profile: { orders: 1 } })
      expect(await answer(false)).toEqual({ consent: false })
      expect(await trace()).toMatchObject({
        customer: { consent: "no" },
        profile: { orders: 0, events: 0, segment: { age: null } },
      })
      expect(await seen()).toMatchObject({ recommendations: [] })
      const one = event()
      await report({ visitor_id: randomUUID(), events: [one] }, ann.headers)
      expect(await rows("id = $1", [one.id])).toEqual([
        expect.objectContaining({ customer_id: null, visitor_id: null }),
      ])
      const cart = await newCart({}, ann.headers)
      await stored("source = 'cart' and product_id = $1", [seeded.products[1]?.id])
      expect(await holding(cart.id)).toEqual([])
      expect(await rows("basket_id = $1", [orderId])).toHaveLength(1)
      const metadata = await query("select metadata from customer where id = $1", [ann.id])
      expect(metadata).toEqual([{ metadata: { age: 41, recommendation_consent: false } }])
      expect(await answer(true)).toEqual({ consent: true })
      expect(await trace()).toMatchObject({
        customer: { consent: "yes" },
        profile: { orders: 1, segment: { age: 41 } },
      })
    })

    test("a guest has no answer to keep", async () => {
      const answer = await call(`${url}/store/recommendations/me`, {
        headers: seeded.storeHeaders,
        body: { consent: false },
      })
      expect(answer.status).toBe(401)
    })

    test("a visitor id stays the first customer's who showed it", async () => {
      const [ann, bob, visitor] = [await newCustomer(), await newCustomer(), randomUUID()]
      await report({ visitor_id: visitor, events: [event()] }, ann.headers)
      await report({ visitor_id: visitor, events: [event()] }, bob.headers)
      const cart = await newCart({ metadata: { recommendation_visitor_id: visitor } })
      await store(`/carts/${cart.id}/customer`, {}, bob.headers)
      await behavior.records.linkCart(cart.id)
      expect(await query("select customer_id from recommendation_visitor where visitor_id = $1", [visitor])).toEqual([
        { customer_id: ann.id },
      ])
    })

    test("from the moment of linking, a visitor's history needs the customer's token", async () => {
      const [ann, visitor] = [await newCustomer(), randomUUID()]
      const seen = async (headers: Readonly<Record<string, string>> = {}): Promise<unknown> =>
        (
          await call(
            `${url}/store/recommendations?strategy=recently_viewed&visitor_id=${visitor}&region_id=${seeded.regionId}`,
            { headers: { ...seeded.storeHeaders, ...headers } },
          )
        ).body
      await report({ visitor_id: visitor, events: [event()] })
      // Twice: the second is a kept answer.
      for (const answer of [await seen(), await seen()])
        expect(answer).toMatchObject({ recommendations: [{ product: { id: seeded.products[0]?.id } }] })
      const cart = await newCart({ metadata: { recommendation_visitor_id: visitor } })
      await store(`/carts/${cart.id}/customer`, {}, ann.headers)
      await behavior.records.linkCart(cart.id)
      expect(await seen()).toMatchObject({ recommendations: [] })
      expect(JSON.stringify(await seen(ann.headers))).toContain(seeded.products[0]?.id)
    })
  })
})
