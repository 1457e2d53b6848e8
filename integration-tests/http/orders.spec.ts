import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../src/core/contract"
import { withClient } from "../helpers/database"
import { newCustomer, until as untilFound, withOrderDesk } from "../helpers/desk-shop"
import type { OrderDesk } from "../helpers/order-desk"
import { call } from "../helpers/shop-client"
import type { ShopProcess } from "../helpers/shop-process"

const DATABASE = "svm_orders"

const stored = z.array(
  z.object({
    id: z.string(),
    type: z.number().transform((code) => BEHAVIOR_TYPES[code]),
    product_id: z.string(),
    quantity: z.number(),
    customer_id: z.string().nullable(),
    visitor_id: z.string().nullable(),
    order_line_id: z.string().nullable(),
    price: z.coerce.number().nullable(),
    earned: z.coerce.number().nullable(),
    currency_code: z.string().nullable(),
  }),
)
type Row = z.output<typeof stored>[number]

describe("orders as they stand", () => {
  let shop: ShopProcess
  let desk: OrderDesk

  withOrderDesk(DATABASE, (opened) => ({ shop, desk } = opened))

  const rowsOf = (orderId: string): Promise<Row[]> =>
    withClient(DATABASE, async (client) =>
      stored.parse(
        (await client.query("select * from behavior_event where basket_id = $1 order by occurred_at, seq", [orderId]))
          .rows,
      ),
    )

  /** What is stored of an order, once it is as the test expects it; whatever it is when that never comes. */
  const until = (orderId: string, isThere: (rows: readonly Row[]) => boolean): Promise<Row[]> =>
    untilFound(() => rowsOf(orderId), isThere)

  const events = (count: number) => (rows: readonly Row[]) => rows.length >= count
  const brief = (rows: readonly Row[]): unknown[] =>
    rows.map(({ type, product_id: product, quantity }) => [
      type,
      desk.products.findIndex(({ id }) => id === product),
      quantity,
    ])

  const lineOf = async (orderId: string, product = 0): Promise<string> => {
    const order = await desk.order(orderId)
    return order.items.find((item) => item.product_id === desk.products[product]?.id)?.id ?? ""
  }

  test("a line whose number an edit lowers: the rest is returned at the edit", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 3 }] })
    await until(orderId, events(1))
    await desk.edit(orderId, { [await lineOf(orderId)]: 1 })
    expect(brief(await until(orderId, events(2)))).toEqual([
      ["purchase", 0, 3],
      ["return", 0, 2],
    ])
  })

  test("a line that an edit raises: the new units are bought at the edit", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 1 }] })
    const lineId = await lineOf(orderId)
    await until(orderId, events(1))
    await desk.edit(orderId, { [lineId]: 4 })
    const rows = await until(orderId, events(2))
    expect(brief(rows)).toEqual([
      ["purchase", 0, 1],
      ["purchase", 0, 3],
    ])
    expect(rows.map((row) => row.order_line_id)).toEqual([lineId, lineId])
  })

  test("a line that an edit takes out and one that it puts in", async () => {
    const orderId = await desk.place({
      lines: [
        { product: 0, quantity: 2 },
        { product: 1, quantity: 1 },
      ],
    })
    await until(orderId, events(2))
    await desk.edit(orderId, { [await lineOf(orderId)]: 0 }, [{ product: 2, quantity: 2 }])
    expect(
      brief(await until(orderId, events(4)))
        .slice(2)
        .sort(),
    ).toEqual([
      ["purchase", 2, 2],
      ["return", 0, 2],
    ])
  })

  test("a return that comes in two parcels, one piece never: what came counts, when it came", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 5 }] })
    const lineId = await lineOf(orderId)
    await desk.fulfil(orderId, lineId, 5)
    const returnId = await desk.requestReturn(orderId, lineId, 4)
    expect(brief(await until(orderId, events(1)))).toEqual([["purchase", 0, 5]])
    await desk.receive(returnId, lineId, 2)
    expect(brief(await until(orderId, events(2)))[1]).toEqual(["return", 0, 2])
    await desk.receive(returnId, lineId, 1)
    const rows = await until(orderId, events(3))
    expect(brief(rows).slice(1)).toEqual([
      ["return", 0, 2],
      ["return", 0, 1],
    ])
    expect(rows.map((row) => row.order_line_id)).toEqual([lineId, lineId, lineId])
  })

  test("a unit that comes back damaged is returned once", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 2 }] })
    const lineId = await lineOf(orderId)
    await desk.fulfil(orderId, lineId, 2)
    const returnId = await desk.requestReturn(orderId, lineId, 1)
    await desk.receive(returnId, lineId, 1, true)
    expect(brief(await until(orderId, events(2)))).toEqual([
      ["purchase", 0, 2],
      ["return", 0, 1],
    ])
  })

  test("an exchange: the new product is bought at once, the old one returned when it comes in", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 1 }] })
    const lineId = await lineOf(orderId)
    await desk.fulfil(orderId, lineId, 1)
    const returnId = await desk.exchange(orderId, lineId, 1, 1)
    expect(brief(await until(orderId, events(2)))).toEqual([
      ["purchase", 0, 1],
      ["purchase", 1, 1],
    ])
    await desk.receive(returnId, lineId, 1)
    expect(brief(await until(orderId, events(3)))[2]).toEqual(["return", 0, 1])
  })

  test("a claim's replacement is no second purchase: the claimed unit is given up for it", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 2 }] })
    const lineId = await lineOf(orderId)
    await desk.fulfil(orderId, lineId, 2)
    await desk.claim(orderId, lineId, 0, 1)
    const rows = await until(orderId, events(3))
    expect(brief(rows)[0]).toEqual(["purchase", 0, 2])
    expect(brief(rows).slice(1).sort()).toEqual([
      ["purchase", 0, 1],
      ["return", 0, 1],
    ])
  })

  test("a canceled order: each line is returned whole, at the cancellation", async () => {
    const orderId = await desk.place({
      lines: [
        { product: 0, quantity: 2 },
        { product: 1, quantity: 1 },
      ],
    })
    await until(orderId, events(2))
    await desk.cancel(orderId)
    const rows = await until(orderId, events(4))
    expect(brief(rows).slice(2).sort()).toEqual([
      ["return", 0, 2],
      ["return", 1, 1],
    ])
    expect(rows.flatMap(({ earned }) => earned ?? [])).toEqual([0, 0])
  })

  test("an order paid back whole, and then sent back: two pieces return, not four", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 2 }] })
    const lineId = await lineOf(orderId)
    await desk.fulfil(orderId, lineId, 2)
    await desk.capture(orderId)
    const returnId = await desk.requestReturn(orderId, lineId, 2)
    await desk.refund(orderId, (await desk.order(orderId)).payment_collections[0]?.payments[0]?.amount ?? 0)
    expect(brief(await until(orderId, events(2)))).toEqual([
      ["purchase", 0, 2],
      ["return", 0, 2],
    ])
    await desk.receive(returnId, lineId, 2)
    await shopReconciled()
    expect(brief(await rowsOf(orderId))).toEqual([
      ["purchase", 0, 2],
      ["return", 0, 2],
    ])
  })

  test("a part paid back: nothing is returned, and the line earned that much less", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 2 }] })
    await desk.capture(orderId)
    const { total } = await desk.order(orderId)
    await desk.refund(orderId, 5)
    const rows = await until(orderId, (all) => all.some(({ earned }) => earned === total - 5))
    expect([brief(rows), rows[0]?.earned]).toEqual([[["purchase", 0, 2]], total - 5])
  })

  test("a deposit paid back: nothing is returned, for the order is still to be paid for", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 2 }] })
    await desk.capture(orderId, 5)
    const { total } = await desk.order(orderId)
    await desk.refund(orderId, 5)
    const rows = await until(orderId, (all) =>
      all.some(({ earned, type }) => earned === total - 5 || type === "return"),
    )
    expect(brief(rows)).toEqual([["purchase", 0, 2]])
  })

  test("a draft is no order until it is placed, and then one", async () => {
    const { id: regionId, countryCode } = desk.regions[0] ?? { id: "", countryCode: "" }
    const { draft_order: draft } = await desk.admin("/draft-orders", {
      ...{ region_id: regionId, sales_channel_id: desk.salesChannelId, email: "guest@shop.test" },
      shipping_address: { first_name: "A", address_1: "1", city: "C", country_code: countryCode, postal_code: "1" },
      items: [{ variant_id: desk.products[0]?.variantId, quantity: 2 }],
    })
    const { id: orderId } = z.looseObject({ id: z.string() }).parse(draft)
    await shopReconciled()
    expect(await rowsOf(orderId)).toEqual([])
    await desk.admin(`/draft-orders/${orderId}/convert-to-order`, {})
    await shopReconciled()
    expect(brief(await until(orderId, events(1)))).toEqual([["purchase", 0, 2]])
  })

  test("a discount: a line earned what was paid for it", async () => {
    const orderId = await desk.place({
      lines: [
        { product: 0, quantity: 2 },
        { product: 1, quantity: 1 },
      ],
      promotion: "HALF",
    })
    const { items, item_total: total } = await desk.order(orderId)
    const rows = await until(orderId, events(2))
    expect(total).toBeCloseTo((20 + 11) * 0.5 * 1.19, 6)
    for (const item of items) {
      const row = rows.find(({ id }) => id === item.id)
      expect(row?.earned).toBeCloseTo(item.total, 6)
      expect(row?.price).toBeCloseTo(item.product_id === desk.products[0]?.id ? 5 : 5.5, 6)
    }
  })

  test("an order that is handed to a customer is theirs: in export, history and erasure", async () => {
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 1 }] })
    const [before] = await until(orderId, events(1))
    const ann = await newCustomer(desk)
    await desk.transfer(orderId, ann.id)
    const [row] = await until(orderId, ([first]) => first?.customer_id === ann.id)
    expect([row?.customer_id, row?.id]).toEqual([ann.id, before?.id])
    const exported = await desk.admin(`/recommendations/shoppers/${ann.id}/export`)
    expect(z.array(z.looseObject({ basket_id: z.string() })).parse(exported.events)).toMatchObject([
      { basket_id: orderId },
    ])
    const erased = await call(`${shop.url}/admin/recommendations/shoppers/${ann.id}`, {
      method: "DELETE",
      headers: desk.adminHeaders,
    })
    expect(erased).toMatchObject({ status: 200, body: { events: 1 } })
    expect(await rowsOf(orderId)).toEqual([])
  })

  test.each([
    ["the cart", (visitor: string) => ({ metadata: { recommendation_visitor_id: visitor } })],
    ["a line that the widget put in", () => ({})],
  ])("a guest's order is the visitor's whom %s names", async (where, extra) => {
    const visitor = randomUUID()
    const line = where === "the cart" ? {} : { metadata: { visitor_id: visitor } }
    const orderId = await desk.place({ lines: [{ product: 0, quantity: 1, ...line }], ...extra(visitor) })
    expect(await until(orderId, events(1))).toMatchObject([{ customer_id: null, visitor_id: visitor }])
  })

  test("a logged-in customer's order is theirs, whatever visitor its cart names", async () => {
    const ann = await newCustomer(desk)
    const orderId = await desk.place({
      lines: [{ product: 0, quantity: 1 }],
      customer: ann.headers,
      metadata: { recommendation_visitor_id: randomUUID() },
    })
    expect(await until(orderId, events(1))).toMatchObject([{ customer_id: ann.id, visitor_id: null }])
  })

  test("each order's money in its own currency", async () => {
    const orders = await Promise.all(
      [0, 1].map((region) => desk.place({ lines: [{ product: 0, quantity: 1 }], region })),
    )
    const rows = await Promise.all(orders.map((orderId) => until(orderId, events(1))))
    expect(rows.flat().map(({ currency_code: currency, earned }) => [currency, earned])).toEqual([
      ["eur", 11.9],
      ["usd", 20],
    ])
  })

  /** The history is learned from once more: nothing that it finds may be counted twice. */
  async function shopReconciled(): Promise<void> {
    await desk.admin("/recommendations/import", { source: "orders" })
    const state = z.object({ status: z.string() })
    await untilFound(
      async () => state.parse((await desk.admin("/recommendations/import")).import).status,
      (status) => status !== "running",
    )
  }
})
