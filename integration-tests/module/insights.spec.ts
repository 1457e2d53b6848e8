import { behaviorCode } from "../../src/core/contract"
import type { BehaviorType } from "../../src/core/contract"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

interface EventInput {
  id: string
  type: BehaviorType
  product: string
  at: string
  customer?: string
  visitor?: string
  list?: string
  placement?: string
  price?: number
  quantity?: number
  basket?: string
  bot?: boolean
  source?: string
  currency?: string
  /** Line of an order, and what it earned. */
  line?: string
  earned?: number
}

const PERIOD = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-04-01T00:00:00Z") }

describe("insights", () => {
  let module: TestModule
  let insights: InsightsStore

  beforeAll(async () => {
    module = await startTestModule("svm_insights")
  })

  beforeEach(async () => {
    await module.empty()
    insights = new InsightsStore(module.context)
  })

  afterAll(() => module.close())

  const addEvents = async (events: EventInput[]): Promise<void> => {
    for (const event of events) {
      await module.run(
        `insert into behavior_event (id, type, product_id, customer_id, visitor_id, recommendation_id, placement,
             price, quantity, currency_code, basket_id, is_bot, source, order_line_id, earned, occurred_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          event.id,
          behaviorCode(event.type),
          event.product,
          event.customer ?? null,
          event.visitor ?? null,
          event.list ?? null,
          event.placement ?? null,
          event.price ?? null,
          event.quantity ?? 1,
          event.currency ?? "eur",
          event.basket ?? null,
          event.bot ?? false,
          event.source ?? "storefront",
          event.line ?? null,
          event.earned ?? null,
          event.at,
        ],
      )
    }
  }

  const addList = (id: string, strategy: string, at: string): Promise<unknown> =>
    module.run(
      `insert into recommendation_served (id, strategy, rung, placement, product_ids, created_at)
         values (?, ?, 'personal', 'home', '[]', ?)`,
      [id, strategy, at],
    )

  const scope = { ...PERIOD, windowDays: 7, catalogSize: 4, timeZone: "UTC" }

  describe("results", () => {
    test("results: a purchase is credited to the last list clicked, within the window", async () => {
      await addList("list_a", "for_you", "2026-03-02T10:00:00Z")
      await addList("list_b", "similar", "2026-03-03T10:00:00Z")
      await addEvents([
        {
          id: "i1",
          type: "impression",
          product: "p1",
          visitor: "v1",
          list: "list_a",
          placement: "home",
          at: "2026-03-02T10:00:00Z",
        },
        {
          id: "i2",
          type: "impression",
          product: "p2",
          visitor: "v1",
          list: "list_a",
          placement: "home",
          at: "2026-03-02T10:00:00Z",
        },
        {
          id: "c1",
          type: "click",
          product: "p1",
          visitor: "v1",
          list: "list_a",
          placement: "home",
          at: "2026-03-02T10:01:00Z",
        },
        {
          id: "c2",
          type: "click",
          product: "p1",
          visitor: "v1",
          list: "list_b",
          placement: "product",
          at: "2026-03-03T10:01:00Z",
        },
        {
          id: "b1",
          type: "purchase",
          product: "p1",
          visitor: "v1",
          price: 12.5,
          quantity: 2,
          basket: "o1",
          at: "2026-03-04T10:00:00Z",
          source: "order",
        },
        {
          id: "b2",
          type: "purchase",
          product: "p1",
          visitor: "v1",
          price: 12.5,
          basket: "o2",
          at: "2026-03-20T10:00:00Z",
          source: "order",
        },
      ])
      const results = await insights.results(scope)
      expect(results.total).toMatchObject({
        impressions: 2,
        clicks: 2,
        conversions: 1,
        revenue: [{ currency_code: "eur", amount: 25 }],
      })
      expect(results.by_strategy.find((row) => row.key === "similar")?.conversions).toBe(1)
      expect(results.by_strategy.find((row) => row.key === "for_you")?.conversions).toBe(0)
      expect(results.by_placement.find((row) => row.key === "product")?.conversions).toBe(1)
      expect(results.coverage).toBe(0.5)
    })

    test("results: a day is one of the calendar of the zone that was asked for", async () => {
      await addList("list_a", "for_you", "2026-03-02T22:00:00Z")
      await addEvents([
        { id: "c1", type: "click", product: "p1", visitor: "v1", list: "list_a", at: "2026-03-02T23:30:00Z" },
        { id: "b1", type: "purchase", product: "p1", visitor: "v1", price: 10, at: "2026-03-02T23:40:00Z" },
      ])
      const daysIn = async (timeZone: string): Promise<string[]> =>
        (await insights.results({ ...scope, timeZone })).by_day.map(({ day }) => day)
      expect(await daysIn("UTC")).toEqual(["2026-03-02"])
      expect(await daysIn("Europe/Berlin")).toEqual(["2026-03-03"])
      const statistics = await insights.behavior(PERIOD, "Europe/Berlin")
      expect(statistics.byDay.map(({ day }) => day)).toEqual(["2026-03-03"])
    })

    test("behavior: best-converting products are ranked by what is sure, not by a lucky few views", async () => {
      const of = (product: string, type: "view" | "purchase", count: number) =>
        Array.from({ length: count }, (_, at) => ({
          ...{ id: `${product}-${type}-${at}`, type, product, visitor: `v${at}`, at: "2026-03-02T10:00:00Z" },
        }))
      await addEvents([
        ...[...of("p1", "view", 7), ...of("p1", "purchase", 3)],
        ...[...of("p2", "view", 56), ...of("p2", "purchase", 21)],
        ...[...of("p3", "view", 4), ...of("p3", "purchase", 4)],
        ...[...of("p4", "view", 5), ...of("p4", "purchase", 9)],
      ])
      const { topProducts } = await insights.behavior(PERIOD, "UTC")
      expect(topProducts.map(({ productId }) => productId)).toEqual(["p4", "p2", "p1"])
    })

    test("results: a return is deducted, and never below nothing", async () => {
      await addList("list_a", "for_you", "2026-03-02T10:00:00Z")
      await addEvents([
        { id: "c1", type: "click", product: "p1", customer: "cus_1", list: "list_a", at: "2026-03-02T10:01:00Z" },
        {
          id: "b1",
          type: "purchase",
          product: "p1",
          customer: "cus_1",
          price: 10,
          quantity: 3,
          basket: "o1",
          at: "2026-03-02T11:00:00Z",
          source: "order",
        },
        {
          id: "r1",
          type: "return",
          product: "p1",
          customer: "cus_1",
          price: 10,
          quantity: 2,
          basket: "o1",
          at: "2026-03-09T11:00:00Z",
          source: "order",
        },
      ])
      const results = await insights.results(scope)
      expect(results.total.revenue).toEqual([{ currency_code: "eur", amount: 10 }])
    })

    /** A click on `product` by `cus_1` on the second of March, from a list of that day. */
    const clicked = async (product = "p1"): Promise<EventInput> => {
      await addList(`list_${product}`, "for_you", "2026-03-02T10:00:00Z")
      const at = "2026-03-02T10:01:00Z"
      return { id: `click_${product}`, type: "click", product, customer: "cus_1", list: `list_${product}`, at }
    }
    const sold = (id: string, fields: Partial<EventInput> = {}): EventInput => ({
      ...{ id, type: "purchase", product: "p1", customer: "cus_1", price: 10, basket: "o1", source: "order" },
      ...{ at: "2026-03-02T11:00:00Z", ...fields },
    })
    const back = (id: string, fields: Partial<EventInput> = {}): EventInput =>
      sold(id, { type: "return", at: "2026-03-09T11:00:00Z", ...fields })

    test("results: one return of a product that stands in two lines is deducted once", async () => {
      await addEvents([await clicked(), sold("b1", { quantity: 2 }), sold("b2"), back("r1")])
      expect((await insights.results(scope)).total).toMatchObject({
        conversions: 2,
        revenue: [{ currency_code: "eur", amount: 20 }],
      })
    })

    test("results: a return larger than its line takes the line away, and no more", async () => {
      await addEvents([
        ...[await clicked(), await clicked("p2"), sold("b1"), back("r1", { quantity: 5 })],
        sold("b2", { product: "p2", price: 7 }),
      ])
      expect((await insights.results(scope)).total).toMatchObject({
        conversions: 1,
        revenue: [{ currency_code: "eur", amount: 7 }],
      })
    })

    test("results: all sales stand beside, of each currency apart, recommended or not", async () => {
      await addEvents([
        ...[await clicked(), sold("b1"), sold("b2", { product: "p2", basket: "o2", quantity: 3 })],
        ...[back("r2", { product: "p2", basket: "o2" }), sold("b3", { product: "p2", basket: "o3", currency: "usd" })],
      ])
      const { sales, total } = await insights.results(scope)
      expect(total.revenue).toEqual([{ currency_code: "eur", amount: 10 }])
      expect(sales).toEqual([
        { currency_code: "eur", amount: 30 },
        { currency_code: "usd", amount: 10 },
      ])
    })

    test("results: another order's return is not this order's", async () => {
      await addEvents([await clicked(), sold("b1"), back("r1", { basket: "o2" })])
      expect((await insights.results(scope)).total.revenue).toEqual([{ currency_code: "eur", amount: 10 }])
    })

    test("results: currencies are never added up", async () => {
      await addEvents([await clicked(), sold("b1"), sold("b2", { basket: "o2", price: 900, currency: "jpy" })])
      const { revenue } = (await insights.results(scope)).total
      expect(revenue.sort((a, b) => a.amount - b.amount)).toEqual([
        { currency_code: "eur", amount: 10 },
        { currency_code: "jpy", amount: 900 },
      ])
    })

    test("results: a line of an order counts with what it earned, and not at all once nothing of it is kept", async () => {
      await addEvents([
        ...[await clicked(), await clicked("p2")],
        sold("l1", { line: "l1", quantity: 3, earned: 4.8 }),
        back("return:l1:v2", { line: "l1", quantity: 1 }),
        sold("l1:v3", { line: "l1", quantity: 2, at: "2026-03-05T11:00:00Z" }),
        sold("l2", { line: "l2", product: "p2", earned: 0 }),
        back("return:l2", { line: "l2", product: "p2" }),
      ])
      expect((await insights.results(scope)).total).toMatchObject({
        conversions: 1,
        revenue: [{ currency_code: "eur", amount: 4.8 }],
      })
    })

    test("results: a list that the line names earns nothing once it is older than twice the window", async () => {
      await addList("list_old", "for_you", "2026-03-02T10:00:00Z")
      await addEvents([
        sold("b1", { list: "list_old", at: "2026-03-15T10:00:00Z" }),
        sold("b2", { list: "list_old", basket: "o2", at: "2026-03-17T10:00:00Z" }),
      ])
      const [credited, late] = await Promise.all(["o1", "o2"].map((order) => insights.order(order, scope)))
      expect([credited?.length, late]).toEqual([1, []])
    })

    test("results: a click before login counts for the customer, another shopper's click does not", async () => {
      await addList("list_a", "for_you", "2026-03-02T10:00:00Z")
      await module.run(`insert into recommendation_visitor (visitor_id, customer_id) values ('v1', 'cus_1')`, [])
      await addEvents([
        { id: "c1", type: "click", product: "p1", visitor: "v1", list: "list_a", at: "2026-03-02T10:01:00Z" },
        { id: "c2", type: "click", product: "p2", visitor: "v2", list: "list_a", at: "2026-03-02T10:01:00Z" },
        {
          id: "b1",
          type: "purchase",
          product: "p1",
          customer: "cus_1",
          price: 5,
          basket: "o1",
          at: "2026-03-02T11:00:00Z",
          source: "order",
        },
        {
          id: "b2",
          type: "purchase",
          product: "p2",
          customer: "cus_1",
          price: 5,
          basket: "o1",
          at: "2026-03-02T11:00:00Z",
          source: "order",
        },
      ])
      const results = await insights.results(scope)
      expect(results.total.conversions).toBe(1)
      const credited = await insights.order("o1", scope)
      expect(credited.map((product) => product.productId)).toEqual(["p1"])
    })

    test("results: bots and lists that were never served earn nothing", async () => {
      await addList("list_a", "for_you", "2026-03-02T10:00:00Z")
      await addEvents([
        {
          id: "c1",
          type: "click",
          product: "p1",
          visitor: "v1",
          list: "list_a",
          bot: true,
          at: "2026-03-02T10:01:00Z",
        },
        {
          id: "b1",
          type: "purchase",
          product: "p1",
          visitor: "v1",
          price: 5,
          basket: "o1",
          at: "2026-03-02T11:00:00Z",
          source: "order",
        },
        {
          id: "b2",
          type: "purchase",
          product: "p2",
          visitor: "v1",
          price: 5,
          basket: "o1",
          list: "forged",
          at: "2026-03-02T11:00:00Z",
          source: "order",
        },
      ])
      const results = await insights.results(scope)
      expect(results.total).toMatchObject({ clicks: 0, conversions: 0, revenue: [] })
    })
  })

  describe("behavior statistics", () => {
    test("behavior: counts by day, hour, weekday, funnel and bots", async () => {
      await addEvents([
        { id: "e1", type: "view", product: "p1", visitor: "v1", at: "2026-03-02T10:00:00Z" },
        { id: "e2", type: "view", product: "p1", visitor: "v2", at: "2026-03-02T10:30:00Z" },
        { id: "e3", type: "add_to_cart", product: "p1", visitor: "v1", at: "2026-03-02T11:00:00Z" },
        { id: "e4", type: "purchase", product: "p1", visitor: "v1", at: "2026-03-08T11:00:00Z", source: "order" },
        { id: "e5", type: "view", product: "p1", visitor: "v9", bot: true, at: "2026-03-02T10:30:00Z" },
      ])
      const statistics = await insights.behavior(PERIOD, "UTC")
      expect(statistics.byDay).toEqual([
        { day: "2026-03-02", counts: { view: 2, add_to_cart: 1 } },
        { day: "2026-03-08", counts: { purchase: 1 } },
      ])
      expect(statistics.funnel).toEqual({ views: 2, carts: 1, purchases: 1 })
      expect(statistics.byHour[10]).toBe(2)
      expect(statistics.byWeekday).toEqual([3, 0, 0, 0, 0, 0, 1])
      // Monday ten o'clock in UTC is still Sunday at eleven in the evening in Pago Pago.
      const elsewhere = await insights.behavior(PERIOD, "Pacific/Pago_Pago")
      expect(elsewhere.byHour[23]).toBe(2)
      expect(elsewhere.byWeekday).toEqual([1, 0, 0, 0, 0, 0, 3])
      expect(statistics.botShare).toBe(0.25)
    })
  })

  describe("capture statistics", () => {
    test("capture: refusals by code, and what was recovered", async () => {
      await module.run(`insert into recommendation_capture_count (day, kind, count) values
        ('2026-03-02', 'rejected/unknown_product', 3), ('2026-03-03', 'rejected/unknown_product', 2),
        ('2026-03-03', 'rejected/too_old', 1), ('2026-03-03', 'recovered', 3), ('2026-03-04', 'recovered', 1), ('2026-05-03', 'recovered', 9)`)
      expect(await insights.capture(PERIOD)).toEqual({
        recovered: 4,
        rejected: [
          { code: "unknown_product", count: 5 },
          { code: "too_old", count: 1 },
        ],
      })
    })
  })

  describe("products", () => {
    test("boughtTogether: support and lift as worked by hand", async () => {
      const line = (id: string, basket: string, product: string): EventInput => ({
        ...{ id, basket, product, type: "purchase" as const, at: "2026-03-05T10:00:00Z", source: "order" },
      })
      await addEvents([
        ...[line("1", "o1", "a"), line("2", "o1", "b"), line("3", "o2", "a"), line("4", "o2", "b")],
        ...[line("5", "o3", "a"), line("6", "o4", "c"), line("7", "o5", "b"), line("8", "o6", "c")],
      ])
      // a in 3 of 6 orders, b in 3, both in 2: lift is (2 * 6) / (3 * 3).
      const together = await insights.boughtTogether("a", { ...PERIOD, limit: 5 })
      expect(together).toEqual([{ productId: "b", support: 2, lift: 12 / 9 }])
    })
  })

  describe("canceled orders", () => {
    test("boughtTogether: what was sent back stands in no order", async () => {
      const line = (id: string, basket: string, product: string, fields: Partial<EventInput> = {}): EventInput => ({
        ...{ id, basket, product, line: id, type: "purchase", at: "2026-03-05T10:00:00Z", source: "order", ...fields },
      })
      await addEvents([
        ...["o1", "o2", "o3"].flatMap((order) => [line(`${order}a`, order, "a"), line(`${order}b`, order, "b")]),
        ...["o2", "o3"].map((order) =>
          line(`return:${order}b`, order, "b", { type: "return", line: `${order}b`, at: "2026-03-06T10:00:00Z" }),
        ),
      ])
      expect(await insights.boughtTogether("a", { ...PERIOD, limit: 5 })).toEqual([])
      const { purchases } = await insights.product("b", { ...PERIOD, windowDays: 7 })
      expect(purchases).toBe(1)
    })
  })
})
