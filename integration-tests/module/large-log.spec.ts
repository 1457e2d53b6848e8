import { z } from "@medusajs/framework/zod"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const EVENTS = 20_000

describe("large log", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule("svm_large_log")
    await module.run(
      `insert into behavior_event (id, type, product_id, basket_id, source, occurred_at)
       select 'line_' || n, 5, 'prod_' || n % 100, 'order_' || n, 'order', now() - make_interval(days => n % 300)
         from generate_series(1, ${EVENTS}) n`,
    )
    await module.run("analyze behavior_event")
  })

  afterAll(() => module.close())

  const planOf = async (sql: string): Promise<string> =>
    z
      .object({ rows: z.array(z.object({ "QUERY PLAN": z.string() })) })
      .parse(await module.run(`explain ${sql}`))
      .rows.map((row) => row["QUERY PLAN"])
      .join("\n")

  test("large log: the events of an order or cart are found without reading a month of events", async () => {
    const plan = await planOf("select * from behavior_event where basket_id in ('order_7', 'cart_8')")
    expect(plan).toContain("basket_id")
    expect(plan).not.toMatch(/Seq Scan on behavior_event_\d{4}_\d{2} .*rows=[1-9]\d{2}/)
    expect(plan).toMatch(/Index (Only )?Scan|Bitmap Index Scan/)
  })
})
