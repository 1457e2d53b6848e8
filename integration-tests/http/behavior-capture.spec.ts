import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../src/core/contract"
import { registerCustomer } from "../helpers/customer"
import { createShopDatabase, databaseUrl, dropDatabase, withClient } from "../helpers/database"
import { call, seedShop } from "../helpers/shop-client"
import type { Answer, SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"

const DATABASE = "svm_behavior_capture"
const BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
const CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
const WAIT_MS = 15_000

const stored = z.array(
  z.object({
    id: z.string(),
    type: z.number().transform((code) => BEHAVIOR_TYPES[code]),
    product_id: z.string(),
    customer_id: z.string().nullable(),
    visitor_id: z.string().nullable(),
    session_id: z.string().nullable(),
    recommendation_id: z.string().nullable(),
    basket_id: z.string().nullable(),
    device: z.string().nullable(),
    quantity: z.number(),
    price: z.coerce.number().nullable(),
    currency_code: z.string().nullable(),
    sales_channel_id: z.string().nullable(),
    source: z.string(),
    is_bot: z.boolean(),
  }),
)
type Row = z.output<typeof stored>[number]

describe("behavior", () => {
  let shop: ShopProcess
  let seeded: SeededShop

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    shop = await startShopProcess({ DATABASE_URL: databaseUrl(DATABASE) })
    seeded = await seedShop(shop.url, DATABASE, 4)
  })

  afterAll(async () => {
    await shop.end()
    await dropDatabase(DATABASE)
  })

  const rows = (where: string, values: unknown[]): Promise<Row[]> =>
    withClient(DATABASE, async (client) =>
      stored.parse((await client.query(`select * from behavior_event where ${where} order by seq`, values)).rows),
    )

  const eventually = async (where: string, values: unknown[], count: number): Promise<Row[]> => {
    for (const until = Date.now() + WAIT_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const found = await rows(where, values)
      if (found.length >= count || Date.now() > until) return found
    }
  }

  const product = (index: number): string => seeded.products[index]?.id ?? ""
  const variant = (index: number): string => seeded.products[index]?.variantId ?? ""

  const event = (fields: Record<string, unknown> = {}): Record<string, unknown> & { id: string } => ({
    id: randomUUID(),
    type: "view",
    product_id: product(0),
    occurred_at: new Date().toISOString(),
    ...fields,
  })

  const report = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    call(`${shop.url}/store/behavior-events`, {
      headers: { ...seeded.storeHeaders, "user-agent": BROWSER, ...headers },
      body,
    })

  const admin = (path: string, options: { method?: string; body?: unknown } = {}): Promise<Answer> =>
    call(`${shop.url}/admin/recommendations${path}`, { headers: seeded.adminHeaders, ...options })

  const store = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> => {
    const answer = await call(`${shop.url}/store${path}`, { headers: { ...seeded.storeHeaders, ...headers }, body })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  const newCart = async (headers: Record<string, string> = {}, extra = {}): Promise<string> => {
    const body = { region_id: seeded.regionId, sales_channel_id: seeded.salesChannelId, ...extra }
    return z.object({ cart: z.object({ id: z.string() }) }).parse(await store("/carts", body, headers)).cart.id
  }

  const addLine = async (cartId: string, index: number, quantity = 1): Promise<string> => {
    const body = await store(`/carts/${cartId}/line-items`, { variant_id: variant(index), quantity })
    const items = z.object({ cart: z.object({ items: z.array(z.object({ id: z.string(), variant_id: z.string() })) }) })
    return items.parse(body).cart.items.find((item) => item.variant_id === variant(index))?.id ?? ""
  }

  const newCustomer = async (): Promise<{ id: string; headers: Record<string, string> }> => {
    const headers = await registerCustomer(shop.url, seeded.storeHeaders, `${randomUUID()}@shop.test`)
    const me = await call(`${shop.url}/store/customers/me`, { headers: { ...seeded.storeHeaders, ...headers } })
    return { id: z.object({ customer: z.object({ id: z.string() }) }).parse(me.body).customer.id, headers }
  }

  /** One call of Medusa's own admin API. */
  const medusa = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(`${shop.url}/admin${path}`, { headers: seeded.adminHeaders, body })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** An order as Medusa itself makes one: an admin's draft, turned into an order. */
  const placeOrder = async (lines: { index: number; quantity: number }[], customerId?: string): Promise<string> => {
    const draft = z.object({ draft_order: z.object({ id: z.string() }) }).parse(
      await medusa("/draft-orders", {
        region_id: seeded.regionId,
        sales_channel_id: seeded.salesChannelId,
        ...(customerId ? { customer_id: customerId } : { email: "guest@shop.test" }),
        items: lines.map(({ index, quantity }) => ({ variant_id: variant(index), quantity, unit_price: 12.5 })),
      }),
    ).draft_order.id
    await medusa(`/draft-orders/${draft}/convert-to-order`, {})
    return draft
  }

  describe("from the storefront", () => {
    test("a batch: what is good is stored, what is bad is refused with its reason", async () => {
      const good = event({ placement: "home", session_id: "s-1", recommendation_id: "rec_1", variant_id: variant(0) })
      const batch = [
        good,
        event({ type: "purchase" }),
        event({ product_id: "prod_nobody" }),
        event({ occurred_at: new Date(Date.now() + 3_600_000).toISOString() }),
        event({ occurred_at: new Date(Date.now() - 30 * 86_400_000).toISOString() }),
        event({ placement: "x".repeat(65) }),
        event({ variant_id: "variant_of_another" }),
        event({ weight: 100 }),
        "not an event",
        good,
      ]
      const visitor = randomUUID()
      const answer = await report({ visitor_id: visitor, consent: true, events: batch })
      expect(answer.status).toBe(202)
      const body = z
        .object({
          accepted: z.number(),
          duplicate: z.number(),
          rejected: z.array(z.object({ index: z.number(), code: z.string(), message: z.string() })),
        })
        .parse(answer.body)
      expect(body).toMatchObject({ accepted: 1, duplicate: 1 })
      expect(body.rejected.map(({ index, code }) => [index, code])).toEqual([
        [1, "wrong_type"],
        [2, "unknown_product"],
        [3, "future"],
        [4, "too_old"],
        [5, "invalid"],
        [6, "unknown_variant"],
        [7, "invalid"],
        [8, "invalid"],
      ])
      expect(body.rejected[6]?.message).toContain("weight")
      expect(await rows("visitor_id = $1", [visitor])).toEqual([
        expect.objectContaining({
          id: good.id,
          type: "view",
          device: "mobile",
          session_id: "s-1",
          recommendation_id: "rec_1",
          sales_channel_id: seeded.salesChannelId,
          is_bot: false,
        }),
      ])
    })

    test("the same event again, later under another time: stored once, answered as a duplicate", async () => {
      const one = event()
      const visitor = randomUUID()
      await report({ visitor_id: visitor, consent: true, events: [one] })
      const later = { ...one, occurred_at: new Date(Date.now() - 60_000).toISOString() }
      const again = await report({ visitor_id: visitor, consent: true, events: [one, later] })
      expect(again.body).toEqual({ accepted: 0, duplicate: 2, rejected: [] })
      expect(await rows("id = $1", [one.id])).toHaveLength(1)
    })

    test("a beacon: plain text is read as JSON", async () => {
      const one = event()
      const answer = await report(JSON.stringify({ visitor_id: randomUUID(), consent: true, events: [one] }), {
        "content-type": "text/plain;charset=UTF-8",
      })
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } })
    })

    test("a beacon sends no header: the key in the address opens the same door, and only a valid one does", async () => {
      const key = seeded.storeHeaders["x-publishable-api-key"] ?? ""
      const visitor = randomUUID()
      const one = event({ session_id: "s-3" })
      const beacon = (query: string): Promise<Response> =>
        fetch(`${shop.url}/behavior-beacon${query}`, {
          method: "POST",
          // As a browser's Blob of text/plain: no header but what any page may send.
          headers: { "content-type": "text/plain", "user-agent": BROWSER },
          body: JSON.stringify({ visitor_id: visitor, consent: true, events: [one] }),
        })
      for (const query of ["", "?publishable_key=pk_nobody", "?publishable_key=%00"])
        expect((await beacon(query)).status).toBe(400)
      expect(await rows("id = $1", [one.id])).toEqual([])
      const taken = await beacon(`?publishable_key=${key}`)
      expect([taken.status, await taken.json()]).toEqual([202, { accepted: 1, duplicate: 0, rejected: [] }])
      expect(await rows("id = $1", [one.id])).toEqual([
        expect.objectContaining({ visitor_id: visitor, session_id: "s-3", sales_channel_id: seeded.salesChannelId }),
      ])
    })

    test("a beacon with a key that was revoked: refused within seconds", async () => {
      const { id, token } = z
        .object({ api_key: z.object({ id: z.string(), token: z.string() }) })
        .parse(await medusa("/api-keys", { title: "Old storefront", type: "publishable" })).api_key
      const ask = async (): Promise<number> =>
        (
          await call(`${shop.url}/behavior-beacon?publishable_key=${token}`, {
            headers: { "user-agent": BROWSER },
            body: { visitor_id: randomUUID(), consent: true, events: [event()] },
          })
        ).status
      expect(await ask()).toBe(202)
      await medusa(`/api-keys/${id}/revoke`, {})
      const until = Date.now() + WAIT_MS
      while ((await ask()) !== 400 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50))
      expect(await ask()).toBe(400)
    })

    test("too much of one visitor: 429 with Retry-After, nothing of it stored, others go on", async () => {
      const visitor = randomUUID()
      const batch = (): Promise<Answer> =>
        report({ visitor_id: visitor, consent: true, events: Array.from({ length: 100 }, () => event()) })
      let answer = await batch()
      let taken = 0
      for (; answer.status === 202 && taken < 20; taken += 1) answer = await batch()
      expect(answer).toMatchObject({ status: 429, body: { type: "too_many_requests" } })
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1)
      expect(await rows("visitor_id = $1", [visitor])).toHaveLength(100 * taken)
      expect((await report({ visitor_id: randomUUID(), consent: true, events: [event()] })).status).toBe(202)
    })

    test("the database does not take it: 503 with Retry-After; sent again it is stored once", async () => {
      const one = event()
      const send = (): Promise<Answer> => report({ visitor_id: randomUUID(), consent: true, events: [one] })
      await withClient(DATABASE, async (client) => {
        await client.query("begin")
        await client.query("lock table behavior_event in access exclusive mode")
        const busy = await send()
        expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "2"])
        await client.query("rollback")
      })
      expect((await send()).status).toBe(202)
      expect(await rows("id = $1", [one.id])).toHaveLength(1)
    })

    test.each([
      ["consent: false", { consent: false }, {}],
      ["silence where the shop needs a yes", {}, {}],
      ["the browser's privacy signal", { consent: true }, { "sec-gpc": "1" }],
    ])("without consent (%s): counted, and nobody's", async (_title, said, headers) => {
      const one = event({ session_id: "s-2", recommendation_id: "rec_2" })
      const customer = await newCustomer()
      const answer = await report(
        { ...said, visitor_id: randomUUID(), events: [one] },
        { ...headers, ...customer.headers },
      )
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } })
      expect(await rows("id = $1", [one.id])).toEqual([
        expect.objectContaining({ customer_id: null, visitor_id: null, session_id: null, recommendation_id: null }),
      ])
    })

    test.each([
      ["a declared crawler", CRAWLER],
      ["no agent at all", ""],
    ])("bots (%s): stored, and never part of a profile", async (_title, agent) => {
      const one = event()
      const answer = await report({ visitor_id: randomUUID(), consent: true, events: [one] }, { "user-agent": agent })
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } })
      expect(await rows("id = $1", [one.id])).toEqual([expect.objectContaining({ is_bot: true })])
    })

    test("a product of another sales channel: as unknown as one that does not exist", async () => {
      const other = await call(`${shop.url}/admin/sales-channels`, {
        headers: seeded.adminHeaders,
        body: { name: "Wholesale" },
      })
      const channel = z.object({ sales_channel: z.object({ id: z.string() }) }).parse(other.body).sales_channel.id
      await call(`${shop.url}/admin/products/${product(3)}`, {
        headers: seeded.adminHeaders,
        body: { sales_channels: [{ id: channel }] },
      })
      const answer = await report({
        visitor_id: randomUUID(),
        consent: true,
        events: [event({ product_id: product(3) }), event({ product_id: "prod_nobody" })],
      })
      const { rejected } = z
        .object({ rejected: z.array(z.looseObject({ code: z.string(), message: z.string() })) })
        .parse(answer.body)
      expect(rejected).toHaveLength(2)
      expect(rejected[0]).toEqual({ ...rejected[1], index: 0 })
      await call(`${shop.url}/admin/products/${product(3)}`, {
        headers: seeded.adminHeaders,
        body: { sales_channels: [{ id: seeded.salesChannelId }] },
      })
    })

    test("the live view: outcome and reason of each event, in order of arrival", async () => {
      const before = z.object({ events: z.array(z.looseObject({ seq: z.number() })) })
      const latest = before.parse((await admin("/behavior/events?limit=1")).body).events.at(-1)?.seq ?? 0
      const one = event()
      const visitor = randomUUID()
      await report({ visitor_id: visitor, consent: true, events: [one, one, event({ product_id: "prod_nobody" })] })
      const outcomes = async (): Promise<string[]> => {
        const tail = await admin(`/behavior/events?after=${latest}&limit=50`)
        return z
          .object({
            events: z.array(z.looseObject({ outcome: z.string(), code: z.string().nullable(), shopper: z.string() })),
          })
          .parse(tail.body)
          .events.filter(({ shopper }) => shopper === visitor)
          .map(({ outcome, code }) => `${outcome} ${code ?? ""}`.trim())
          .sort()
      }
      const until = Date.now() + WAIT_MS
      while ((await outcomes()).length < 3 && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50))
      expect(await outcomes()).toEqual(["duplicate", "rejected unknown_product", "stored"])
    })
  })

  describe("whose it was", () => {
    test("a visitor becomes the customer's once; the next person at the browser gets nothing of it", async () => {
      const [ann, bob] = [await newCustomer(), await newCustomer()]
      const visitor = randomUUID()
      await report({ visitor_id: visitor, consent: true, events: [event()] })
      await report({ visitor_id: visitor, consent: true, events: [event({ type: "click" })] }, ann.headers)
      // What arrives late under the visitor id is the first customer's too.
      await report({ visitor_id: visitor, consent: true, events: [event({ product_id: product(1) })] })
      const bobs = event({ product_id: product(2) })
      await report({ visitor_id: visitor, consent: true, events: [bobs] }, bob.headers)

      const products = async (customerId: string): Promise<string[]> => {
        const exported = await admin(`/shoppers/${customerId}/export`)
        return z
          .object({ events: z.array(z.looseObject({ product_id: z.string() })) })
          .parse(exported.body)
          .events.map((row) => row.product_id)
      }
      expect(await products(ann.id)).toEqual([product(0), product(0), product(1)])
      expect(await products(bob.id)).toEqual([product(2)])
      expect(await rows("id = $1", [bobs.id])).toEqual([
        expect.objectContaining({ customer_id: bob.id, visitor_id: null }),
      ])
    })

    test("a customer in the body is refused by name: who it is comes from the token alone", async () => {
      const answer = await report({
        visitor_id: randomUUID(),
        consent: true,
        customer_id: "cus_victim",
        events: [event({ customer_id: "cus_victim" })],
      })
      expect(answer.status).toBe(400)
      expect(JSON.stringify(answer.body)).toContain("customer_id")
    })

    test("a cart handed to a customer: what its visitor did is theirs", async () => {
      const visitor = randomUUID()
      const cartId = await newCart({}, { metadata: { recommendation_visitor_id: visitor } })
      await addLine(cartId, 1)
      expect(await eventually("basket_id = $1", [cartId], 1)).toEqual([
        expect.objectContaining({ customer_id: null, visitor_id: visitor, source: "cart" }),
      ])
      const ann = await newCustomer()
      await store(`/carts/${cartId}/customer`, {}, ann.headers)
      const linked = async (): Promise<number> =>
        withClient(DATABASE, async (client) => {
          const found = await client.query(
            "select 1 from recommendation_visitor where visitor_id = $1 and customer_id = $2",
            [visitor, ann.id],
          )
          return found.rowCount ?? 0
        })
      const until = Date.now() + WAIT_MS
      while ((await linked()) === 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50))

      expect(await linked()).toBe(1)
    })
  })

  describe("from Medusa", () => {
    test("a cart: lines that come, grow, shrink and go", async () => {
      const cartId = await newCart({}, { metadata: { recommendation_visitor_id: randomUUID() } })
      const lineId = await addLine(cartId, 0, 2)
      await eventually("basket_id = $1", [cartId], 1)
      await store(`/carts/${cartId}/line-items/${lineId}`, { quantity: 5 })
      await eventually("basket_id = $1", [cartId], 2)
      await store(`/carts/${cartId}/line-items/${lineId}`, { quantity: 4 })
      await eventually("basket_id = $1", [cartId], 3)
      await call(`${shop.url}/store/carts/${cartId}/line-items/${lineId}`, {
        method: "DELETE",
        headers: seeded.storeHeaders,
      })
      const found = await eventually("basket_id = $1", [cartId], 4)
      expect(found.map(({ type, quantity, product_id }) => [type, quantity, product_id])).toEqual([
        ["add_to_cart", 2, product(0)],
        ["add_to_cart", 3, product(0)],
        ["remove_from_cart", 1, product(0)],
        ["remove_from_cart", 4, product(0)],
      ])
    })

    test.each(["storefront", "cart"])("an add that storefront and cart both tell, %s first: one row", async (first) => {
      const visitor = randomUUID()
      const cartId = await newCart()
      const one = event({ type: "add_to_cart", product_id: product(1) })
      const metadata = { visitor_id: visitor, behavior_event_id: one.id }
      const named = {
        storefront: () => report({ visitor_id: visitor, consent: true, events: [one] }),
        cart: () => store(`/carts/${cartId}/line-items`, { variant_id: variant(1), quantity: 1, metadata }),
      }
      await (first === "cart" ? named.cart() : named.storefront())
      await eventually("id = $1", [one.id], 1)
      await (first === "cart" ? named.storefront() : named.cart())
      // The row of a later line shows that the earlier one was dealt with.
      await addLine(cartId, 2)
      await eventually("product_id = $1 and source = 'cart'", [product(2)], first === "cart" ? 2 : 1)
      const both = await rows("product_id = $1 and (visitor_id = $2 or basket_id = $3)", [product(1), visitor, cartId])
      expect(both.map(({ id, type, visitor_id }) => [id, type, visitor_id])).toEqual([[one.id, "add_to_cart", visitor]])
    })

    test("an order: a purchase a line; canceled: a return a line; sent again and again: nothing more", async () => {
      const ann = await newCustomer()
      const orderId = await placeOrder(
        [
          { index: 0, quantity: 2 },
          { index: 1, quantity: 1 },
        ],
        ann.id,
      )
      const bought = await eventually("basket_id = $1", [orderId], 2)
      expect(bought).toHaveLength(2)
      expect(bought.find((row) => row.product_id === product(0))).toMatchObject({
        type: "purchase",
        quantity: 2,
        price: 12.5,
        currency_code: "eur",
        customer_id: ann.id,
        source: "order",
      })
      const canceled = await call(`${shop.url}/admin/orders/${orderId}/cancel`, {
        headers: seeded.adminHeaders,
        body: {},
      })
      expect(canceled.status).toBe(200)
      const all = await eventually("basket_id = $1", [orderId], 4)
      expect(all.map((row) => row.type)).toEqual(["purchase", "purchase", "return", "return"])
    })

    test("a payment paid back whole: a return a line", async () => {
      const orderId = await placeOrder([{ index: 0, quantity: 2 }])
      await eventually("basket_id = $1", [orderId], 1)
      const { payment_collection: collection } = z
        .object({ payment_collection: z.object({ id: z.string(), amount: z.number() }) })
        .parse(await medusa("/payment-collections", { order_id: orderId, amount: 25 }))
      await medusa(`/payment-collections/${collection.id}/mark-as-paid`, { order_id: orderId })
      const paid = await withClient(DATABASE, (client) =>
        client.query<{ id: string }>("select id from payment where payment_collection_id = $1", [collection.id]),
      )
      await medusa(`/payments/${paid.rows[0]?.id}/refund`, { amount: 25 })
      const found = await eventually("basket_id = $1", [orderId], 2)
      expect(found.map(({ type, quantity }) => [type, quantity])).toEqual([
        ["purchase", 2],
        ["return", 2],
      ])
    })

    test("history: orders from before are imported once, resumable, with what the bus lost", async () => {
      const ann = await newCustomer()
      const orderId = await placeOrder([{ index: 2, quantity: 3 }], ann.id)
      await eventually("basket_id = $1", [orderId], 1)
      await withClient(DATABASE, (client) => client.query("delete from behavior_event where basket_id = $1", [orderId]))

      const progress = z.object({
        import: z.looseObject({ id: z.string(), status: z.string(), stored: z.number(), read: z.number() }),
      })
      const run = async (): Promise<z.output<typeof progress>["import"]> => {
        expect((await admin("/import", { body: { source: "orders" } })).status).toBe(202)
        for (const until = Date.now() + WAIT_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
          const state = progress.parse((await admin("/import")).body).import
          if (state.status !== "running" || Date.now() > until) return state
        }
      }
      const first = await run()
      expect(first).toMatchObject({ status: "done", stored: 1 })
      expect(await rows("basket_id = $1", [orderId])).toEqual([
        expect.objectContaining({ type: "purchase", quantity: 3, source: "import", customer_id: ann.id }),
      ])
      expect(await run()).toMatchObject({ status: "done", stored: 0 })
      expect((await admin(`/import/${first.id}/cancel`, { body: {} })).status).toBe(400)
      expect((await admin("/import/recimp_nobody/cancel", { body: {} })).status).toBe(404)
    })
  })

  describe("rights", () => {
    test("erasure: rows, links and lists of the shopper are gone when it answers", async () => {
      const ann = await newCustomer()
      const visitor = randomUUID()
      await report({ visitor_id: visitor, consent: true, events: [event()] })
      await report({ visitor_id: visitor, consent: true, events: [event({ type: "click" })] }, ann.headers)
      const erased = await admin(`/shoppers/${ann.id}`, { method: "DELETE" })
      expect(erased).toMatchObject({ status: 200, body: { id: ann.id, deleted: true, events: 2 } })
      expect(await rows("customer_id = $1 or visitor_id = $2", [ann.id, visitor])).toEqual([])
      expect((await admin(`/shoppers/${ann.id}/export`)).body).toMatchObject({ events: [], visitors: [] })
    })

    test("a deleted customer is forgotten", async () => {
      const ann = await newCustomer()
      await report({ visitor_id: randomUUID(), consent: true, events: [event()] }, ann.headers)
      expect(await rows("customer_id = $1", [ann.id])).toHaveLength(1)
      await call(`${shop.url}/admin/customers/${ann.id}`, { method: "DELETE", headers: seeded.adminHeaders })
      const until = Date.now() + WAIT_MS
      while ((await rows("customer_id = $1", [ann.id])).length > 0 && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50))
      expect(await rows("customer_id = $1", [ann.id])).toEqual([])
    })

    test("nothing of the table can tell an e-mail, an address or a user agent", async () => {
      const columns = await withClient(DATABASE, async (client) => {
        const found = await client.query(
          "select string_agg(to_jsonb(e)::text, ' ') as everything from behavior_event e",
        )
        return z.array(z.object({ everything: z.string() })).parse(found.rows)[0]?.everything ?? ""
      })
      expect(columns).not.toMatch(/@|Mozilla|127\.0\.0\.1|::1"/)
    })
  })
})
