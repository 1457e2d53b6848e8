import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../src/core/contract"
import { withClient } from "../helpers/database"
import { call } from "../helpers/shop-client"
import { report, until, withOrderDesk } from "../helpers/desk-shop"
import type { OrderDesk } from "../helpers/order-desk"

const DATABASE = "svm_gift_services"
const DAY_MS = 86_400_000
const MESSAGE = "For Anna, with love"

const product = z.object({
  product: z.object({ id: z.string(), title: z.string() }),
  arrives_by: z.string().optional(),
  gift_wrap: z.boolean().optional(),
  notes: z.array(z.string()),
})
const gift = z.object({
  question: z
    .object({ key: z.string(), text: z.string(), options: z.array(z.object({ value: z.string(), text: z.string() })) })
    .nullable(),
  products: z.array(product),
  given_up: z.array(z.string()),
  understood: z.array(z.object({ key: z.string(), value: z.string(), text: z.string() })),
  unknown: z.array(z.string()),
  wrap: z
    .strictObject({
      ...{ product_id: z.string(), variant_id: z.string(), title: z.string() },
      ...{ amount: z.number().nullable(), currency_code: z.string() },
    })
    .nullable(),
  message: z.strictObject({ field: z.string(), gift_field: z.string() }).nullable(),
  recommendation_id: z.string(),
})
type Gift = z.output<typeof gift>
const withId = (name: string) => z.object({ [name]: z.object({ id: z.string() }) })
const listed = z.object({ recommendations: z.array(z.object({ product: z.object({ id: z.string() }) })) })

const dateIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

describe("gift services", () => {
  let desk: OrderDesk
  withOrderDesk(DATABASE, (opened) => ({ desk } = opened), {
    ...{ products: 8, options: { gift: { wrap_product: "product-7", message: "gift_message" } } },
  })

  const idOf = (at: number): string => desk.products[at]?.id ?? ""
  const ask = async (answers: object, more: object = {}): Promise<Gift> =>
    gift.parse(
      await desk.store("/recommendations/gift/next", {
        ...{ answers, region_id: desk.regions[0]?.id, limit: 24 },
        ...more,
      }),
    )
  const ids = ({ products }: Gift): string[] => products.map((one) => one.product.id)
  const made = async (route: string, name: string, body: unknown): Promise<string> =>
    withId(name).parse(await desk.admin(route, body))[name]?.id ?? ""
  const fulfillmentSet = async (): Promise<{ id: string; zones: { id: string; name: string }[] }> => {
    const shape = z.object({
      stock_locations: z.array(
        z.object({
          fulfillment_sets: z.array(
            z.object({ id: z.string(), service_zones: z.array(z.object({ id: z.string(), name: z.string() })) }),
          ),
        }),
      ),
    })
    const found = shape.parse(await desk.admin("/stock-locations?fields=id,*fulfillment_sets.service_zones"))
    const set = found.stock_locations[0]?.fulfillment_sets[0]
    return { id: set?.id ?? "", zones: set?.service_zones ?? [] }
  }
  const optionOf = (name: string, zone: string, profile: string, days: unknown) => ({
    ...{ name, service_zone_id: zone, shipping_profile_id: profile, provider_id: "manual_manual", price_type: "flat" },
    ...{ type: { label: name, description: name, code: name.toLowerCase() }, metadata: { delivery_days: days } },
    prices: [{ currency_code: "eur", amount: 5 }],
    rules: [{ attribute: "enabled_in_store", operator: "eq", value: "true" }],
  })

  /** Three orders of guests, as if placed the day before yesterday: what came in today is learned tomorrow. */
  const buyTogether = async (one: number, other: number): Promise<void> => {
    const lines = [one, other].map((at) => ({ product: at, quantity: 1 }))
    const orders = [await desk.place({ lines }), await desk.place({ lines }), await desk.place({ lines })]
    const moved = (): Promise<number> =>
      withClient(DATABASE, async (client) => {
        const { rowCount } = await client.query(
          "update behavior_event set received_at = now() - interval '2 days' where basket_id = any($1) and type = $2",
          [orders, behaviorCode("purchase")],
        )
        return rowCount ?? 0
      })
    expect(await until(moved, (rows) => rows === 2 * orders.length)).toBe(6)
  }

  beforeAll(async () => {
    await desk.admin(`/products/${idOf(1)}`, { title: "Mum’s Mug" })
    await desk.admin(`/products/${idOf(2)}`, { title: "Dad’s Tankard" })
    await buyTogether(2, 5)
    // Of the other region, so that nothing is kept yet of how the first one is reached.
    await until(
      () => ask({ recipient: "father" }, { region_id: desk.regions[1]?.id }),
      ({ products }) => products.length === 7 && products[0]?.product.title === "Dad’s Tankard",
    )
  })

  test("delivery: a shop that says nothing of it is not asked for it, and a day that was named is given up", async () => {
    const there = { region_id: desk.regions[1]?.id }
    const asked = await ask({ arrives_by: dateIn(3) }, there)
    expect(asked.given_up).toEqual(["arrives_by"])
    expect(asked.products.length).toBe(7)
    expect(asked.products.every((one) => one.arrives_by === undefined)).toBe(true)
    for (let answers: Record<string, null> = {}; ;) {
      const { question } = await ask(answers, { ...there, limit: 1 })
      if (question === null) break
      expect(question.key).not.toBe("arrives_by")
      answers = { ...answers, [question.key]: null }
    }
  })

  describe("with shipping options that say how long they take", () => {
    beforeAll(async () => {
      const { id: setId, zones } = await fulfillmentSet()
      const europe = zones.find(({ name }) => name === "Europe")?.id ?? ""
      await desk.admin(`/shipping-options/${desk.regions[0]?.optionId}`, { metadata: { delivery_days: 2 } })
      const bulky = await made("/shipping-profiles", "shipping_profile", { name: "Bulky", type: "bulky" })
      await desk.admin("/shipping-options", optionOf("Carrier", europe, bulky, "7"))
      // Not for every shopper, and not even a number: neither says anything.
      await desk.admin("/shipping-options", optionOf("Soon", europe, bulky, "soon"))
      await desk.admin("/shipping-options", {
        ...optionOf("Members", europe, bulky, 1),
        rules: [{ attribute: "customer_group", operator: "eq", value: "members" }],
      })
      await desk.admin(`/products/${idOf(3)}`, { shipping_profile_id: bulky })
      await desk.admin(`/products/${idOf(4)}/variants/${desk.products[4]?.variantId}`, {
        ...{ manage_inventory: true, allow_backorder: true },
      })
      // A region of two countries, of which one is reached.
      const zone = await desk.admin(`/fulfillment-sets/${setId}/service-zones?fields=*service_zones`, {
        ...{ name: "Austria", geo_zones: [{ type: "country", country_code: "at" }] },
      })
      const { service_zones: all } = z
        .object({ service_zones: z.array(z.object({ id: z.string(), name: z.string() })) })
        .parse(zone.fulfillment_set)
      const austria = all.find(({ name }) => name === "Austria")?.id ?? ""
      await desk.admin("/shipping-options", optionOf("Alps", austria, bulky, 5))
      alps = await made("/regions", "region", { name: "Alps", currency_code: "eur", countries: ["at", "ch"] })
    })
    let alps = ""

    test("delivery: each product says by when it can be there, and what is not in stock says nothing", async () => {
      const { products } = await ask({})
      const days = new Map(products.map((one) => [one.product.id, one.arrives_by]))
      expect(days.get(idOf(0))).toBe(dateIn(2))
      expect(days.get(idOf(3))).toBe(dateIn(7))
      expect(days.has(idOf(4))).toBe(true)
      expect(days.get(idOf(4))).toBeUndefined()
      const [note] = products.find((one) => one.product.id === idOf(0))?.notes ?? []
      expect(note).toMatch(/^Can be there by \w+day, \w+ \d+$/)
    })

    test("delivery: what comes too late is left out, and a day that nothing can keep is given up", async () => {
      const soon = await ask({ arrives_by: dateIn(3) })
      expect(ids(soon)).toEqual(expect.arrayContaining([idOf(0), idOf(1)]))
      expect(ids(soon)).not.toContain(idOf(3))
      expect(ids(soon)).not.toContain(idOf(4))
      expect(soon.understood.map(({ key, value }) => [key, value])).toEqual([["arrives_by", dateIn(3)]])
      const stated = await ask({ words: "bis in 3 Tagen, für Oma" }, { locale: "de" })
      expect(ids(stated)).not.toContain(idOf(3))
      expect(stated.understood.find(({ key }) => key === "arrives_by")?.text).toMatch(/^Bis \w+, \d+\. /u)
      const tomorrow = await ask({ arrives_by: "tomorrow" })
      expect([tomorrow.given_up, tomorrow.understood]).toEqual([["arrives_by"], []])
      expect(ids(tomorrow)).toEqual(expect.arrayContaining([idOf(0), idOf(3), idOf(4)]))
      const unknown = await ask({ arrives_by: "when the cows come home" })
      expect([unknown.unknown, unknown.given_up]).toEqual([["arrives_by"], []])
    })

    test("delivery: it is asked, with days to choose from and the answer that there is time", async () => {
      const answers: Record<string, string | null> = {}
      for (;;) {
        const { question } = await ask(answers, { limit: 1 })
        expect(question).not.toBeNull()
        if (question?.key === "arrives_by") {
          expect(question.text).toBe("When must it be there?")
          expect(question.options.map(({ value }) => value)).toEqual([dateIn(2), dateIn(7), "later"])
          break
        }
        answers[question?.key ?? ""] = null
      }
      const later = await ask({ ...answers, arrives_by: "later" }, { limit: 1 })
      expect(later.question?.key).not.toBe("arrives_by")
      expect([later.given_up, later.unknown]).toEqual([[], []])
    })

    test("delivery: a region is reached where all its countries are, or the one that it is sent to", async () => {
      const nowhere = await ask({}, { region_id: alps })
      expect(nowhere.products.every((one) => one.arrives_by === undefined)).toBe(true)
      const austria = await ask({}, { region_id: alps, country_code: "AT" })
      const days = new Map(austria.products.map((one) => [one.product.id, one.arrives_by]))
      expect([days.get(idOf(3)), days.get(idOf(0))]).toEqual([dateIn(5), undefined])
    })
  })

  test("wrap: it is sold at this region's price, is no gift itself, and a product may refuse it", async () => {
    await desk.admin(`/products/${idOf(5)}`, { metadata: { gift_wrap: false } })
    const found = await until(
      () => ask({}),
      ({ products }) => products.some((one) => one.gift_wrap === false),
    )
    const variant = desk.products[7]?.variantId
    const wrap = { product_id: idOf(7), variant_id: variant, title: "Product 7" }
    expect(found.wrap).toEqual({ ...wrap, amount: 17, currency_code: "eur" })
    expect(ids(found)).not.toContain(idOf(7))
    const wrapped = new Map(found.products.map((one) => [one.product.id, one]))
    expect(wrapped.get(idOf(5))).toMatchObject({ gift_wrap: false })
    expect(wrapped.get(idOf(5))?.notes).toContain("Your message possible")
    expect(wrapped.get(idOf(0))).toMatchObject({ gift_wrap: true })
    expect(wrapped.get(idOf(0))?.notes).toContain("Gift wrap and your message possible")
    const dollars = await ask({}, { region_id: desk.regions[1]?.id })
    expect(dollars.wrap).toEqual({ ...wrap, amount: 34, currency_code: "usd" })
    expect(found.message).toEqual({ field: "gift_message", gift_field: "is_gift" })
  })

  test("a product's beliefs: an admin sees how sure they are and why, and their own word stands above all", async () => {
    const believed = z.object({
      questions: z.array(
        z.object({
          ...{ key: z.string(), field: z.string(), stated: z.array(z.string()), tagged: z.array(z.string()) },
          values: z.array(
            z.object({
              ...{ value: z.string(), text: z.string(), probability: z.number().min(0).max(1) },
              ...{ source: z.string(), because: z.array(z.string()) },
            }),
          ),
        }),
      ),
    })
    const path = `/recommendations/products/${idOf(1)}/gift?locale=de`
    const recipient = async () => {
      const { questions } = believed.parse(await desk.admin(path))
      return questions.find(({ key }) => key === "recipient")
    }
    const before = await recipient()
    expect(before).toMatchObject({ field: "recipient", stated: [], tagged: [] })
    expect(before?.values[0]).toMatchObject({ value: "mother", text: "Mutter", source: "lexicon", because: ["mum"] })
    const { metadata } = z
      .object({ metadata: z.record(z.string(), z.unknown()).nullable() })
      .parse((await desk.admin(`/products/${idOf(1)}?fields=metadata`)).product)
    await desk.admin(`/products/${idOf(1)}`, { metadata: { ...metadata, recipient: "teacher, host" } })
    const after = await until(recipient, (found) => (found?.stated.length ?? 0) > 0)
    expect(after?.stated).toEqual(["teacher", "host"])
    const two = after?.values.slice(0, 2)
    expect(two?.map(({ value, source, probability }) => [value, source, probability]).sort()).toEqual([
      ["host", "merchant", 0.97],
      ["teacher", "merchant", 0.97],
    ])
    expect(after?.values.find(({ value }) => value === "mother")?.probability).toBeLessThan(0.1)
    expect((await ask({ recipient: "teacher" })).products[0]?.product.title).toBe("Mum’s Mug")
    await desk.admin(`/products/${idOf(1)}`, { metadata: { ...metadata, recipient: "" } })
    const taken = await until(recipient, (found) => found?.stated.length === 0)
    expect(taken?.values[0]?.value).toBe("mother")
    const answers = ["prod_none", "a b"].map((id) =>
      call(`${desk.url}/admin/recommendations/products/${encodeURIComponent(id)}/gift`, { headers: desk.adminHeaders }),
    )
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 400])
    expect((await call(`${desk.url}/admin${path}`)).status).toBe(401)
  })

  test("a product's beliefs: a title that says nothing is known by what it was ordered with", async () => {
    const believed = z.object({
      questions: z.array(
        z.object({ key: z.string(), values: z.array(z.object({ value: z.string(), probability: z.number() })) }),
      ),
    })
    const father = async (at: number): Promise<number> => {
      const { questions } = believed.parse(await desk.admin(`/recommendations/products/${idOf(at)}/gift`))
      const values = questions.find(({ key }) => key === "recipient")?.values ?? []
      return values.find(({ value }) => value === "father")?.probability ?? 0
    }
    // Neither title names anybody; the one was bought with Dad’s Tankard.
    expect(await father(5)).toBeGreaterThan(1.2 * (await father(6)))
  })

  test("several gifts in one cart: each search goes by its own answers, and none of it by what lies in the cart", async () => {
    const alone = await ask({ recipient: "mother" })
    const { cartId } = await desk.fillCart({
      lines: [{ product: 1, quantity: 1, metadata: { is_gift: true, gift_message: MESSAGE } }],
    })
    const beside = await ask({ recipient: "mother" }, { cart_id: cartId })
    expect(ids(alone)[0]).toBe(idOf(1))
    expect(ids(beside)).toEqual(ids(alone).filter((id) => id !== idOf(1)))
    const father = await ask({ recipient: "father" }, { cart_id: cartId })
    expect(father.products[0]?.product.title).toBe("Dad’s Tankard")
  })

  test("the giver's own lists: what the finder led to, and the view after it, says nothing of them", async () => {
    const [giver, other] = [randomUUID(), randomUUID()]
    const { recommendation_id: list } = await ask({}, { visitor_id: giver })
    const of = (product_id: string | undefined, more: object = {}) => ({ product_id, type: "click", ...more })
    const recent = async (visitor: string): Promise<string[]> => {
      const query = new URLSearchParams({ strategy: "recently_viewed", visitor_id: visitor })
      query.set("region_id", desk.regions[0]?.id ?? "")
      return listed.parse(await desk.store(`/recommendations?${query}`)).recommendations.map((one) => one.product.id)
    }
    const listWritten = (): Promise<number> =>
      withClient(DATABASE, async (client) => {
        const { rowCount } = await client.query("select 1 from recommendation_served where id = $1", [list])
        return rowCount ?? 0
      })
    expect(await until(listWritten, (rows) => rows === 1)).toBe(1)
    await report(desk, giver, [of(idOf(6), { recommendation_id: list }), of(idOf(6), { type: "view" }), of(idOf(0))])
    await report(desk, other, [of(idOf(6)), of(idOf(6), { type: "view" }), of(idOf(0))])
    const others = await until(
      () => recent(other),
      (found) => found.length === 2,
    )
    expect(others.sort()).toEqual([idOf(0), idOf(6)].sort())
    const givers = await until(
      () => recent(giver),
      (found) => found.length > 0,
    )
    expect(givers).toEqual([idOf(0)])
  })

  test("several gifts in one order: they are gifts, the line for oneself is none, and no message is kept", async () => {
    const visitor = randomUUID()
    await report(desk, visitor, [{ product_id: idOf(0) }])
    const order = await desk.place({
      lines: [
        { product: 1, quantity: 1, metadata: { is_gift: true, gift_message: MESSAGE } },
        { product: 2, quantity: 1, metadata: { is_gift: "true", gift_message: MESSAGE } },
        { product: 6, quantity: 1 },
      ],
      metadata: { recommendation_visitor_id: visitor },
    })
    const rows = await until(
      () =>
        withClient(DATABASE, async (client) => {
          const found = await client.query<{ product: string; gift: boolean; text: string }>(
            `select product_id as product, is_gift as gift, to_jsonb(e)::text as text from behavior_event e
              where basket_id = $1`,
            [order],
          )
          return found.rows
        }),
      (found) => found.length === 3,
    )
    const gifts = new Map(rows.map((row) => [row.product, row.gift]))
    expect([gifts.get(idOf(1)), gifts.get(idOf(2)), gifts.get(idOf(6))]).toEqual([true, true, false])
    for (const { text } of rows) expect(text).not.toContain("Anna")
    const inCart = (): Promise<boolean[]> =>
      withClient(DATABASE, async (client) => {
        const found = await client.query<{ gift: boolean }>(
          `select e.is_gift as gift from behavior_event e where visitor_id = $1 and type = $2 order by 1`,
          [visitor, behaviorCode("add_to_cart")],
        )
        return found.rows.map(({ gift: isGift }) => isGift)
      })
    expect(await until(inCart, (found) => found.length === 3)).toEqual([false, true, true])
    // Whoever the presents are for may look at the same screen.
    const home = async (): Promise<string[]> => {
      const query = new URLSearchParams({ strategy: "popular", visitor_id: visitor, limit: "24" })
      query.set("region_id", desk.regions[0]?.id ?? "")
      return listed.parse(await desk.store(`/recommendations?${query}`)).recommendations.map((one) => one.product.id)
    }
    const shown = await until(home, (found) => !found.includes(idOf(1)) && !found.includes(idOf(2)))
    expect(shown).toContain(idOf(0))
    expect(shown).not.toContain(idOf(1))
    expect(shown).not.toContain(idOf(2))
  })
})
