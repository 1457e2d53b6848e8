import { z } from "@medusajs/framework/zod"
import { Client } from "pg"
import { addProducts, createServeShop } from "../../bench/lib/serve-shop"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { storedEventRow, STORED_COLUMNS } from "../../src/modules/recommendation/behavior/event"
import { LogReader } from "../../src/modules/recommendation/database/log-reader"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { aQuestion, fixedPorts } from "../helpers/serving-questions"
import { StruckKnex } from "../helpers/struck-knex"
import { anInstance } from "../reliability/serving-world"

jest.setTimeout(120_000)

const DATABASE = "svm_slow_poisons_serving"
const PRODUCTS = 20
const VARIANTS = 2_000
const TAGS = 200
const CURRENCIES = 40
const HUGE = "prod_1"

const answered = z.object({ recommendations: z.array(z.object({ product: z.looseObject({ id: z.string() }) })) })

/** What grows in a shop for years. */
describe("slow poisons of lists", () => {
  let module: TestModule
  let client: Client

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    client = new Client({ connectionString: databaseUrl(DATABASE) })
    await client.connect()
    await createServeShop(client)
    await addProducts(client, { from: 1, to: PRODUCTS })
  })
  afterAll(async () => {
    await client.end()
    await module.close()
  })

  test(`a product of ${VARIANTS} variants with ${TAGS} tags and prices in ${CURRENCIES} currencies is on lists, found by its tags, and leaves them with its last piece`, async () => {
    const variants = `generate_series(3, ${VARIANTS}) v`
    for (const sql of [
      `insert into product_variant (id, title, sku, product_id, variant_rank, manage_inventory, allow_backorder)
       select 'variant_1_' || v, 'V' || v, 'sku-1-' || v, '${HUGE}', v, true, false from ${variants}`,
      `insert into inventory_item (id, sku, requires_shipping) select 'iitem_1_' || v, 'sku-1-' || v, true from ${variants}`,
      `insert into product_variant_inventory_item (id, variant_id, inventory_item_id, required_quantity)
       select 'pvitem_1_' || v, 'variant_1_' || v, 'iitem_1_' || v, 1 from ${variants}`,
      `insert into inventory_level (id, inventory_item_id, location_id, stocked_quantity, raw_stocked_quantity,
         reserved_quantity, raw_reserved_quantity, incoming_quantity, raw_incoming_quantity)
       select 'ilev_1_' || v, 'iitem_1_' || v, 'sloc_bench', 0, '{"value":"0","precision":20}',
              0, '{"value":"0","precision":20}', 0, '{"value":"0","precision":20}' from ${variants}`,
      `insert into price_set (id) select 'pset_1_' || v from ${variants}`,
      `insert into product_variant_price_set (id, variant_id, price_set_id)
       select 'pvps_1_' || v, 'variant_1_' || v, 'pset_1_' || v from ${variants}`,
      `insert into price (id, price_set_id, currency_code, amount, raw_amount, rules_count)
       select 'price_1_' || v || '_' || c, 'pset_1_' || v, case c when 1 then 'eur' else 'x' || c end, 10,
              '{"value":"10","precision":20}', 0 from ${variants}, generate_series(1, ${CURRENCIES}) c`,
      `insert into product_tag (id, value) select 'ptag_more_' || n, 'word' || n from generate_series(1, ${TAGS}) n`,
      `insert into product_tags (product_id, product_tag_id)
       select '${HUGE}', 'ptag_more_' || n from generate_series(1, ${TAGS}) n`,
      `insert into product_tags (product_id, product_tag_id)
       select 'prod_7', 'ptag_more_' || n from generate_series(100, 110) n`,
      // Of all its variants the last alone is left.
      `update inventory_level set stocked_quantity = case when inventory_item_id = 'iitem_1_${VARIANTS}' then 3 else 0 end
        where inventory_item_id like 'iitem\\_1\\_%'`,
      "analyze",
    ])
      await module.run(sql)
    const service = anInstance(module, 0)
    const listOf = async (question: Parameters<typeof aQuestion>[0]): Promise<string[]> => {
      const { body } = await service.serving.answer(aQuestion(question), fixedPorts)
      return answered.parse(JSON.parse(body.toString())).recommendations.map(({ product }) => product.id)
    }
    expect(await listOf({ strategy: "popular", limit: PRODUCTS })).toContain(HUGE)
    expect(await listOf({ strategy: "similar", productId: HUGE, limit: 1 })).toEqual(["prod_7"])
    // As a storefront asks for it by default: with all of its variants.
    const { body } = await service.serving.answer(
      aQuestion({ strategy: "similar", productId: "prod_7", limit: 1, fields: null }),
      fixedPorts,
    )
    const [shown] = answered.parse(JSON.parse(body.toString())).recommendations
    expect([shown?.product.id, z.array(z.unknown()).parse(shown?.product.variants).length]).toEqual([HUGE, VARIANTS])
    await module.run("update inventory_level set stocked_quantity = 0 where inventory_item_id = ?", [
      `iitem_1_${VARIANTS}`,
    ])
    await service.serving.changed([{ kind: "stock", key: `iitem_1_${VARIANTS}` }])
    expect(await listOf({ strategy: "popular", limit: PRODUCTS })).not.toContain(HUGE)
    await service.serving.flush()
  })

  test("a transaction that stays open keeps the log's reader from nothing, and costs each look the same", async () => {
    const service = anInstance(module, 0)
    const struck = new StruckKnex(module.context)
    const reader = new LogReader(struck.context, {
      ...{ table: "behavior_event", columns: STORED_COLUMNS, writtenAt: "received_at", row: storedEventRow },
    })
    await reader.begin()
    await client.query("begin")
    await client.query(
      `insert into behavior_event (id, type, product_id, source, occurred_at) values ('open', 0, 'prod_1', 'order', now())`,
    )
    const seen: string[] = []
    const look = async (): Promise<number> => {
      const before = struck.calls.length
      await reader.follow((events) => void seen.push(...events.map(({ id }) => id)))
      return struck.calls.length - before
    }
    const event = (id: string): NewBehaviorEvent => ({
      ...{ id, type: "view", productId: "prod_1", customerId: "cus_1", source: "storefront", occurredAt: new Date() },
    })
    const costs: number[] = []
    for (let round = 0; round < 20; round++) {
      await service.behavior.record(Array.from({ length: 50 }, (_, at) => event(`while_${round}_${at}`)))
      costs.push(await look())
    }
    expect(seen).toHaveLength(1_000)
    expect(new Set(seen).size).toBe(1_000)
    expect(new Set(costs)).toEqual(new Set([1]))
    await client.query("commit")
    await look()
    expect(seen.filter((id) => id === "open")).toEqual(["open"])
    expect(seen).toHaveLength(1_001)
    await look()
    expect(seen).toHaveLength(1_001)
  })
})
