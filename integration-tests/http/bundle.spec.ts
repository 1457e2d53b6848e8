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
    const query = `region_id=${seeded.regionId}&id=${idAt(at)}&fields=title,*variants.calculated_price`
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
})
