import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { withClient } from "../helpers/database"
import { report, until as untilFound, withOrderDesk } from "../helpers/desk-shop"
import type { OrderDesk } from "../helpers/order-desk"
import { call } from "../helpers/shop-client"
import type { ShopProcess } from "../helpers/shop-process"

const DATABASE = "svm_guests"

const listShape = z.object({
  recommendation_id: z.string(),
  recommendations: z.array(z.object({ product: z.object({ id: z.string() }) })),
})

describe("guests", () => {
  let shop: ShopProcess
  let desk: OrderDesk

  withOrderDesk(DATABASE, (opened) => ({ shop, desk } = opened), { options: { results: { note: "Simulated." } } })

  const stored = async (orderId: string): Promise<number> =>
    withClient(DATABASE, async (client) => {
      const { rows } = await client.query<{ count: number }>(
        "select count(*)::int as count from behavior_event where basket_id = $1",
        [orderId],
      )
      return rows[0]?.count ?? 0
    })

  const until = (isThere: () => Promise<boolean>): Promise<boolean> => untilFound(isThere, (found) => found)

  /** What the widget writes into a guest's cart who said yes. */
  const attached = (visitor: string): { readonly recommendation_visitor_id: string } => ({
    recommendation_visitor_id: visitor,
  })

  const askForYou = async (visitor: string): Promise<z.output<typeof listShape>> => {
    const query = new URLSearchParams({ visitor_id: visitor, strategy: "for_you", placement: "confirmation" })
    query.set("region_id", desk.regions[0]?.id ?? "")
    return listShape.parse(await desk.store(`/recommendations?${query}`))
  }

  test("a guest who clicked in a list and bought: the order is credited, with what was paid", async () => {
    const visitor = randomUUID()
    await report(desk, visitor, [{}])
    const { recommendation_id: list } = await askForYou(visitor)
    const from = new Date(Date.now() - 60_000).toISOString()
    await report(desk, visitor, [
      { type: "click", recommendation_id: list, placement: "confirmation", product_id: desk.products[1]?.id },
    ])
    const orderId = await desk.place({
      lines: [{ product: 1, quantity: 2 }],
      promotion: "HALF",
      metadata: attached(visitor),
    })
    await until(async () => (await stored(orderId)) === 1)
    const { item_total: paid } = await desk.order(orderId)
    const to = new Date(Date.now() + 60_000).toISOString()
    const results = await desk.admin(`/recommendations/results?from=${from}&to=${to}`)
    expect(results.note).toBe("Simulated.")
    expect(results.total).toMatchObject({ conversions: 1, revenue: [{ currency_code: "eur", amount: paid }] })
    await desk.cancel(orderId)
    await until(async () => (await stored(orderId)) === 2)
    const after = await desk.admin(`/recommendations/results?from=${from}&to=${to}`)
    expect(after.total).toMatchObject({ conversions: 0, revenue: [] })
  })

  test("a guest's purchase is taken account of on the page that thanks for it", async () => {
    const visitor = randomUUID()
    const bought = desk.products[2]?.id ?? ""
    await report(desk, visitor, [{ product_id: bought }, { product_id: bought, type: "click" }])
    const shown = async (): Promise<string[]> =>
      (await askForYou(visitor)).recommendations.map(({ product }) => product.id)
    expect(await shown()).toContain(bought)
    await desk.place({ lines: [{ product: 2, quantity: 1 }], metadata: attached(visitor) })
    await until(async () => !(await shown()).includes(bought))
    expect(await shown()).not.toContain(bought)
  })

  test("a cart that names its guest only after its first line: the line is theirs, and their list changes at once", async () => {
    const visitor = randomUUID()
    await report(desk, visitor, [{}])
    const { cartId } = await desk.fillCart({ lines: [{ product: 3, quantity: 2 }] })
    const linesOf = (column: string, value: string): Promise<number> =>
      withClient(DATABASE, async (client) => {
        const { rows } = await client.query<{ count: number }>(
          `select count(*)::int as count from behavior_event where type = 3 and product_id = $1 and ${column}`,
          [desk.products[3]?.id, ...(value === "" ? [] : [value])],
        )
        return rows[0]?.count ?? 0
      })
    const nobodys = "visitor_id is null and customer_id is null and basket_id is null"
    await until(async () => (await linesOf(nobodys, "")) === 1)
    await desk.store(`/carts/${cartId}`, { metadata: attached(visitor) })
    await until(async () => (await linesOf("visitor_id = $2", visitor)) === 1)
    expect([await linesOf("visitor_id = $2", visitor), await linesOf("basket_id = $2", cartId)]).toEqual([1, 1])
    expect(await linesOf(nobodys, "")).toBe(0)
    // Of whom was erased since, nothing comes back.
    const erased = randomUUID()
    const { cartId: second } = await desk.fillCart({ lines: [{ product: 3, quantity: 1 }] })
    await until(async () => (await linesOf(nobodys, "")) === 1)
    await report(desk, erased, [{}])
    const { status } = await call(`${shop.url}/store/recommendations/me?visitor_id=${erased}`, {
      ...{ method: "DELETE", headers: desk.storeHeaders },
    })
    expect(status).toBe(200)
    await desk.store(`/carts/${second}`, { metadata: attached(erased) })
    // Once it is somebody's it stays theirs, whatever the cart says next.
    await desk.store(`/carts/${cartId}`, { metadata: attached(randomUUID()) })
    await desk.store(`/carts/${cartId}`, { metadata: attached("") })
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(await linesOf("visitor_id = $2", visitor)).toBe(1)
    expect([await linesOf("visitor_id = $2", erased), await linesOf(nobodys, "")]).toEqual([0, 1])
  })

  test("where no yes is needed, what a cart held as a visitor of its own becomes that of the visitor it names", async () => {
    const consent = async (required: boolean): Promise<void> => {
      const { version } = z.object({ version: z.number() }).parse(await desk.admin("/recommendations/settings"))
      await desk.admin("/recommendations/settings", { version, settings: { consent: { required } } })
    }
    const visitor = randomUUID()
    const ownersOf = (cartId: string): Promise<(string | null)[]> =>
      withClient(DATABASE, async (client) => {
        const { rows } = await client.query<{ visitor_id: string | null }>(
          "select visitor_id from behavior_event where basket_id = $1",
          [cartId],
        )
        return rows.map((row) => row.visitor_id)
      })
    await consent(false)
    try {
      const { cartId } = await desk.fillCart({ lines: [{ product: 2, quantity: 1 }] })
      await until(async () => (await ownersOf(cartId)).length === 1)
      expect(await ownersOf(cartId)).toEqual([cartId])
      await desk.store(`/carts/${cartId}`, { metadata: attached(visitor) })
      await until(async () => (await ownersOf(cartId)).includes(visitor))
      expect(await ownersOf(cartId)).toEqual([visitor])
    } finally {
      await consent(true)
    }
  })

  /** Best sellers as a page shows them that names a cart. */
  const beside = async (cartId: string): Promise<string[]> => {
    const query = new URLSearchParams({ strategy: "popular", cart_id: cartId, visitor_id: randomUUID() })
    return listShape
      .parse(await desk.store(`/recommendations?${query}`))
      .recommendations.map(({ product }) => product.id)
  }

  test("what is in a cart is not shown beside it, and once it is bought the cart holds nothing", async () => {
    const product = desk.products[0]?.id ?? ""
    const { cartId } = await desk.fillCart({ lines: [{ product: 0, quantity: 1 }] })
    expect(await beside(cartId)).not.toContain(product)
    await desk.complete(cartId)
    await until(async () => (await beside(cartId)).includes(product))
    expect(await beside(cartId)).toContain(product)
  })

  test("a cart whose region the shop gave up is an empty one, and lists come all the same", async () => {
    const product = desk.products[0]?.id ?? ""
    const { cartId } = await desk.fillCart({ lines: [{ product: 0, quantity: 1 }], region: 1 })
    expect(await beside(cartId)).not.toContain(product)
    const gone = await call(`${shop.url}/admin/regions/${desk.regions[1]?.id ?? ""}`, {
      method: "DELETE",
      headers: desk.adminHeaders,
    })
    expect(gone.status).toBe(200)
    await until(async () => (await beside(cartId)).includes(product))
    expect(await beside(cartId)).toContain(product)
  })
})
