import { z } from "@medusajs/framework/zod"
import { createShopDatabase, databaseUrl, dropDatabase, withClient } from "../helpers/database"
import { registerCustomer } from "../helpers/customer"
import { call, seedShop } from "../helpers/shop-client"
import type { Answer, SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"

const DATABASE = "svm_bundle"
/** Orders that held the first three products; more than the setting asks for. */
const ORDERS = 12
const PURCHASE = 7

const answered = z.object({
  bundle: z
    .object({
      products: z.array(
        z.object({
          product: z.looseObject({ id: z.string() }),
          ...{ variant_id: z.string(), variant_ids: z.array(z.string()) },
        }),
      ),
      total: z.object({ currency_code: z.literal("eur"), amount: z.number(), discount: z.number(), total: z.number() }),
      recommendation_id: z.string(),
    })
    .nullable(),
})
const previewed = z.object({
  product_id: z.string(),
  set: z
    .looseObject({
      products: z.array(
        z.looseObject({
          ...{ product_id: z.string(), source: z.string() },
          ...{ support: z.number().nullable(), lift: z.number().nullable() },
        }),
      ),
      extra_revenue: z.object({
        ...{
          amount: z.number(),
          low: z.number(),
          high: z.number(),
          take_rate: z.number(),
          guess_share: z.number(),
          orders: z.number(),
        },
      }),
    })
    .nullable(),
  rule: z.looseObject({}).nullable(),
})
const cartShape = z.object({
  cart: z.object({
    id: z.string(),
    items: z.array(z.object({ variant_id: z.string(), metadata: z.looseObject({}).nullish() })),
  }),
})
const productsShape = z.object({
  products: z.array(
    z.object({
      ...{ id: z.string(), title: z.string() },
      variants: z.array(z.object({ calculated_price: z.object({ calculated_amount: z.number() }) })),
    }),
  ),
})
const listShape = z.looseObject({
  recommendations: z.array(z.looseObject({ product: z.looseObject({ id: z.string() }) })),
})
const productsOf = (list: unknown): string[] => listShape.parse(list).recommendations.map(({ product }) => product.id)
const refusal = z.object({ message: z.string() })

describe("sets that are bought as one", () => {
  let shop: ShopProcess
  let seeded: SeededShop
  let customer: Record<string, string>

  const idAt = (at: number): string => seeded.products[at]?.id ?? ""
  const variantAt = (at: number): string => seeded.products[at]?.variantId ?? ""
  const get = (query: string, headers: Readonly<Record<string, string>> = seeded.storeHeaders): Promise<Answer> =>
    call(`${shop.url}/store/recommendations/bundle?region_id=${seeded.regionId}&${query}`, { headers })
  const bundleOf = async (query: string, headers?: Readonly<Record<string, string>>) =>
    answered.parse((await get(query, headers)).body).bundle
  const post = (body: object): Promise<Answer> =>
    call(`${shop.url}/store/recommendations/bundle`, { headers: seeded.storeHeaders, body })
  const aCart = async (): Promise<string> => {
    const body = { region_id: seeded.regionId }
    return cartShape.parse((await call(`${shop.url}/store/carts`, { headers: seeded.storeHeaders, body })).body).cart.id
  }
  const linesOf = async (cartId: string) =>
    cartShape.parse(
      (await call(`${shop.url}/store/carts/${cartId}?fields=*items`, { headers: seeded.storeHeaders })).body,
    ).cart.items
  const idsOf = (bundle: Awaited<ReturnType<typeof bundleOf>>): string[] =>
    bundle?.products.map(({ product }) => product.id) ?? []
  /** What Medusa's own list says of the products, by place. */
  const core = async (at: number): Promise<{ title: string; price: number }> => {
    const query = `region_id=${seeded.regionId}&id=${idAt(at)}&fields=id,title,*variants.calculated_price`
    const { body } = await call(`${shop.url}/store/products?${query}`, { headers: seeded.storeHeaders })
    const [product] = productsShape.parse(body).products
    return {
      title: product?.title ?? "",
      price: product?.variants[0]?.calculated_price.calculated_amount ?? Number.NaN,
    }
  }
  const priceOfSet = async (): Promise<number> =>
    (await Promise.all([0, 1, 2].map(core))).reduce((sum, { price }) => sum + price, 0)
  const setStatus = (at: number, status: "draft" | "published"): Promise<Answer> =>
    call(`${shop.url}/admin/products/${idAt(at)}`, { headers: seeded.adminHeaders, body: { status } })

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    const environment = { DATABASE_URL: databaseUrl(DATABASE) }
    shop = await startShopProcess(environment)
    seeded = await seedShop(shop.url, DATABASE, 8)
    await shop.end()
    // The first three are bought together, the others alone: what goes with what is read at the start.
    await withClient(DATABASE, async (client) => {
      for (let order = 0; order < ORDERS; order++) {
        const bought = [[0, 1, 2], [3 + (order % 5)]]
        for (const [at, basket] of bought.entries())
          for (const product of basket)
            await client.query(
              `insert into behavior_event (id, type, product_id, visitor_id, quantity, basket_id, source, is_bot, is_gift, occurred_at)
               values ($1, $2, $3, $4, 1, $5, 'import', false, false, now() - make_interval(days => $6))`,
              [
                ...[`bundle-${order}-${product}`, PURCHASE, idAt(product)],
                ...[
                  `0b0e4b0a-1111-4222-8333-4444555${at}${String(order).padStart(4, "0")}`,
                  `o-${order}-${at}`,
                  1 + order,
                ],
              ],
            )
      }
    })
    shop = await startShopProcess(environment)
    customer = {
      ...seeded.storeHeaders,
      ...(await registerCustomer(shop.url, seeded.storeHeaders, "together@shop.test")),
    }
  })

  afterAll(async () => {
    await shop.end()
    await dropDatabase(DATABASE)
  })

  test("bundle: the product on the page with what orders held beside it, for a guest and for a customer", async () => {
    const amount = await priceOfSet()
    for (const headers of [seeded.storeHeaders, customer]) {
      const bundle = await bundleOf(`product_id=${idAt(0)}`, headers)
      expect(idsOf(bundle)[0]).toBe(idAt(0))
      expect(idsOf(bundle).sort()).toEqual([0, 1, 2].map(idAt).sort())
      expect(bundle?.total).toEqual({ currency_code: "eur", amount, discount: 0, total: amount })
      for (const { variant_id: first, variant_ids: all } of bundle?.products ?? []) expect(all).toEqual([first])
    }
    expect(await bundleOf(`product_id=${idAt(4)}`)).toBeNull()
  })

  test("bundle: a press puts all lines into the cart with their list's id, and a cart's set leaves out what lies in it", async () => {
    const cartId = await aCart()
    const bundle = await bundleOf(`product_id=${idAt(0)}`)
    const items = [{ variant_id: variantAt(0) }, { variant_id: variantAt(1) }]
    const added = await post({ cart_id: cartId, items, recommendation_id: bundle?.recommendation_id })
    expect(added.status).toBe(200)
    const lines = await linesOf(cartId)
    expect(lines.map((line) => line.variant_id).sort()).toEqual([variantAt(0), variantAt(1)].sort())
    for (const { metadata } of lines) expect(metadata).toEqual({ recommendation_id: bundle?.recommendation_id })
    expect(idsOf(await bundleOf(`cart_id=${cartId}`))).toEqual([idAt(2)])
  })

  test("bundle: lists beside a set leave out what it shows, asked alone and as panels", async () => {
    const url = `${shop.url}/store/recommendations`
    const listed = async (query: string): Promise<string[]> => {
      const { body } = await call(`${url}?region_id=${seeded.regionId}&limit=8&${query}`, {
        headers: seeded.storeHeaders,
      })
      return productsOf(body)
    }
    const onPage = `strategy=similar&product_id=${idAt(0)}`
    expect(await listed(onPage)).toEqual(expect.arrayContaining([idAt(1), idAt(2)]))
    expect((await listed(`${onPage}&beside_set=product-set`)).sort()).toEqual([3, 4, 5, 6, 7].map(idAt).sort())
    const cartId = await aCart()
    await post({ cart_id: cartId, items: [{ variant_id: variantAt(0) }] })
    expect(await listed(`strategy=cart&cart_id=${cartId}`)).toEqual(expect.arrayContaining([idAt(1), idAt(2)]))
    const body = {
      ...{ region_id: seeded.regionId, cart_id: cartId },
      panels: [
        { id: "cart", strategy: "cart", limit: 2, beside_set: "cart-set" },
        { id: "own", strategy: "for_you", limit: 8 },
      ],
    }
    const answer = await call(`${url}/panels`, { headers: seeded.storeHeaders, body })
    const shown = z
      .looseObject({ panels: z.array(z.unknown()) })
      .parse(answer.body)
      .panels.flatMap(productsOf)
    expect(shown.sort()).toEqual([3, 4, 5, 6, 7].map(idAt).sort())
    // A page without product and cart has no set, and its list is the same.
    expect(await listed("strategy=popular&beside_set=home-set")).toHaveLength(8)
  })

  test("bundle: what promotions take off is Medusa's reckoning", async () => {
    const body = {
      ...{ code: "TOGETHER", type: "standard", is_automatic: true, status: "active" },
      application_method: {
        ...{ type: "percentage", target_type: "items", allocation: "each", value: 10, max_quantity: 10 },
        currency_code: "eur",
      },
    }
    const promotion = await call(`${shop.url}/admin/promotions`, { headers: seeded.adminHeaders, body })
    const { id } = z.object({ promotion: z.object({ id: z.string() }) }).parse(promotion.body).promotion
    const amount = await priceOfSet()
    const total = (await bundleOf(`product_id=${idAt(0)}`))?.total
    expect(total?.amount).toBe(amount)
    expect(total?.discount).toBeCloseTo(amount / 10, 6)
    expect(total?.total).toBeCloseTo(amount * 0.9, 6)
    await call(`${shop.url}/admin/promotions/${id}`, { method: "DELETE", headers: seeded.adminHeaders })
  })

  test("bundle: when one is gone none goes into the cart, the answer says which, and no set shows it", async () => {
    const { title } = await core(1)
    await setStatus(1, "draft")
    const cartId = await aCart()
    const refused = await post({ cart_id: cartId, items: [{ variant_id: variantAt(0) }, { variant_id: variantAt(1) }] })
    expect(refused.status).toBe(400)
    expect(refusal.parse(refused.body).message).toContain(title)
    expect(await linesOf(cartId)).toEqual([])
    expect(idsOf(await bundleOf(`product_id=${idAt(0)}`))).toEqual([idAt(0), idAt(2)])
    expect(await bundleOf(`product_id=${idAt(1)}`)).toBeNull()
    await setStatus(1, "published")
  })

  test("bundle: a variant that never was is refused by its id, a cart that never was is not found", async () => {
    const cartId = await aCart()
    const refused = await post({ cart_id: cartId, items: [{ variant_id: "variant_nowhere" }] })
    expect([refused.status, refusal.parse(refused.body).message]).toEqual([
      400,
      expect.stringContaining("variant_nowhere"),
    ])
    expect((await post({ cart_id: "cart_nowhere", items: [{ variant_id: variantAt(0) }] })).status).toBe(404)
  })

  test.each([
    [{ items: [] }, "items"],
    [{ items: [{ variant_id: "a" }, { variant_id: "a" }] }, "items"],
    [{ items: [{ variant_id: "a", quantity: 0 }] }, "quantity"],
    [{ cart_id: undefined, items: [{ variant_id: "a" }] }, "cart_id"],
    [{ items: [{ variant_id: "a" }], price: 1 }, "price"],
  ])("bundle: %j is refused by name", async (body, field) => {
    const refused = await post({ cart_id: "cart_1", ...body })
    expect([refused.status, refusal.parse(refused.body).message]).toEqual([400, expect.stringContaining(field)])
  })

  test("bundle: neither product nor cart is refused by name", async () => {
    const refused = await get("")
    expect([refused.status, refusal.parse(refused.body).message]).toEqual([400, expect.stringContaining("product_id")])
  })

  describe("sets that a merchandiser picks", () => {
    const rulesUrl = (): string => `${shop.url}/admin/recommendations/rules`
    const addRule = (rule: object): Promise<Answer> =>
      call(rulesUrl(), { headers: seeded.adminHeaders, body: { name: "Set", value: null, ...rule } })
    /** Holds a rule for as long as `work` runs. */
    const withRule = async (rule: object, work: () => Promise<void>): Promise<void> => {
      const added = await addRule(rule)
      expect({ status: added.status, body: added.body }).toMatchObject({ status: 200 })
      const { id } = z.object({ rule: z.object({ id: z.string() }) }).parse(added.body).rule
      try {
        await work()
      } finally {
        await call(`${rulesUrl()}/${id}`, { method: "DELETE", headers: seeded.adminHeaders })
      }
    }
    const preview = async (at: number) => {
      const path = `/admin/recommendations/products/${idAt(at)}/bundle?region_id=${seeded.regionId}&sales_channel_id=${seeded.salesChannelId}`
      return previewed.parse((await call(`${shop.url}${path}`, { headers: seeded.adminHeaders })).body)
    }
    const page = (at: number): { anchor_product_ids: string[] } => ({ anchor_product_ids: [idAt(at)] })

    test("set: picked products stand first, and the model fills up; on other pages nothing changes", async () => {
      const rule = { action: "bundle", ...page(0), product_ids: [idAt(7)] }
      await withRule(rule, async () => {
        for (const headers of [seeded.storeHeaders, customer]) {
          const ids = idsOf(await bundleOf(`product_id=${idAt(0)}`, headers))
          expect(ids.slice(0, 2)).toEqual([idAt(0), idAt(7)])
          expect(ids.slice(2).sort()).toEqual([1, 2].map(idAt).sort())
        }
        expect(idsOf(await bundleOf(`product_id=${idAt(1)}`)).sort()).toEqual([0, 1, 2].map(idAt).sort())
      })
      expect(idsOf(await bundleOf(`product_id=${idAt(0)}`))).not.toContain(idAt(7))
    })

    test("set: a frozen one shows what was picked and no more, and nothing once one of it is gone", async () => {
      await withRule({ action: "bundle_only", ...page(4), product_ids: [idAt(7), idAt(6)] }, async () => {
        expect(idsOf(await bundleOf(`product_id=${idAt(4)}`))).toEqual([4, 7, 6].map(idAt))
        await setStatus(6, "draft")
        expect(await bundleOf(`product_id=${idAt(4)}`)).toBeNull()
        await setStatus(6, "published")
      })
      expect(await bundleOf(`product_id=${idAt(4)}`)).toBeNull()
    })

    test("set: a forbidden one is not shown, on the placements that the rule names", async () => {
      await withRule({ action: "no_bundle", ...page(0), placements: ["product"] }, async () => {
        expect(await bundleOf(`product_id=${idAt(0)}&placement=product`)).toBeNull()
        expect(await bundleOf(`product_id=${idAt(0)}`)).not.toBeNull()
      })
    })

    test("set: what lies in the cart is not shown of a picked set", async () => {
      const cartId = await aCart()
      await post({ cart_id: cartId, items: [{ variant_id: variantAt(7) }] })
      await withRule({ action: "bundle", ...page(0), product_ids: [idAt(7)] }, async () => {
        expect(idsOf(await bundleOf(`product_id=${idAt(0)}&cart_id=${cartId}`))).not.toContain(idAt(7))
      })
    })

    test("set: the admin sees it with support, lift, and what it may add a month", async () => {
      await withRule({ action: "bundle", ...page(0), product_ids: [idAt(7)] }, async () => {
        const { set, rule } = await preview(0)
        expect(rule).toMatchObject({ action: "bundle", product_ids: [idAt(7)] })
        const [own, picked, ...others] = set?.products ?? []
        expect(own).toMatchObject({ product_id: idAt(0), source: "page", support: null, lift: null })
        expect(picked).toMatchObject({ product_id: idAt(7), source: "rule", support: 0, lift: 0 })
        expect(others.map(({ source, support }) => [source, support])).toEqual(others.map(() => ["model", ORDERS]))
        // Of 24 orders in all the twelve with this product held both partners: twice as often as by chance.
        for (const { lift } of others) expect(lift).toBeCloseTo(2, 6)
        const { amount, low, high, orders } = set?.extra_revenue ?? {}
        expect(orders).toBe(ORDERS)
        expect(amount).toBeGreaterThan(0)
        expect(low).toBeLessThan(amount ?? 0)
        expect(high).toBeGreaterThan(amount ?? 0)
      })
      expect(await preview(4)).toEqual({ product_id: idAt(4), set: null, rule: null })
    })

    test.each([
      [{ action: "bundle", product_ids: ["p"] }, "anchor_product_ids"],
      [{ action: "bundle", anchor_product_ids: ["a"], product_ids: [] }, "product_ids"],
      [{ action: "bundle", anchor_product_ids: ["a"], product_ids: ["a"] }, "product_ids"],
      [{ action: "bundle_only", anchor_product_ids: ["a"], product_ids: ["b", "c", "d", "e"] }, "product_ids"],
      [{ action: "no_bundle", anchor_product_ids: ["a"], product_ids: ["b"] }, "product_ids"],
      [{ action: "bundle", anchor_product_ids: ["a"], product_ids: ["b"], category_ids: ["c"] }, "category_ids"],
      [{ action: "bundle", anchor_product_ids: ["a"], product_ids: ["b"], value: 1 }, "value"],
    ])("set: the rule %j is refused by name", async (rule, field) => {
      const refused = await addRule(rule)
      expect([refused.status, refusal.parse(refused.body).message]).toEqual([400, expect.stringContaining(field)])
    })
  })
})
