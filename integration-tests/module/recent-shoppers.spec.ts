import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const MINUTE_MS = 60_000
/** More than is looked at of one kind. */
const MANY = 5_000
const GUEST = "0b0f8a52-6a0c-4a3e-9d8e-3a1f4a6d9c11"
const OTHER = "1b0f8a52-6a0c-4a3e-9d8e-3a1f4a6d9c11"

describe("recent shoppers", () => {
  let module: TestModule
  let behavior: BehaviorStore

  beforeAll(async () => {
    module = await startTestModule("svm_recent_shoppers_module")
    await module.run(
      `insert into product (id, title, handle, status, is_giftcard, discountable)
       select 'prod_' || n, 'Product ' || n, 'product-' || n, 'published', false, true from generate_series(1, 2) n`,
    )
  })

  beforeEach(async () => {
    await module.empty()
    behavior = new BehaviorStore(module.context)
  })

  afterAll(() => module.close())

  const event = (minutesAgo: number, fields: Partial<NewBehaviorEvent>): NewBehaviorEvent => ({
    ...{ id: randomUUID(), type: "view", productId: "prod_1", source: "storefront" },
    occurredAt: new Date(Date.now() - minutesAgo * MINUTE_MS),
    ...fields,
  })
  const recent = async (kind: "customer" | "guest"): Promise<string[]> =>
    (await behavior.recentShoppers({ kind, limit: 50 })).map(({ id, last }) => `${id} ${last.type} ${last.product_id}`)

  /** A day of guests, all of it after what the customers did, and as much of customers before it. */
  const addCrowd = (): Promise<unknown> =>
    module.run(`
      insert into behavior_event (id, visitor_id, type, product_id, source, occurred_at)
      select 'crowd_' || n, '${GUEST}', 0, 'prod_1', 'storefront', now() - make_interval(secs => 10 + n / 100.0)
        from generate_series(1, ${MANY}) n;
      analyze behavior_event;`)

  test("recent shoppers: customers are found behind thousands of events of guests", async () => {
    await behavior.record([
      ...[
        event(200, { customerId: "cus_1" }),
        event(100, { customerId: "cus_1", type: "purchase", productId: "prod_2" }),
      ],
      event(150, { customerId: "cus_2" }),
    ])
    await addCrowd()
    expect(await recent("customer")).toEqual(["cus_1 purchase prod_2", "cus_2 view prod_1"])
    expect(await recent("guest")).toEqual([`${GUEST} view prod_1`])
  })

  test("recent shoppers: stands in the order of what they did, not of what came in", async () => {
    await behavior.record([event(5, { customerId: "cus_1" })])
    await behavior.record([event(60 * 24, { customerId: "cus_2", source: "import" })])
    expect(await recent("customer")).toEqual(["cus_1 view prod_1", "cus_2 view prod_1"])
  })

  test("recent shoppers: no bots, no impressions, no strangers of an import, no guests who have logged in", async () => {
    await behavior.record([
      ...[event(9, { visitorId: GUEST }), event(1, { visitorId: GUEST, type: "impression", productId: "prod_2" })],
      ...[event(2, { visitorId: OTHER }), event(3, { visitorId: randomUUID(), isBot: true })],
      ...[event(4, { visitorId: "cart_01" }), event(5, { customerId: "import:0123456789abcdef0123456789abcdef" })],
      event(-60, { customerId: "cus_1" }),
    ])
    expect(await recent("guest")).toEqual([`${OTHER} view prod_1`, `${GUEST} view prod_1`])
    await behavior.visitors.link({ visitorId: OTHER, customerId: "cus_1", isConsented: true })
    expect(await recent("guest")).toEqual([`${GUEST} view prod_1`])
    expect(await recent("customer")).toEqual([])
  })

  test("recent shoppers: each kind is read off its own index", async () => {
    await addCrowd()
    const planOf = async (whose: string): Promise<string> => {
      const { rows } = z.object({ rows: z.array(z.object({ "QUERY PLAN": z.string() })) }).parse(
        await module.run(`explain select occurred_at from behavior_event e
          where ${whose} and e.type <> 2 and not e.is_bot and e.occurred_at <= now() order by e.occurred_at desc limit 10`),
      )
      return rows.map((row) => row["QUERY PLAN"]).join("\n")
    }
    // Indexes of partitions have names of their own, made of the columns.
    const byTime = /behavior_event_\d{4}_\d{2}_occurred_at_idx/
    expect(await planOf("e.customer_id is not null")).toMatch(byTime)
    expect(await planOf("e.customer_id is null and e.visitor_id is not null")).toMatch(byTime)
  })
})
